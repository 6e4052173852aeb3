/**
 * Parameter names as a paper prints them: `tau_m` becomes τ with a small m below the line.
 *
 * @module
 */

const GREEK: Readonly<Record<string, string>> = Object.freeze({
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  theta: "θ",
  lambda: "λ",
  mu: "μ",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
});

/** A piece of text, on the line or below it. */
export interface Span {
  readonly text: string;
  readonly subscript: boolean;
}

/** Cuts text at its names with an underscore. */
export function spans(text: string): Span[] {
  const pieces = text.split(/([A-Za-z]+_[A-Za-z0-9]+)/);
  return pieces.flatMap((piece, i) => {
    if (i % 2 === 0) return piece ? [{ text: piece, subscript: false }] : [];
    const [base, subscript] = piece.split("_");
    return [
      { text: GREEK[base] ?? base, subscript: false },
      { text: subscript, subscript: true },
    ];
  });
}

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
