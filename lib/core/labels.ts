/**
 * Labels of parameters: their names as a paper prints them, `tau_m` as τ with a small m below the
 * line, and their units.
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

/** A name with its unit, as a label of an axis. */
export function withUnit(name: string, unit: string | undefined): string {
  return unit ? `${name} (${unit})` : name;
}

/** Refuses a list of units that is not one a parameter. */
export function checkUnits(action: string, units: readonly string[], parameters: number): void {
  if (units.length !== parameters) {
    throw new RangeError(
      `Cannot ${action} as units must be one for each of ${parameters} parameters: current value is ${
        units.join(", ")
      }`,
    );
  }
}
