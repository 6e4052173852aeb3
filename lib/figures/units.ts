/**
 * What every figure of parameters asks of its units.
 *
 * @module
 */

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
