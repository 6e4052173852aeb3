import { assert } from "@std/assert";
import { type Fields, type Model, observation, simulateJoint } from "../../lib/mod.ts";
import { fold, key } from "../../lib/core/random.ts";
import { sbc, sbcRanks } from "../../lib/diagnostics/calibration/sbc.ts";
import {
  type ExactPosterior,
  gaussianPosterior,
  gaussianSetPosterior,
  twoMoonsPosterior,
} from "./exact.ts";
import { EXAMPLES } from "./models.ts";

const [DATASETS, DRAWS] = [600, 99];

/** The least p-value of simulation-based calibration over the parameters, corrected for their number. */
function leastPValue<Name extends string, X extends Fields>(
  model: Model<Name, X>,
  exact: ExactPosterior<Name, X>,
): number {
  const { names } = model.prior;
  const { theta, observations } = simulateJoint(key(11), model, DATASETS);
  const values = new Float64Array(DATASETS * DRAWS * names.length);
  for (let i = 0; i < DATASETS; i++) {
    const draws = exact(fold(key(12), i), observation(observations, i), DRAWS);
    values.set(draws.values, i * DRAWS * names.length);
  }
  const posterior = { names, datasets: DATASETS, count: DRAWS, values };
  const { parameters } = sbc(sbcRanks(key(13), posterior, theta), { draws: DRAWS });
  return Math.min(...parameters.map(({ adjustedPValue }) => adjustedPValue));
}

/** The same posterior, with all of its parameters moved. */
function moved<Name extends string, X extends Fields>(
  exact: ExactPosterior<Name, X>,
  by: number,
): ExactPosterior<Name, X> {
  return (key, x, count) => {
    const draws = exact(key, x, count);
    return { ...draws, values: draws.values.map((value) => value + by) };
  };
}

Deno.test("twoMoonsPosterior() is calibrated, and moved it is not", () => {
  assert(leastPValue(EXAMPLES.twoMoons, twoMoonsPosterior) > 0.05);
  assert(leastPValue(EXAMPLES.twoMoons, moved(twoMoonsPosterior, 0.1)) < 0.001);
});

Deno.test("gaussianPosterior() is calibrated, and moved it is not", () => {
  const exact = gaussianPosterior(EXAMPLES.gaussian.prior.names);
  assert(leastPValue(EXAMPLES.gaussian, exact) > 0.05);
  assert(leastPValue(EXAMPLES.gaussian, moved(exact, 0.1)) < 0.001);
});

Deno.test("gaussianSetPosterior() is calibrated, and moved it is not", () => {
  assert(leastPValue(EXAMPLES.gaussianSet, gaussianSetPosterior) > 0.05);
  assert(leastPValue(EXAMPLES.gaussianSet, moved(gaussianSetPosterior, 0.1)) < 0.001);
});

Deno.test("twoMoonsPosterior() gives both moons, each draw on the ring that explains x", () => {
  const { observations } = simulateJoint(key(2), EXAMPLES.twoMoons, 5);
  let above = 0;
  for (let i = 0; i < 5; i++) {
    const [x, y] = observations.values.x.subarray(2 * i, 2 * i + 2);
    const { values } = twoMoonsPosterior(key(3), observation(observations, i), 400);
    for (let k = 0; k < 400; k++) {
      const [a, b] = values.subarray(2 * k, 2 * k + 2);
      const across = x - 0.25 + Math.abs(a + b) / Math.SQRT2;
      const radius = Math.hypot(across, y - (b - a) / Math.SQRT2);
      assert(across > -1e-6 && Math.abs(radius - 0.1) < 0.05);
      if (a + b > 0) above++;
    }
  }
  assert(Math.abs(above / 2000 - 0.5) < 0.15);
});
