/**
 * The theme of all figures. A colour has the same meaning in all of them; the palette is
 * Okabe & Ito's (2008), which the colour-blind can distinguish.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";

/** DejaVu Sans is shipped with the project; Verdana has its widths where an SVG is shown bare. */
export const FONT = "DejaVu Sans, Verdana, sans-serif";

/** In px; a figure 460 px wide, printed in one column of two, sets it in 6.5 pt. */
export const FONT_SIZE = 12;

/** The width of a digit, in px. */
export const LETTER: number = 0.636 * FONT_SIZE;

/** Letters of DejaVu Sans that are much narrower or wider than a digit, in digits. */
const WIDTHS: Readonly<Record<string, number>> = Object.freeze({
  ".": 0.5,
  ",": 0.5,
  " ": 0.5,
  "i": 0.44,
  "l": 0.44,
  "j": 0.44,
  "t": 0.62,
  "−": 1.32,
  "+": 1.32,
  "=": 1.32,
  "m": 1.53,
  "%": 1.49,
  "━": 0.95,
});

/** The width of a text on one line, in px. */
export function textWidth(text: string): number {
  let digits = 0;
  for (const letter of text) digits += WIDTHS[letter] ?? 1;
  return LETTER * digits;
}

/** What each colour stands for. */
export const COLORS = Object.freeze({
  /** The parameters behind a simulated observation. */
  truth: "#D55E00",
  /** Draws from the estimated posterior, and whatever is computed from them. */
  posterior: "#0072B2",
  /** Draws from the prior. */
  prior: "#8C8C8C",
  /** The exact posterior. */
  reference: "#009E73",
  /** What an ideal result would be. */
  expectation: "#4D4D4D",
  /** An observation. */
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

/** The options of Observable Plot: what one panel of a figure shows. */
export type Panel = NonNullable<Parameters<typeof import("@observablehq/plot")["plot"]>[0]>;

/**
 * Fills in the look: size, margins, centred labels, and a line along each axis.
 *
 * @example Usage
 * ```ts
 * import { panel } from "./theme.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(panel({ width: 300 }).height, 210);
 * ```
 */
export function panel({ x, y, marks = [], ...options }: Panel): Panel {
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
