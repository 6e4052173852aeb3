/**
 * The legend of a figure: its entries, their signs, and how they are broken into lines.
 *
 * @module
 */
import { BAND_OPACITY, BAR_OPACITY, FONT_SIZE, textWidth } from "./theme.ts";

/** How an entry of a legend is marked: like what it stands for. */
export type LegendMark =
  | "line"
  | "dash"
  | "dots"
  | "rod"
  | "faint"
  | "ring"
  | "dot"
  | "bar"
  | "band";

/** The signs of a legend, as letters of the font. */
export const SIGNS: Readonly<
  Record<LegendMark, { readonly glyph: string; readonly opacity: number }>
> = Object.freeze({
  line: { glyph: "━━", opacity: 1 },
  dash: { glyph: "╸╸╸", opacity: 1 },
  dots: { glyph: "┄┄", opacity: 1 },
  rod: { glyph: "┃", opacity: 1 },
  faint: { glyph: "━━", opacity: BAND_OPACITY },
  ring: { glyph: "○", opacity: 1 },
  dot: { glyph: "●", opacity: 1 },
  bar: { glyph: "■", opacity: BAR_OPACITY },
  band: { glyph: "■", opacity: BAND_OPACITY },
});

/** A sign and what it stands for. */
export interface LegendEntry {
  /** What it stands for. */
  readonly label: string;
  /** In CSS. */
  readonly color: string;
  /** Its sign. */
  readonly mark: LegendMark;
}

/** The width of an entry of a legend with the gap after it, in px: sign and gaps are 7 letters. */
export function entryWidth({ label }: LegendEntry): number {
  return textWidth(label) + 0.6 * FONT_SIZE * 7;
}

/** The entries in lines that are at most so wide, in px. */
export function legendLines(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = [];
  let used = Infinity;
  for (const entry of entries) {
    const own = entryWidth(entry);
    if (used + own > width) lines.push([]);
    used = lines[lines.length - 1].length === 0 ? own : used + own;
    lines[lines.length - 1].push(entry);
  }
  return lines;
}
