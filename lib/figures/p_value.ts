/**
 * p-values as journals print them.
 *
 * @module
 */

/** Such as "p = 0.03", or "p_adj = 0.03" where it is adjusted for several tests; never 0. */
export function printedPValue(
  pValue: number,
  { adjusted = false }: { readonly adjusted?: boolean } = {},
): string {
  const symbol = adjusted ? "p_adj" : "p";
  return pValue < 0.001
    ? `${symbol} < 0.001`
    : `${symbol} = ${pValue.toFixed(pValue < 0.01 ? 3 : 2)}`;
}
