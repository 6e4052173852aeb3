/**
 * The checks of one recording, as rows of the verdict.
 *
 * @module
 */
import type { MisspecificationReport } from "./misspecification.ts";
import type { Finding } from "./verdict.ts";

/** Whether the simulator could have made the recording, and what speaks against it. */
export function misspecificationFindings(
  { pValue, standouts }: MisspecificationReport,
): Finding[] {
  const names = standouts.slice(0, 3).map(({ name }) => name).join(", ");
  return [
    {
      diagnostic: "misspecification",
      quantity: "all distances",
      value: pValue,
      pValue,
      reading: "Small if the simulator could hardly have made this recording" +
        (names === "" ? "." : `; what stands out most: ${names}.`),
    },
  ];
}
