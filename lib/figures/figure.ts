/**
 * From Plot options to a picture: the only file that handles SVG. Observable Plot draws into
 * linkedom's document; the same options give the same bytes on every machine.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import { integer } from "../core/check.ts";
import { JUPYTER_DISPLAY, type MediaBundle, type Showable } from "../core/display.ts";
import { entryWidth, type LegendEntry, legendLines, SIGNS } from "./legend.ts";
import { COLORS, FONT, FONT_SIZE, type Panel } from "./theme.ts";
import { typeset } from "./typeset.ts";

/** A picture. As the value of a notebook cell it shows itself. */
export interface Figure extends Showable {
  /** In px. */
  readonly width: number;
  /** In px. */
  readonly height: number;
  /** A standalone document. */
  readonly svg: string;
  /** The picture at two pixels a px. */
  png(): Promise<Uint8Array<ArrayBuffer>>;
  /** PNG, because GitHub and most editors don't show SVG in notebooks. */
  [JUPYTER_DISPLAY](): Promise<MediaBundle>;
}

/** How panels are laid out. */
export interface GridOptions {
  /** Panels side by side. */
  readonly columns: number;
  /** Above all panels. */
  readonly title?: string;
  /** Under the title, in as many lines as it takes. */
  readonly legend?: readonly LegendEntry[];
}

const SVG = "http://www.w3.org/2000/svg";
const PADDING = 10;
const GAP = 10;
const LINE = 24;

// linkedom implements the document; its types don't claim to be lib.dom's.
const document = parseHTML("<!doctype html><html><body></body></html>")
  .document as unknown as Document;

function element(name: string, attributes: Record<string, string | number>, text = ""): Element {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.textContent = text;
  return node;
}

function render(options: Panel): Element {
  const node = Plot.plot({ ...options, document });
  if (node.tagName.toLowerCase() !== "svg") {
    throw new TypeError(
      "Cannot draw panel as it must be one <svg>: title, subtitle, caption and legend make a <figure>",
    );
  }
  // Plot's stylesheet selects by :where(), which resvg doesn't support.
  for (const style of node.querySelectorAll("style")) style.remove();
  return node;
}

/** Signs and labels in one line of text, so that a viewer sets them without overlap. */
function drawLegend(root: Element, entries: readonly LegendEntry[], y: number): void {
  const line = element("text", { x: PADDING, y, dy: "0.35em", "font-size": FONT_SIZE });
  entries.forEach(({ label, color, mark }, i) => {
    const { glyph, opacity } = SIGNS[mark];
    line.append(
      element("tspan", { dx: i === 0 ? 0 : 22, fill: color, "fill-opacity": opacity }, glyph),
      element("tspan", { dx: 7 }, label),
    );
  });
  root.append(line);
}

function asFigure(
  root: Element,
  { description, width, height }: { description: string; width: number; height: number },
): Figure {
  typeset(root);
  // Plot numbers its clip paths across renders; by order of use they are the same every time.
  const ids: string[] = [];
  const svg = root.outerHTML.replace(/plot-clip-\d+/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `clip-${ids.indexOf(id)}`;
  });
  // The fonts and the renderer are loaded for a PNG only.
  const png = async () => await (await import("./png.ts")).pngOf(svg);
  return Object.freeze<Figure>({
    width,
    height,
    svg,
    png,
    [JUPYTER_DISPLAY]: async () => ({
      "image/png": (await png()).toBase64(),
      "text/plain": description,
    }),
  });
}

/**
 * Draws panels in rows, with scales of their own (Plot's facets share theirs). Columns and rows
 * are as wide and high as their largest panel.
 *
 * @param panels One Plot a place, row by row; null leaves the place empty.
 * @throws {RangeError} If there are no panels or no columns.
 * @throws {TypeError} If a panel has a Plot title, caption or legend.
 *
 * @example Usage
 * ```ts
 * import { grid } from "./figure.ts";
 * import { panel } from "./theme.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const { svg } = grid([panel({ x: { label: "tau_m (ms)", domain: [5, 20] } })], { columns: 1 });
 * assertMatch(svg, /^<svg .*τ/s);
 * ```
 */
export function grid(
  panels: readonly (Panel | null)[],
  { columns, title = "", legend = [] }: GridOptions,
): Figure {
  integer("draw grid", "columns", columns, 1);
  integer("draw grid", "panels.length", panels.length, 1);
  const nodes = panels.map((options) => options && render(options));
  const size = (name: "width" | "height", belongs: (i: number) => boolean) =>
    Math.max(0, ...nodes.map((node, i) => belongs(i) ? Number(node?.getAttribute(name) ?? 0) : 0));
  const widths = Array.from(
    { length: Math.min(columns, panels.length) },
    (_, c) => size("width", (i) => i % columns === c),
  );
  const heights = Array.from(
    { length: Math.ceil(panels.length / columns) },
    (_, r) => size("height", (i) => Math.floor(i / columns) === r),
  );
  const start = (sizes: readonly number[], index: number) =>
    sizes.slice(0, index).reduce((sum, s) => sum + s + GAP, 0);
  const inner = start(widths, widths.length) - GAP;
  const lines = legendLines(legend, inner);
  const top = PADDING + (title ? LINE : 0) + LINE * lines.length;
  const longest = lines.reduce(
    (most, line) => Math.max(most, line.reduce((sum, entry) => sum + entryWidth(entry), 0)),
    0,
  );
  const width = Math.max(inner, Math.ceil(longest)) + 2 * PADDING;
  const height = start(heights, heights.length) - GAP + top + PADDING;

  const root = element("svg", {
    xmlns: SVG,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": FONT,
    fill: COLORS.ink,
  });
  root.append(element("rect", { width, height, fill: "white" }));
  if (title) {
    const style = { "font-size": FONT_SIZE + 2, "font-weight": "bold" };
    root.append(element("text", { x: PADDING, y: PADDING + 14, ...style }, title));
  }
  lines.forEach((line, i) => drawLegend(root, line, top - LINE * (lines.length - i - 0.5)));
  nodes.forEach((node, i) => {
    if (!node) return;
    node.setAttribute("x", String(PADDING + start(widths, i % columns)));
    node.setAttribute("y", String(top + start(heights, Math.floor(i / columns))));
    root.append(node);
  });
  return asFigure(root, { description: title || "Figure", width, height });
}

/**
 * Draws one panel.
 *
 * @throws {TypeError} If it has a Plot title, caption or legend.
 *
 * @example Usage
 * ```ts
 * import { figure } from "./figure.ts";
 * import { panel } from "./theme.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(figure(panel({ width: 300 })).width, 320);
 * ```
 */
export function figure(options: Panel): Figure {
  return grid([options], { columns: 1 });
}
