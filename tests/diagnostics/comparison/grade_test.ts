import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { encodeDataset } from "../../../lib/model/dataset_file.ts";
import {
  finiteKl,
  grade,
  type ReferencePosteriors,
} from "../../../lib/diagnostics/comparison/grade.ts";
import { decodeReferencePosteriors } from "../../../lib/diagnostics/comparison/reference_posteriors.ts";
import { clipped } from "../../../lib/distributions/clipped.ts";
import { truncatedNormal } from "../../../lib/distributions/truncated_normal.ts";
import type { Posterior } from "../../../lib/posterior/posterior.ts";
import { chain } from "../../../lib/distributions/chain.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { fold, key, normals } from "../../../lib/core/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../lib/core/safetensors.ts";
import { lif } from "../../../lib/models/lif/simulator/lif.ts";
import { observationsOf, seriesBatch } from "../../../lib/model/batch.ts";
import { logNormalCdf, normalCdf, normalLogDensity } from "../../../lib/core/special.ts";
import { SPIKE_KINDS, spikeCounts } from "../../../lib/models/neuron/spikes.ts";
import type { SpikeFields } from "../../../lib/models/neuron/fields.ts";

type Name = "a";
const names = ["a"] as const;
const wide = truncatedNormal({ mean: 0, sd: 1, low: -30, high: 30 });
const prior = chain({ a: { unit: "mV", distribution: wide } });
const ROWS = 40, DRAWS = 500, SD = 0.4;

/** Row i has the exact posterior N(centre(i), SD²) and i spikes. */
const centre = (row: number) => Math.sin(row);
const noise = normals(fold(key(1), "draws"), ROWS * DRAWS);
const truthNoise = normals(fold(key(1), "truths"), ROWS);

function exactSet(): ReferencePosteriors<Name, SpikeFields> {
  const values = noise.map((z, i) => centre(Math.floor(i / DRAWS)) + SD * z);
  const spikes = new Float32Array(ROWS * 50);
  for (let row = 0; row < ROWS; row++) spikes.fill(1, row * 50, row * 50 + row);
  return {
    theta: { names, count: ROWS, values: truthNoise.map((z, i) => centre(i) + SD * z) },
    observations: seriesBatch({ spikes }, { count: ROWS, step: 1 }),
    logPosteriorTruth: truthNoise.map((z) => normalLogDensity(z) - Math.log(SD)),
    exact: {
      draws: { names, datasets: ROWS, count: DRAWS, values },
      logPosterior: noise.map((z) => normalLogDensity(z) - Math.log(SD)),
    },
  };
}

/** N(centre + shift, (SD · width)²), whatever the observation. */
function gaussian(shift: number, width: number): Posterior<Name, SpikeFields> {
  const sd = SD * width;
  return {
    names,
    sample: () => Promise.reject(new Error("not asked")),
    logProb: ({ values, datasets, count }) => {
      const density = (value: number, i: number) =>
        normalLogDensity((value - centre(Math.floor(i / count)) - shift) / sd) - Math.log(sd);
      assertEquals(values.length, datasets * count);
      return Promise.resolve(values.map(density));
    },
  };
}

Deno.test("grade() of the exact posterior is zero", async () => {
  const { kl, truthGap, nlpd, rows, atoms } = await grade(gaussian(0, 1), prior, exactSet());
  assertAlmostEquals(kl!.mean, 0, 1e-12);
  assertAlmostEquals(kl!.worst, 0, 1e-12);
  assertAlmostEquals(truthGap!.mean, 0, 1e-12);
  const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * SD ** 2);
  assertAlmostEquals(nlpd.mean, entropy, 4 * nlpd.se);
  assertEquals([rows, atoms], [ROWS, { truths: 0, draws: 0 }]);
});

Deno.test("grade() finds the KL of a shifted, a narrow and a wide posterior", async () => {
  for (const [shift, width] of [[0.3 * SD, 1], [0, 0.8], [0, 1.25], [0.1, 2]]) {
    const { kl, truthGap } = await grade(gaussian(shift, width), prior, exactSet());
    const expected = Math.log(width) + (1 + (shift / SD) ** 2) / (2 * width ** 2) - 0.5;
    assertAlmostEquals(kl!.mean, expected, 5 * kl!.se + 1e-12);
    assertAlmostEquals(truthGap!.mean, expected, 4 * truthGap!.se);
    assert(kl!.se < truthGap!.se, "the KL should have less noise than the gap of the truths");
    assert(kl!.worst > kl!.mean);
  }
});

Deno.test("grade() groups observations by their kinds", async () => {
  const { kl } = await grade(gaussian(0.1, 1), prior, exactSet(), { kinds: SPIKE_KINDS });
  assertEquals(kl!.byKind.map(({ label, rows }) => [label, rows]), [
    ["no spike", 1],
    ["1 to 4 spikes", 4],
    ["5 to 9 spikes", 5],
    ["10 to 19 spikes", 10],
    ["20 spikes or more", 20],
  ]);
  const total = kl!.byKind.reduce((sum, { rows, mean }) => sum + rows * mean, 0);
  assertAlmostEquals(total / ROWS, kl!.mean, 1e-12);
});

Deno.test("grade() reports how far the prior is", async () => {
  const { information } = await grade(gaussian(0, 1), prior, exactSet());
  // E over rows of KL(N(c, SD²) ‖ N(0, 1)), the mean of sin² being nearly 1/2.
  const squares = Array.from({ length: ROWS }, (_, i) => centre(i) ** 2);
  const mean = squares.reduce((a, b) => a + b, 0) / ROWS;
  assertAlmostEquals(information!.mean, -Math.log(SD) + (SD ** 2 + mean) / 2 - 0.5, 0.02);
});

/** The set with all below LOW moved there, as under a prior that is clipped. */
const LOW = -0.9;
const clip = (values: Float64Array) => values.map((value) => Math.max(LOW, value));
const atomic = chain({ a: { unit: "mV", distribution: clipped(wide, { low: LOW, high: 20 }) } });

const CLIPPED_ROWS = 8;

function clippedSet(): Required<ReferencePosteriors<Name, SpikeFields>> {
  const { theta, observations, exact } = exactSet();
  const logP = (values: Float64Array, count: number) =>
    values.map((value, i) => {
      const standard = (value - centre(Math.floor(i / count))) / SD;
      return value > LOW ? normalLogDensity(standard) - Math.log(SD) : logNormalCdf(standard);
    });
  const rows = [...Array(CLIPPED_ROWS).keys()];
  const values = clip(exact!.draws.values.subarray(0, CLIPPED_ROWS * DRAWS));
  const draws = { names, datasets: CLIPPED_ROWS, count: DRAWS, values };
  const truths = {
    names,
    count: CLIPPED_ROWS,
    values: clip(theta.values.subarray(0, CLIPPED_ROWS)),
  };
  truths.values[5] = LOW; // its posterior is around there
  return {
    theta: truths,
    observations: observationsOf(observations, rows),
    logPosteriorTruth: logP(truths.values, 1),
    exact: { draws, logPosterior: logP(draws.values, DRAWS) },
  };
}

/** What N(centre, SD²) has below LOW. */
const massOf = (row: number) => normalCdf((LOW - centre(row)) / SD);

/** N(centre, SD²) with `share` times its mass below LOW, and the rest above. */
function clippedGaussian(share: number): Posterior<Name, SpikeFields> {
  const rest = (row: number) => Math.log1p(-share * massOf(row)) - Math.log1p(-massOf(row));
  const logProb = (z: Float64Array, row: (i: number) => number) =>
    z.map((value, i) =>
      normalLogDensity((value - centre(row(i))) / SD) - Math.log(SD) +
      (value > LOW ? rest(row(i)) : Math.log(share))
    );
  return {
    ...gaussian(0, 1),
    logProb: ({ values, count }) =>
      Promise.resolve(
        logProb(values, (i) => Math.floor(i / count)).map((value, i) =>
          values[i] > LOW ? value : NaN
        ),
      ),
    // Of one observation, told by its spikes.
    logProbNormal: (z, _theta, observations) =>
      Promise.resolve(logProb(z, () => spikeCounts(observations)[0])),
  };
}

const onAtom = (values: Float64Array) => values.filter((value) => value === LOW).length;

Deno.test("grade() of the exact posterior is zero on the atoms of a prior, too", async () => {
  const graded = await grade(clippedGaussian(1), atomic, clippedSet());
  assertAlmostEquals(graded.kl!.mean, 0, 1e-4);
  assertAlmostEquals(graded.klOffAtoms!.mean, 0, 1e-12);
  assertAlmostEquals(graded.truthGap!.mean, 0, 1e-3);
  const { theta, exact } = clippedSet();
  assertEquals(graded.atoms, { truths: onAtom(theta.values), draws: onAtom(exact.draws.values) });
  assert(graded.atoms.truths > 0 && graded.atoms.draws > 300);
});

Deno.test("grade() finds the KL of a wrong mass on an atom", async () => {
  const set = clippedSet();
  const { kl, klOffAtoms } = await grade(clippedGaussian(0.5), atomic, set);
  const { values } = set.exact.draws;
  const expected = Array.from({ length: CLIPPED_ROWS }, (_, row) => {
    const mass = massOf(row);
    const found = onAtom(values.subarray(row * DRAWS, (row + 1) * DRAWS)) / DRAWS;
    return found * Math.log(2) + (1 - found) * Math.log((1 - mass) / (1 - mass / 2));
  });
  kl!.rows.forEach((gap, row) => assertAlmostEquals(gap, expected[row], 1e-4));
  assert(kl!.mean > 0.02);
  assert(klOffAtoms!.mean < 0, "what is left after the atoms is no KL");
});

Deno.test("grade() of a density that gives an atom no mass is infinite", async () => {
  const { kl, klOffAtoms } = await grade(gaussian(0, 1), atomic, clippedSet());
  assertEquals([kl!.mean, kl!.worst], [Infinity, Infinity]);
  assert(Number.isFinite(klOffAtoms!.mean));
  assertEquals(finiteKl({ kl: kl!, klOffAtoms: klOffAtoms! }), klOffAtoms);
  assertEquals(finiteKl({ kl: klOffAtoms!, klOffAtoms: kl! }), klOffAtoms);
});

Deno.test("grade() reports no kinds where it is given none", async () => {
  const { kl } = await grade(gaussian(0.1, 1), prior, exactSet());
  assertEquals(kl!.byKind, []);
});

Deno.test("grade() refuses truths off the prior's support", async () => {
  const set = exactSet();
  const values = set.theta.values.slice();
  values[3] = 31;
  const off: Posterior<Name, SpikeFields> = {
    ...gaussian(0, 1),
    logProb: ({ values }) => Promise.resolve(values.map((v) => v > 30 ? NaN : -1)),
  };
  await assertRejects(
    () => grade(off, prior, { ...set, theta: { ...set.theta, values } }),
    RangeError,
    "every truth must lie in the prior's support: number 3 does not",
  );
});

Deno.test("decodeReferencePosteriors() reads what is there, and refuses halves", () => {
  const model = { prior: lifPrior(), simulator: lif() };
  const bytes = encodeDataset(simulateJoint(key(2), model, 2), { seed: 2, configuration: {} });
  assertEquals(decodeReferencePosteriors(bytes, model).exact, undefined);
  const { tensors, metadata } = decodeSafetensors(bytes);
  const draws = { data: new Float32Array(2 * 3 * 6), shape: [2, 3, 6] };
  const refuse = (extra: typeof tensors, words: string) =>
    assertThrows(
      () =>
        decodeReferencePosteriors(
          encodeSafetensors({ tensors: { ...tensors, ...extra }, metadata }),
          model,
        ),
      Error,
      words,
    );
  refuse({ draws }, 'must have a tensor "logpost_draws"');
  const short = { data: new Float64Array(2), shape: [2, 1] };
  refuse({ draws, logpost_draws: short }, "must have the shape [2,3]: it has [2,1]");
  const broken = { data: Float64Array.of(0, NaN), shape: [2] };
  refuse({ logpost_truth: broken }, "logpost_truth[1] must be finite");
});
