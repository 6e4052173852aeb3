/**
 * Errors about bad values, all of one form: the action, the requirement, the value.
 *
 * @module
 */

/** Refuses a number that is not finite and greater than zero. */
export function positive(action: string, name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`Cannot ${action} as ${name} must be > 0: current value is ${value}`);
  }
}

/** Refuses a number that is not finite or less than zero. */
export function notNegative(action: string, name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`Cannot ${action} as ${name} must be >= 0: current value is ${value}`);
  }
}

/** Refuses a number that is NaN or infinite. */
export function finite(action: string, name: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot ${action} as ${name} must be finite: current value is ${value}`);
  }
}

/** Refuses a number that is not an integer of at least `low`. */
export function integer(action: string, name: string, value: number, low: number): void {
  if (!(Number.isSafeInteger(value) && value >= low)) {
    throw new RangeError(
      `Cannot ${action} as ${name} must be an integer >= ${low}: current value is ${value}`,
    );
  }
}

/**
 * Refuses a number that is no whole multiple of `unit`, such as a time that would have to be
 * rounded.
 */
export function multiple(action: string, name: string, value: number, unit: number): void {
  const times = value / unit;
  if (Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times))) return;
  const nearest = [Math.floor(times), Math.ceil(times)].map((n) =>
    Number((n * unit).toPrecision(9))
  );
  throw new RangeError(
    `Cannot ${action} as ${name} must be a multiple of ${unit}: current value is ${value}, ` +
      `the nearest are ${nearest.join(" and ")}`,
  );
}

/** Refuses a number outside the closed interval `range`. */
export function between(
  action: string,
  name: string,
  value: number,
  range: readonly [number, number],
): void {
  if (!(value >= range[0] && value <= range[1])) {
    throw new RangeError(
      `Cannot ${action} as ${name} must be in [${range[0]}, ${
        range[1]
      }]: current value is ${value}`,
    );
  }
}

/** Refuses an array whose length is not the one expected. */
export function ofLength(
  action: string,
  name: string,
  value: ArrayLike<unknown>,
  length: number,
): void {
  if (value.length !== length) {
    throw new RangeError(
      `Cannot ${action} as ${name} must have ${length} values: it has ${value.length}`,
    );
  }
}

/** Refuses an array with a value that is NaN or infinite. */
export function allFinite(action: string, name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) finite(action, `${name}[${i}]`, values[i]);
  }
}

/** One draw as text, to name the one that shows a fault. */
export function drawText(theta: Readonly<Record<string, number>>): string {
  return Object.entries(theta).map(([name, value]) => `${name} = ${value}`).join(", ");
}

/** The Levenshtein distance, to guess which key was meant. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, substitution);
    }
    previous = current;
  }
  return previous[b.length];
}

/** The known word nearest to `word`. */
export function nearest(word: string, known: readonly string[]): string {
  return known.reduce((best, k) => distance(word, k) < distance(word, best) ? k : best);
}

/** The first name that stands at two places; undefined if each stands once. */
export function repeated(names: readonly string[]): string | undefined {
  return names.find((name, i) => names.indexOf(name) !== i);
}

/** Whether a value is an object of named values: not null, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Merges overrides into defaults and freezes the result.
 *
 * @throws {TypeError} If an override has an unknown key, or another type than its default.
 *
 * @example Usage
 * ```ts
 * import { configure } from "./check.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const defaults = { tau_m: 10 };
 * assertThrows(
 *   () => configure("SimConfig", defaults, { tua_m: 9 } as Partial<typeof defaults>),
 *   TypeError,
 *   'Cannot make SimConfig: unknown key "tua_m", did you mean "tau_m"?',
 * );
 * ```
 */
export function configure<C extends object>(
  what: string,
  defaults: C,
  overrides: Partial<C> = {},
): Readonly<C> {
  const known = Object.keys(defaults);
  for (const [name, value] of Object.entries(overrides)) {
    if (!known.includes(name)) {
      throw new TypeError(
        `Cannot make ${what}: unknown key "${name}", did you mean "${nearest(name, known)}"?`,
      );
    }
    const standard = defaults[name as keyof C];
    if (typeof value !== typeof standard) {
      throw new TypeError(
        `Cannot make ${what} as ${name} must be a ${typeof standard}: current value is ${value}`,
      );
    }
  }
  return Object.freeze({ ...defaults, ...overrides });
}
