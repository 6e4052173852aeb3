/**
 * p-values as journals print them.
 *
 * @module
 */

/** Such as "p = 0.03", never 0. */
export function printedPValue(pValue: number): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toFixed(pValue < 0.01 ? 3 : 2)}`;
}
