/**
 * Checks that draws and reference draws can be compared.
 *
 * @module
 */
import { allFinite, finite, integer, ofLength } from "../../core/check.ts";
import type { Draws } from "../../core/draws.ts";
import { type ColumnMoments, columnMoments } from "../../core/stats.ts";

/** Mean and sd of one parameter. */
export interface ParameterMoments<Name extends string = string> extends ColumnMoments {
  /** The parameter. */
  readonly name: Name;
}

/** Mean and sd of each parameter, in the order of the columns. */
export function moments<Name extends string>(
  { names, values }: Draws<Name>,
): ParameterMoments<Name>[] {
  return columnMoments(values, names.length).map((own, j) => ({ name: names[j], ...own }));
}

/** Refuses draws of other parameters, with values missing, or a reference that gives no scale. */
export function checkComparison(action: string, reference: Draws, draws: Draws): void {
  if (reference.names.join() !== draws.names.join()) {
    throw new RangeError(
      `Cannot ${action} as draws.names must be ${reference.names.join(", ")}: current value is ${
        draws.names.join(", ")
      }`,
    );
  }
  for (const [name, { count, values }] of Object.entries({ reference, draws })) {
    integer(action, `${name}.count`, count, 2);
    ofLength(action, `${name}.values`, values, count * reference.names.length);
    allFinite(action, `${name}.values`, values);
  }
  for (const { name, mean, sd } of moments(reference)) {
    if (sd === 0) {
      throw new RangeError(
        `Cannot ${action} as reference.${name} must vary: current value is ${mean} in all`,
      );
    }
    finite(action, `the sd of reference.${name}`, sd);
  }
}
