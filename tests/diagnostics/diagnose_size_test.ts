import { assertEquals, assertThrows } from "@std/assert";
import {
  checkDiagnosisSize,
  checkTruths,
  type DiagnosisSize,
} from "../../lib/diagnostics/diagnose_size.ts";

const SHAPE = { dim: 6, values: 2000, referenceDraws: 50, replicates: 5000 };
const check = (own: Partial<DiagnosisSize>) =>
  checkDiagnosisSize({ simulations: 300, draws: 999, references: 3000, ...own }, SHAPE);

Deno.test("checkDiagnosisSize() accepts the usual numbers and the least", () => {
  assertEquals(check({}), undefined);
  assertEquals(check({ simulations: 20, draws: 19, references: 100 }), undefined);
});

Deno.test("checkDiagnosisSize() refuses too few, bins that don't fit, and more than memory holds", () => {
  for (
    const [own, problem] of [
      [{ simulations: 19 }, "simulations must be an integer >= 20: current value is 19"],
      [{ simulations: NaN }, "simulations must be an integer >= 20: current value is NaN"],
      [{ draws: 18 }, "draws must be an integer >= 19: current value is 18"],
      [{ draws: 20 }, "draws + 1 must be a multiple of 20, the bins of ranks: current value is 21"],
      [{ references: 99 }, "references must be an integer >= 100"],
      [
        { simulations: 1_000_000 },
        "must fit into 2 GiB: 1000000 simulations with 999 draws each, and 3000 more, take 59.6 GiB",
      ],
      [{ draws: 1e15 - 1 }, "GiB"],
    ] as const
  ) {
    assertThrows(() => check(own), RangeError, problem);
  }
});

Deno.test("checkTruths() names the parameters that a prior never varies", () => {
  const truths = (values: number[]) => ({
    names: ["a", "b", "c"],
    count: 2,
    values: Float64Array.from(values),
  });
  assertEquals(checkTruths(truths([1, 2, 3, 4, 5, 6])), undefined);
  assertThrows(
    () => checkTruths(truths([1, 2, 3, 1, 5, 3])),
    RangeError,
    "the prior must vary every parameter: a, c is the same in all of 2 simulations",
  );
});
