import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import { key } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { normal } from "../../lib/distributions/normal.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { npe } from "../../lib/flows/npe.ts";
import { adapter, networkInputs } from "../../lib/model/adapter.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { vector, type VectorField } from "../../lib/model/field.ts";
import { featuresOf, type Guide } from "../../lib/model/guide.ts";
import { model } from "../../lib/model/model.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { summarise } from "../../lib/model/summary_variables.ts";
import { normalTransform, type Transform } from "../../lib/model/transform.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { amortizedPosterior } from "../../lib/posterior/amortized_posterior.ts";

await startBackend();

/** Two means, of which each is seen with noise of its own: the posterior is known. */
const NOISE = [0.5, 0.1];
const means = model({
  name: "means",
  prior: chain({ a: normal({ mean: 3, sd: 2 }), b: normal({ mean: 0, sd: 1 }) }),
  observables: { x: vector(["a", "b"]) },
  simulate: (rng, { a, b }) => ({
    x: [a + 2 * NOISE[0] * rng.normal(), b + NOISE[1] * rng.normal()],
  }),
});
type Fields = { readonly x: VectorField };

/** The exact posterior of z: independent, with mean z_x / (1 + noise²). */
const exact: Guide<Fields> = {
  names: ["mean of a", "mean of b", "whatever"],
  of({ values: { x } }, row) {
    const z = [(x[2 * row] - 3) / 2, x[2 * row + 1]];
    const mean = z.map((value, j) => value / (1 + NOISE[j] ** 2));
    const sd = NOISE.map((noise) => noise / Math.hypot(1, noise));
    return {
      features: [...mean, z[0] * z[1]],
      transform: () => ({
        domain: "normal",
        forward({ z }, out) {
          for (let j = 0; j < 2; j++) out[j] = (z[j] - mean[j]) / sd[j];
          return -Math.log(sd[0] * sd[1]);
        },
        inverse(c, { z }) {
          for (let j = 0; j < 2; j++) z[j] = mean[j] + sd[j] * c[j];
        },
      }),
    };
  },
};

/** The same guide, its features in another order. */
const turned: Guide<Fields> = {
  names: [...exact.names].reverse(),
  of(observations, row) {
    const { features, transform } = exact.of(observations, row);
    return { features: Array.from(features).reverse(), transform };
  },
};

const { simulator, prior } = means;
const data = simulateJoint(key(1), means, 50);
const parts = { prior, fields: simulator.fields };
const adapterOf = (guide: Guide<Fields>) =>
  adapter({
    ...parts,
    guide,
    standardisation: fitStandardisation(featuresOf(guide), data.observations),
  });

/** The posterior of an untrained flow, which is N(0, I) in the guide's coordinates. */
function untrained(guide: Guide<Fields>) {
  const adapted = adapterOf(guide);
  const network = npe(key(2), { dim: 2, summaryShape: adapted.summaryShape }, {
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 4, widths: [8] }),
    estimator: couplingFlow({
      depth: 2,
      family: rationalQuadraticSpline({ bins: 4, bound: 5 }),
      widths: [8],
    }),
  });
  return { ...amortizedPosterior(network, adapted), [Symbol.dispose]: network[Symbol.dispose] };
}

Deno.test("featuresOf() are what a network is fed with", () => {
  const { summaryVariables } = adapterOf(exact).prepare(data.observations);
  const rows = summarise(featuresOf(exact), data.observations);
  const { mean, sd } = fitStandardisation(featuresOf(exact), data.observations);
  rows.forEach((value, i) =>
    assertAlmostEquals(summaryVariables[i], (value - mean[i % 3]) / sd[i % 3], 1e-6)
  );
  assertEquals(networkInputs({ guide: exact }).names, exact.names);
});

Deno.test("a guide's features in another order change no coordinate and no density", async () => {
  const [one, other] = [exact, turned].map((guide) => adapterOf(guide).adapt(data));
  assertEquals(other.inferenceVariables, one.inferenceVariables);
  for (let row = 0; row < 50; row++) {
    const cut = (values: Float32Array) => [...values.subarray(3 * row, 3 * row + 3)];
    assertEquals(cut(other.summaryVariables), cut(one.summaryVariables).reverse());
  }
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

Deno.test("adapter() makes each observation's guide once, and its transform when it is asked for", () => {
  let made = 0, transforms = 0;
  const counting: Guide<Fields> = {
    names: exact.names,
    of(observations, row) {
      made++;
      const own = exact.of(observations, row);
      return {
        ...own,
        transform: () => {
          transforms++;
          return own.transform();
        },
      };
    },
  };
  const { prepare, adapt } = adapterOf(counting);
  made = 0;
  prepare(data.observations);
  assertEquals([made, transforms], [50, 0]);
  adapt(data);
  assertEquals([made, transforms], [100, 50]);
});

Deno.test("adapter() puts a guide's features before the summaries", () => {
  const summaries = {
    shape: [2],
    names: ["a", "b"],
    write: (
      { values: { x } }: typeof data.observations,
      row: number,
      out: Float32Array,
      at: number,
    ) => out.set(x.subarray(2 * row, 2 * row + 2), at),
  };
  const inputs = networkInputs({ guide: exact, summaries });
  const standardisation = fitStandardisation(inputs, data.observations);
  const both = adapter({ ...parts, guide: exact, summaries, standardisation });
  assertEquals(both.summaryShape, [5]);
  const { summaryVariables } = both.prepare(data.observations);
  const rows = summarise(inputs, data.observations);
  const { mean, sd } = standardisation;
  rows.forEach((value, i) =>
    assertAlmostEquals(summaryVariables[i], (value - mean[i % 5]) / sd[i % 5], 1e-6)
  );
});

Deno.test("adapter() refuses what makes none", () => {
  const standardisation = fitStandardisation(featuresOf(exact), data.observations);
  assertThrows(
    () => adapter({ ...parts, standardisation }),
    TypeError,
    "Cannot feed network as there must be summaries, a guide, or both: neither is given",
  );
  assertThrows(
    () => adapter({ ...parts, guide: exact, transform: normalTransform, standardisation }),
    TypeError,
    "Cannot make adapter as there must be a transform or a guide, which has its own: both are given",
  );
  const short = { ...standardisation, mean: standardisation.mean.subarray(1) };
  assertThrows(
    () => adapter({ ...parts, guide: exact, standardisation: short }),
    RangeError,
    "Cannot make adapter as standardisation.mean must have 3 values: it has 2",
  );
  const silent: Guide<Fields> = {
    ...exact,
    of: () => ({ features: [1], transform: () => normalTransform }),
  };
  assertThrows(
    () => adapter({ ...parts, guide: silent, standardisation }).prepare(data.observations),
    RangeError,
    "Cannot guide as there must be one feature for each of 3 names: observation 0 has 1",
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
  using network = npe(key(2), { dim: 2, summaryShape: adapted.summaryShape }, {
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 4, widths: [8] }),
    estimator: couplingFlow({
      depth: 2,
      family: rationalQuadraticSpline({ bins: 4, bound: 5 }),
      widths: [8],
    }),
  });
  const posterior = amortizedPosterior(network, adapted);
  assertEquals(posterior.logProbNormal, undefined);
  const { observations } = simulateJoint(key(4), means, 1);
  await assertRejects(
    () => posterior.propose(key(5), observations, 10),
    RangeError,
    "Cannot propose draws as none may leave the prior's support: those of this posterior can",
  );
});
