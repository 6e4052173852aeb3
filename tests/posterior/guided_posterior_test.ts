import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import { key } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { adapter } from "../../lib/model/adapter.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { featuresOf, type Guide } from "../../lib/model/guide.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import type { Transform } from "../../lib/model/transform.ts";
import { amortizedPosterior } from "../../lib/posterior/amortized_posterior.ts";
import {
  type ConjugateFields,
  exact,
  means,
  NOISE,
  turned,
  untrainedNetwork,
} from "../model/conjugate.ts";

await startBackend();

const { simulator, prior } = means;
const data = simulateJoint(key(1), means, 50);
const parts = { prior, fields: simulator.fields };

/** The posterior of an untrained flow, which is N(0, I) in the guide's coordinates. */
function untrained(guide: Guide<ConjugateFields>) {
  const standardisation = fitStandardisation(featuresOf(guide), data.observations);
  const adapted = adapter({ ...parts, guide, standardisation });
  const network = untrainedNetwork(adapted.summaryShape);
  return { ...amortizedPosterior(network, adapted), [Symbol.dispose]: network[Symbol.dispose] };
}

Deno.test("amortizedPosterior() with an exact guide is exact before it is trained", async () => {
  using posterior = untrained(exact);
  const logProb = await posterior.logProb(
    { ...data.theta, datasets: 50, count: 1 },
    data.observations,
  );
  const { x } = data.observations.values;
  for (let row = 0; row < 50; row++) {
    // In the units of theta: a is 3 + 2 z.
    const expected = [3, 0].reduce((sum, mean, j) => {
      const scale = j === 0 ? 2 : 1, noise = NOISE[j];
      const z = (x[2 * row + j] - mean) / scale / (1 + noise ** 2);
      const sd = scale * noise / Math.hypot(1, noise);
      const value = data.theta.values[2 * row + j];
      return sum + normalLogDensity((value - mean - scale * z) / sd) - Math.log(sd);
    }, 0);
    assertAlmostEquals(logProb[row], expected, 1e-3);
  }
  const ofZ = await posterior.logProbNormal!(
    data.z,
    { ...data.theta, datasets: 50, count: 1 },
    data.observations,
  );
  ofZ.forEach((value, row) => assertAlmostEquals(value, logProb[row] + Math.log(2), 1e-3));
});

Deno.test("propose() gives draws in z and their densities there", async () => {
  using posterior = untrained(exact);
  const { observations } = simulateJoint(key(4), means, 1);
  const { points, logDensity } = await posterior.propose(key(5), observations, 200);
  const theta = { ...prior.fromNormal(points), datasets: 1 };
  const again = await posterior.logProbNormal!(points, theta, observations);
  again.forEach((value, i) => assertAlmostEquals(value, logDensity[i], 1e-4));
  await assertRejects(
    () => posterior.propose(key(5), data.observations, 10),
    RangeError,
    "observation.count must be 1: current value is 50",
  );
});

Deno.test("a guide's features in another order change no density and no draw", async () => {
  using first = untrained(exact);
  using second = untrained(turned);
  const truths = { ...data.theta, datasets: 50, count: 1 };
  assertEquals(
    await second.logProb(truths, data.observations),
    await first.logProb(truths, data.observations),
  );
  assertEquals(
    await second.sample(key(3), data.observations, 5),
    await first.sample(key(3), data.observations, 5),
  );
});

Deno.test("amortizedPosterior() in coordinates of all theta has no densities in z", async () => {
  const anywhere: Transform = {
    domain: "reals",
    forward({ theta }, out) {
      out.set(theta);
      return 0;
    },
    inverse: (c, { theta }) => theta.set(c),
  };
  const summaries = featuresOf(exact);
  const standardisation = fitStandardisation(summaries, data.observations);
  const adapted = adapter({ ...parts, summaries, transform: anywhere, standardisation });
  assert(!adapted.withinSupport);
  using network = untrainedNetwork(adapted.summaryShape);
  const posterior = amortizedPosterior(network, adapted);
  assertEquals(posterior.logProbNormal, undefined);
  const { observations } = simulateJoint(key(4), means, 1);
  await assertRejects(
    () => posterior.propose(key(5), observations, 10),
    RangeError,
    "Cannot propose draws as none may leave the prior's support: those of this posterior can",
  );
});
