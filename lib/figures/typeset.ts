/**
 * Parameter names in an SVG as a paper prints them: `tau_m` becomes τ with a small m below the line.
 *
 * @module
 */
import { spans } from "../core/labels.ts";

/** The size of a subscript, and how far it sinks, in the size of the letters around it. */
const SIZE = 0.75;
const SINK = 0.22;

/** Rewrites every text of an SVG that holds such a name. */
export function typeset(svg: Element): void {
  for (const element of svg.querySelectorAll("text, tspan")) {
    const text = element.textContent ?? "";
    if (element.children.length > 0 || !text.includes("_")) continue;
    const document = element.ownerDocument;
    let sunk = false;
    const children = spans(text).map((span) => {
      const child = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
      child.textContent = span.text;
      if (span.subscript) child.setAttribute("font-size", `${SIZE}em`);
      // Not baseline-shift, which Firefox doesn't know; dy is in the size of the span's own letters.
      if (span.subscript !== sunk) {
        child.setAttribute("dy", `${span.subscript ? SINK / SIZE : -SINK}em`);
      }
      sunk = span.subscript;
      return child;
    });
    element.replaceChildren(...children);
  }
}
