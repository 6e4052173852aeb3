/**
 * Ticks: two at least on every axis, at round numbers, whose letters keep apart.
 *
 * @module
 */
import type * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { ticks } from "d3-array";
import { fixed, FONT_SIZE, LETTER, textWidth } from "./theme.ts";

/** A frame's width, and how far letters may reach over its ends, in px. */
export interface Room {
  readonly frame: number;
  readonly beyond: number;
}

/** About so many ticks for something counted, never between two counts. */
export function countTicks(low: number, high: number, about = 10): Plot.ScaleOptions {
  return { ticks: ticks(low, high, about).filter(Number.isInteger), tickFormat: "d" };
}

/** Decimals that all of these numbers need. */
function decimalsOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, `${value}`.split(".")[1]?.length ?? 0), 0);
}

/** Whether letters about places in px keep apart, and stay where they may be. */
function apart(
  places: readonly number[],
  labels: readonly string[],
  { frame, beyond }: Room,
): boolean {
  const half = labels.map((label) => textWidth(label) / 2);
  return places.every((place, i) =>
    place - half[i] >= -beyond && place + half[i] <= frame + beyond &&
    (i === 0 || place - places[i - 1] >= half[i] + half[i - 1] + 0.35 * LETTER)
  );
}

/** More ticks along an axis are no help. */
const MOST = 7;

/**
 * Two to seven round numbers along a horizontal axis, at equal distances, with as few decimals as can
 * be; its ends if none fit.
 */
export function fittingTicks(
  [low, high]: readonly [number, number],
  room: Room,
): Plot.ScaleOptions {
  const place = (value: number) => room.frame * (value - low) / (high - low);
  const all = [2, 3, 4, 5, 6, 8, 10].flatMap((about) => {
    const all = ticks(low, high, about);
    const last = all.length - 1;
    // All of them, all but the first or the last, or any two.
    const pairs = all.flatMap((value, i) => all.slice(i + 1).map((other) => [value, other]));
    return [all, all.slice(1), all.slice(0, last), all.slice(1, last), ...pairs];
  }).filter(({ length }) => length >= 2 && length <= MOST).map((values) => {
    const decimals = decimalsOf(values);
    const span = values[values.length - 1] - values[0];
    return { values, decimals, span, labels: values.map((value) => fixed(value, decimals)) };
  }).sort((a, b) =>
    a.decimals - b.decimals || b.values.length - a.values.length || b.span - a.span
  );
  const fitting = (within: Room) =>
    all.find(({ values, labels }) => apart(values.map(place), labels, within));
  // Of long numbers two may fit beside each other, but not over the frame.
  const best = fitting(room) ?? fitting({ ...room, beyond: Infinity });
  const { values, decimals } = best ?? { values: [low, high], decimals: 2 };
  return { ticks: values, tickFormat: (value: number) => fixed(value, decimals) };
}

/** A tick and what is written at it. */
interface NamedTick {
  readonly value: number;
  readonly label: string;
}

/** In the order of their importance: decades first. */
function numbersAbout(low: number, high: number): NamedTick[] {
  const decades: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    decades.push(power);
  }
  const times = (factor: number) => decades.map((power) => factor * 10 ** power);
  const round = [1, 2, 5, 3, 7, 1.5, 4].flatMap(times);
  const closer = ticks(low, high, 4); // a narrow range holds none of those
  return [...round, ...closer].map((value) => {
    const rounded = Number(value.toPrecision(3));
    return {
      value: rounded,
      label: rounded >= 1e5 || rounded < 1e-3 ? rounded.toExponential() : `${rounded}`,
    };
  });
}

const S = 1, MIN = 60, H = 3600;
const TIMES: readonly NamedTick[] = [
  [1, "s", S],
  [1, "min", MIN],
  [1, "h", H],
  [10, "s", S],
  [10, "min", MIN],
  [10, "h", H],
  [0.1, "s", S],
  [0.01, "s", S],
  [100, "h", H],
  [3, "s", S],
  [30, "s", S],
  [3, "min", MIN],
  [30, "min", MIN],
  [3, "h", H],
  [30, "h", H],
  [2, "s", S],
  [5, "s", S],
  [20, "s", S],
  [2, "min", MIN],
  [5, "min", MIN],
  [20, "min", MIN],
  [2, "h", H],
  [5, "h", H],
  [0.2, "s", S],
  [0.5, "s", S],
  [0.3, "s", S],
  [15, "s", S],
].map(([count, unit, seconds]) => ({
  value: Number(count) * Number(seconds),
  label: `${count} ${unit}`,
}));

/** How a logarithmic axis is set. */
export interface LogRoom {
  /** The frame's length along the axis, in px. */
  readonly frame: number;
  /** Letters stand beside each other, or one above the other. */
  readonly direction: "across" | "up";
  /** Whether its values are times in s, to be told in seconds, minutes and hours. */
  readonly times?: boolean;
}

/** As many ticks as fit, the most important first: decades, then others. */
function logTicks(
  [low, high]: readonly [number, number],
  { frame, direction, times }: LogRoom,
): NamedTick[] {
  const place = (value: number) => frame * Math.log(value / low) / Math.log(high / low);
  const size = ({ label }: NamedTick) =>
    direction === "across" ? textWidth(label) + LETTER : 1.6 * FONT_SIZE;
  const kept: NamedTick[] = [];
  for (const tick of times ? TIMES : numbersAbout(low, high)) {
    if (!(tick.value >= low && tick.value <= high)) continue;
    const free = kept.every((other) =>
      Math.abs(place(other.value) - place(tick.value)) >= (size(other) + size(tick)) / 2
    );
    if (free) kept.push(tick);
  }
  return kept;
}

/**
 * A logarithmic axis with such ticks. Its scale is linear in logarithms: Plot's own prints no label far
 * from a power of ten.
 */
export function logAxis(domain: readonly [number, number], room: LogRoom): Plot.ScaleOptions {
  const names = new Map(
    logTicks(domain, room).map(({ value, label }) => [Math.log10(value), label]),
  );
  return {
    transform: Math.log10,
    domain: domain.map(Math.log10),
    ticks: [...names.keys()],
    tickFormat: (log: number) => names.get(log) ?? "",
  };
}
