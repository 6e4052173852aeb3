import { assert, assertEquals, assertThrows } from "@std/assert";
import { dataset } from "../../../lib/core/draws.ts";
import { rankEcdf } from "../../../lib/diagnostics/calibration/rank_ecdf.ts";
import { sbcRanks } from "../../../lib/diagnostics/calibration/sbc.ts";
import {
  dataQuantities,
  defaultQuantities,
  knownQuantity,
  quantity,
  sbcQuantities,
} from "../../../lib/diagnostics/calibration/sbc_quantities.ts";
import { nearestReferences } from "../../../lib/diagnostics/calibration/tarp.ts";
import { key } from "../../../lib/core/random.ts";
import {
  gaussianLogLikelihood,
  gaussianPosterior,
  gaussianSimulations,
  type Misfit,
} from "../gaussian_posteriors.ts";

/** The quantities that see an misfit, by name. */
function detected(misfit: Misfit): string[] {
  const { truth, observations, posterior, logDensity } = gaussianPosterior(key(5), { misfit });
  const draws = new Float64Array(posterior.datasets * posterior.count);
  const own = new Float64Array(truth.count);
  for (let i = 0; i < truth.count; i++) {
    draws.set(logDensity(dataset(posterior, i), i), i * posterior.count);
    const values = truth.values.subarray(i * 6, i * 6 + 6);
    own[i] = logDensity({ ...truth, count: 1, values }, i)[0];
  }
  const bank = gaussianSimulations(key(77), 500);
  const references = nearestReferences(
    { theta: bank.truth, summaries: bank.observations },
    observations,
  );
  const ranks = sbcQuantities(key(1), posterior, truth, [
    ...defaultQuantities(posterior.names),
    ...dataQuantities(references),
    knownQuantity("log q", { draws, truth: own }),
    {
      name: "log p(x | theta)",
      evaluate: (rows, i) => gaussianLogLikelihood(rows, observations.subarray(i * 6, i * 6 + 6)),
    },
  ]);
  return rankEcdf(ranks, { draws: posterior.count }).quantities
    .filter(({ adjustedPValue }) => adjustedPValue < 0.05).map(({ name }) => name);
}

Deno.test("sbcQuantities() accepts a calibrated posterior", () => {
  assertEquals(detected("exact"), []);
});

Deno.test("sbcQuantities() detects a wrong correlation, which no parameter does", () => {
  const found = detected("wrong correlation");
  assert(found.includes("a × b"));
  assert(found.includes("log q"));
  assert(!found.some((name) => name.length === 1), found.join());
});

Deno.test("sbcQuantities() detects that a posterior is the prior, by the data alone", () => {
  const found = detected("prior");
  for (const name of ["a × reference", "f × reference", "log p(x | theta)"]) {
    assert(found.includes(name), name);
  }
  for (const name of ["a", "a × b", "distance from mean", "log q"]) {
    assert(!found.includes(name), name);
  }
});

Deno.test("sbcQuantities() detects too narrow and too wide in all directions", () => {
  for (const misfit of ["too narrow", "too wide"] as const) {
    assert(detected(misfit).includes("distance from mean"), misfit);
  }
});

Deno.test("sbcQuantities() ranks parameters as sbcRanks() does", () => {
  const { truth, posterior } = gaussianPosterior(key(6), { misfit: "exact", datasets: 9 });
  const parameters = defaultQuantities(posterior.names).slice(0, 6);
  assertEquals(
    [...sbcQuantities(key(1), posterior, truth, parameters).values],
    [...sbcRanks(key(1), posterior, truth).values],
  );
});

Deno.test("sbcQuantities() ranks NaN lowest, as at an atom, and breaks ties at random", () => {
  const names = ["a"];
  const values = Float64Array.from({ length: 360 }, (_, k) => 1 + k % 2);
  const posterior = { names, datasets: 40, count: 9, values };
  const truth = { names, count: 40, values: new Float64Array(40) };
  const lowest = quantity<string>("log", ({ a }) => a === 0 ? NaN : 1);
  assert(sbcQuantities(key(1), posterior, truth, [lowest]).values.every((rank) => rank === 0));
  const tied = quantity<string>("tied", ({ a }, i) => i === 0 ? a : NaN);
  assert(new Set(sbcQuantities(key(1), posterior, truth, [tied]).values).size > 5);
});

Deno.test("sbcQuantities() refuses quantities that never vary: their ranks would be chance alone", () => {
  const { truth, posterior } = gaussianPosterior(key(6), { misfit: "exact", datasets: 9 });
  const [count, datasets] = [posterior.count, posterior.datasets];
  for (const value of [NaN, 0, -Infinity]) {
    const logDensity = {
      draws: new Float64Array(count * datasets).fill(value),
      truth: new Float64Array(datasets).fill(value),
    };
    assertThrows(
      () => sbcQuantities(key(1), posterior, truth, [knownQuantity("log q", logDensity)]),
      RangeError,
      "each must vary among draws and truth of some observation: log q never does",
    );
  }
});

Deno.test("sbcQuantities() copes with draws on a line or an atom", () => {
  const names = ["a", "b", "c"];
  const row = (i: number) => [i % 7, 2 * (i % 7), i === 19 ? 14 : 15];
  const draws = Float64Array.from(Array.from({ length: 20 }, (_, i) => row(i)).flat());
  const posterior = { names, datasets: 2, count: 10, values: draws };
  const truth = { names, count: 2, values: Float64Array.of(...row(1), ...row(2)) };
  assert(sbcQuantities(key(1), posterior, truth).values.every(Number.isInteger));
});

Deno.test("sbcQuantities() refuses a quantity with too few values", () => {
  const { truth, posterior } = gaussianPosterior(key(6), {
    misfit: "exact",
    datasets: 2,
    count: 3,
  });
  assertThrows(
    () =>
      sbcQuantities(key(1), posterior, truth, [{
        name: "sum",
        evaluate: () => new Float64Array(1),
      }]),
    RangeError,
    "Cannot rank test quantities as sum must have 4 values: it has 1",
  );
  assertThrows(
    () => knownQuantity("log q", { draws: new Float64Array(5), truth: new Float64Array(2) }),
    RangeError,
    "Cannot make test quantity as draws.length / truth.length must be an integer >= 1",
  );
});
