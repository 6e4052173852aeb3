/**
 * The one look of all figures. A colour means the same wherever it appears; the palette is
 * Okabe & Ito's (2008), which the colour-blind can tell apart.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { ticks } from "d3-array";

/** DejaVu Sans is shipped with the project; Verdana has its widths where an SVG is shown bare. */
export const FONT = "DejaVu Sans, Verdana, sans-serif";

/** In px; a figure 460 px wide, printed in one column of two, sets it in 6.5 pt. */
export const FONT_SIZE = 12;

/** What each colour stands for. */
export const COLORS = Object.freeze({
  /** The parameters behind a simulated recording. */
  truth: "#D55E00",
  /** Draws from the estimated posterior, and whatever is computed from them. */
  posterior: "#0072B2",
  /** Draws from the prior. */
  prior: "#8C8C8C",
  /** The exact posterior. */
  reference: "#009E73",
  /** What an ideal result would be. */
  expectation: "#4D4D4D",
  /** A recording. */
  observed: "#222222",
  /** The loss on simulations trained on; on those held out it is the posterior's. */
  training: "#E69F00",
  /** What a prior calls impossible. */
  impossible: "#CC79A7",
  /** Letters and axes; frames where there are no axes. */
  ink: "#222222",
  frame: "#CCCCCC",
});

/** Bars hide nothing, bands let the traces under them through. */
export const BAR_OPACITY = 0.7;
export const BAND_OPACITY = 0.25;

/** A number with a fixed count of decimals, its minus as on the axes; no minus before a zero. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(?=[0.]*$)/, "").replace("-", "−");
}

/** About so many ticks for something counted, never between two counts. */
export function countTicks(low: number, high: number, about = 10): Plot.ScaleOptions {
  return { ticks: ticks(low, high, about).filter(Number.isInteger), tickFormat: "d" };
}

/** The width of a digit, a sign or a small letter, in px. */
const LETTER = 0.636 * FONT_SIZE;

/** The width of a text on one line, in px. */
export function textWidth(text: string): number {
  return LETTER * text.length;
}

/**
 * Two to four round numbers along a horizontal axis `frame` px wide, with equal distances and room
 * between their letters, which reach `beyond` px over its ends at most.
 */
export function fittingTicks(
  [low, high]: readonly [number, number],
  { frame, beyond }: { readonly frame: number; readonly beyond: number },
): Plot.ScaleOptions {
  const place = (value: number) => frame * (value - low) / (high - low);
  const choices = [2, 3, 4, 5, 6, 8, 10, 15, 20].flatMap((about) => {
    const all = ticks(low, high, about);
    // Every tick, or two that leave as many out at both ends.
    const pairs = all.slice(0, Math.floor(all.length / 2)).map((value, i) => [
      value,
      all[all.length - 1 - i],
    ]);
    return [all, ...pairs].map((values) => {
      const decimals = Math.max(...values.map((value) => `${value}`.split(".")[1]?.length ?? 0));
      return { values, decimals, labels: values.map((value) => fixed(value, decimals)) };
    });
  }).filter(({ values, labels }) => {
    const half = labels.map((label) => textWidth(label) / 2);
    return values.length >= 2 && values.length <= 4 &&
      values.every((value, i) =>
        place(value) - half[i] >= -beyond && place(value) + half[i] <= frame + beyond &&
        (i === 0 || place(value) - place(values[i - 1]) >= half[i] + half[i - 1] + LETTER)
      );
  });
  const most = choices.reduce((best, { values }) => Math.max(best, values.length), 0);
  const [best] = choices.filter(({ values }) => values.length === most)
    .sort((a, b) => a.decimals - b.decimals);
  return {
    ticks: best?.values ?? [low, high],
    tickFormat: (value: number) => fixed(value, best?.decimals ?? 0),
  };
}

/** Text in the margin above the frame, at its left or right end, `above` px over it. */
export function heading(
  text: string,
  end: "left" | "right",
  { bold = false, above = 7 }: { readonly bold?: boolean; readonly above?: number } = {},
): Plot.Text {
  return Plot.text([text], {
    frameAnchor: `top-${end}`,
    lineAnchor: "bottom",
    dy: -above,
    fontWeight: bold ? "bold" : "normal",
    fill: COLORS.ink,
  });
}

const SCALE = { labelAnchor: "center", labelArrow: "none", tickSize: 4 } as const;

/** Fills in the look: size, margins, centred labels, and a line along each axis. */
export function panel({ x, y, marks = [], ...options }: Plot.PlotOptions): Plot.PlotOptions {
  return {
    width: 240,
    height: 210,
    marginTop: 26,
    marginRight: 12,
    marginBottom: 42,
    marginLeft: 52,
    ...options,
    style: { fontFamily: FONT, fontSize: `${FONT_SIZE}px`, color: COLORS.ink, overflow: "visible" },
    x: { ...SCALE, ...x },
    y: { ...SCALE, ...y },
    marks: [
      ...marks,
      x?.axis === null ? null : Plot.frame({ anchor: "bottom", stroke: COLORS.ink }),
      y?.axis === null ? null : Plot.frame({ anchor: "left", stroke: COLORS.ink }),
    ],
  };
}
