/**
 * What all cells of a pairs plot share: a parameter with its draws, and how its bounds and truth
 * look.
 *
 * @module
 */
import type { Atom } from "./atoms.ts";
import { COLORS } from "./theme.ts";

/** One parameter's column of a set of draws. */
export interface Column {
  readonly values: Float64Array;
  readonly atoms: readonly Atom[];
}

/** One parameter, as all its cells need it. */
export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly draws: Column;
  /** Of the draws. */
  readonly color: string;
  readonly prior: Column | undefined;
  readonly reference: Column | undefined;
  /** The truth, or nothing. */
  readonly truth: readonly number[];
  /** Between which the prior allows it, if that is known. */
  readonly bounds: readonly [number, number] | undefined;
}

/** Shares of the draws in the two regions. */
export const LEVELS = [0.9, 0.5] as const;

/** Of lines at the truth, and at bounds. */
export const TRUTH = { stroke: COLORS.truth, strokeWidth: 1.2 };
export const BOUND = { stroke: COLORS.expectation, strokeWidth: 1, strokeDasharray: "1,3" };

/** The bounds in sight; a bound at the very edge of a frame is not. */
export function boundsOf({ bounds = [NaN, NaN], domain: [low, high] }: Axis): number[] {
  return bounds.filter((bound) => bound > low && bound < high);
}

/** Whether a value lies nearer to the upper end of the axis. */
export function inUpperHalf({ domain: [low, high] }: Axis, value: number): boolean {
  return value > (low + high) / 2;
}
