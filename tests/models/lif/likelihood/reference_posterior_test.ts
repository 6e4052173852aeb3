import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { simulate, simulateJoint } from "../../../../lib/model/dataset.ts";
import { inOrder } from "../../../../lib/core/columns.ts";
import { column, dataset } from "../../../../lib/core/draws.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { fold, key } from "../../../../lib/core/random.ts";
import { lifLogLikelihood } from "../../../../lib/models/lif/likelihood/lif_likelihood.ts";
import { referencePosterior } from "../../../../lib/models/lif/likelihood/reference_posterior.ts";
import { lif, LIF_PARAMETERS } from "../../../../lib/models/lif/simulator/lif.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { logSumExp } from "../../../../lib/core/special.ts";
import { mean, sd } from "../../../../lib/core/stats.ts";
import { referenceRecording, referenceValues, thetaOf } from "../../../posterior/fixture.ts";

const prior = lifPrior();
const short = { T: 4 };
const posterior = referencePosterior(prior, short);

Deno.test("referencePosterior() finds the evidence and the moments of an independent program", () => {
  const index = 4; // 12 spikes
  const answer = referencePosterior(prior).infer(key(1), referenceRecording(index), 1000);
  assertEquals(answer.problems, []);
  assertAlmostEquals(answer.logEvidence, referenceValues("log_evidence")[index], 0.05);
  LIF_PARAMETERS.forEach((name, j) => {
    const draws = column(answer.draws, name);
    const [m, s] = ["mean", "sd"].map((what) =>
      referenceValues(`posterior.${what}`)[index * 6 + j]
    );
    assertAlmostEquals(mean(draws), m, 0.2 * s, name);
    assertAlmostEquals(sd(draws) / s, 1, 0.15, name);
  });
});

Deno.test("referencePosterior() agrees with draws from the prior weighted by their likelihood", () => {
  const brief = { T: 16, obs_noise_std: 8 };
  const one = simulate(key(2), lif(brief), thetaOf([-57, 8, 7, -74, -71.5, -70]));
  assert(one.values.spikes.includes(1));
  const theta = prior.sample(key(3), 20_000);
  const logLikelihood = lifLogLikelihood(theta, one, brief);
  const logEvidence = logSumExp(logLikelihood) - Math.log(theta.count);
  const weights = logLikelihood.map((l) => Math.exp(l - logEvidence) / theta.count);
  const effectiveSize = 1 / weights.reduce((sum, w) => sum + w * w, 0);

  assert(effectiveSize > 60);
  const answer = referencePosterior(prior, brief).infer(key(4), one, 2000);
  assertAlmostEquals(answer.logEvidence, logEvidence, 4 / Math.sqrt(effectiveSize));
  for (const name of LIF_PARAMETERS) {
    const draws = column(answer.draws, name);
    const expected = column(theta, name).reduce((sum, value, i) => sum + weights[i] * value, 0);
    assertAlmostEquals(mean(draws), expected, 4 * sd(draws) / Math.sqrt(effectiveSize), name);
  }
});

Deno.test("referencePosterior() returns the prior where the recording is uninformative", () => {
  const silent = { T: 0.4, dt: 0.2, obs_noise_std: 1e4, v_clip: 200 };
  const one = simulate(key(5), lif(silent), thetaOf([-54, 9, 8, -74, -72, -70]));
  const { draws, problems } = referencePosterior(prior, silent).infer(key(6), one, 2000);
  assertEquals(problems, []);
  const expected = prior.sample(key(7), 20_000);
  for (const name of LIF_PARAMETERS) {
    const [m, s] = [mean(column(expected, name)), sd(column(expected, name))];
    assertAlmostEquals(mean(column(draws, name)), m, 0.12 * s, name);
    assertAlmostEquals(sd(column(draws, name)), s, 0.1 * s, name);
  }
  const atom = column(draws, "g_L").filter((g) => g === 15).length / 2000;
  assertAlmostEquals(atom, 0.0213, 0.012); // a point mass, as in the prior
});

Deno.test("referencePosterior() draws for each recording by its own key", async () => {
  const { observations } = simulateJoint(key(8), { prior, simulator: lif(short) }, 2);
  const both = await posterior.sample(key(9), observations, 100);
  assertEquals([both.datasets, both.count], [2, 100]);
  const second = posterior.infer(fold(key(9), 1), observation(observations, 1), 100);
  assertEquals(dataset(both, 1).values, second.draws.values);
});

Deno.test("referencePosterior() gives a density that is prior × likelihood / evidence", async () => {
  const one = simulate(key(10), lif(short), thetaOf([-54, 9, 8, -74, -72, -70]));
  const rows = [
    [-54, 9, 8, -74, -72, -70],
    [-55, 10, 9, -73, -71, -69],
    [-54, 9, 15, -74, -72, -70], // at an atom
    [-54, 9, 8, -70, -72, -70], // off the support
  ];
  const theta = thetaOf(...rows);
  const logProb = await posterior.logProb({ ...theta, datasets: 1 }, one);
  const logPrior = prior.logProb(theta);
  const { logEvidence } = posterior.infer(key(11), one, 100);
  const logLikelihood = lifLogLikelihood(theta, one, short);
  for (const i of [0, 1]) {
    assertAlmostEquals(logProb[i], logPrior[i] + logLikelihood[i] - logEvidence, 0.06);
  }
  assertEquals([...logProb.subarray(2)], [NaN, -Infinity]);
});

Deno.test("referencePosterior() matches columns by name, and a row off the support by −∞", async () => {
  const one = simulate(key(10), lif(short), thetaOf([-54, 9, 8, -74, -72, -70]));
  const inside = [-54, 9, 8, -74, -72, -70];
  const theta = thetaOf(inside, inside.with(0, -60.0001), inside.with(1, 0.1), inside);
  const draws = { ...theta, datasets: 1 };
  const logProb = await posterior.logProb(draws, one);
  assert(Number.isFinite(logProb[0]));
  assertEquals([...logProb.subarray(1)], [-Infinity, -Infinity, logProb[0]]);
  const turned = inOrder("turn", draws, [...LIF_PARAMETERS].reverse());
  assertEquals(await posterior.logProb(turned, one), logProb);
  const doubled = { ...draws, names: LIF_PARAMETERS.with(1, "V_th") };
  await assertRejects(() => posterior.logProb(doubled, one), RangeError, '"V_th" is there twice');
  const broken = { ...draws, values: draws.values.with(6, NaN) };
  await assertRejects(
    () => posterior.logProb(broken, one),
    RangeError,
    "V_th of draw 1 must be finite",
  );
});

Deno.test("referencePosterior() finds the few theta that make the spikes of a known current", () => {
  const long = { T: 100 };
  const current = Float64Array.from({ length: 500 }, (_, k) => 260 + 100 * Math.sin(k / 40));
  const truth = thetaOf([-54, 9, 8, -74, -72, -70]);
  const simulator = lif(long, current);
  const one = simulate(key(12), simulator, truth);
  const count = one.values.spikes.reduce((sum, spike) => sum + spike);
  assert(count >= 5, `${count} spikes`);
  const known = referencePosterior(prior, long, { stimulus: current });
  const { draws, problems } = known.infer(key(13), one, 500);
  assertEquals(problems, []);
  const { spikes } = simulate(key(14), simulator, draws).values;
  assert(spikes.every((spike, at) => spike === one.values.spikes[at % 500]));
  LIF_PARAMETERS.forEach((name, j) => {
    const own = column(draws, name);
    assertAlmostEquals(truth.values[j], mean(own), 4 * sd(own), name);
  });
});

Deno.test("referencePosterior() reports it where no theta of the prior explains the recording", async () => {
  const one = simulate(key(15), lif(short), thetaOf([-54, 9, 8, -74, -72, -70]));
  const spikes = new Float32Array(20).fill(1);
  const impossible = { ...one, values: { ...one.values, spikes } };
  const { problems, draws } = posterior.infer(key(16), impossible, 10);
  assertEquals(problems, ["the likelihood is 0 at all of 400 draws from the prior"]);
  assert(draws.values.every(Number.isNaN));
  await assertRejects(
    () => posterior.sample(key(16), impossible, 10),
    Error,
    "Cannot find exact posterior of recording 0: the likelihood is 0",
  );
});

Deno.test("referencePosterior() refuses draws for other recordings, and other experiments", async () => {
  const one = simulate(key(17), lif(short), thetaOf([-54, 9, 8, -74, -72, -70]));
  const row = [-54, 9, 8, -74, -72, -70];
  const theta = { ...thetaOf(row, row), datasets: 2, count: 1 };
  await assertRejects(() => posterior.logProb(theta, one), RangeError, "theta.datasets must be 1");
  assertThrows(
    () => referencePosterior(prior).infer(key(18), one, 10),
    RangeError,
    "must be a series of 1000 samples, 0.2 ms apart: it is a series of 20 samples",
  );
});
