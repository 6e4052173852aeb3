/**
 * The cost of exact likelihoods: deno bench bench/lif_likelihood_bench.ts
 *
 * An iteration evaluates 40 thetas about the posterior mean of one recording: divide by 40. Least
 * times at exact posterior draws, on one core of a busy 2-core machine, a likelihood: 0.19 ms with
 * 11 spikes, 0.36 ms with 6, 0.9 ms for a neuron that stays silent right below its threshold.
 *
 * @module
 */
import { key, normals } from "../lib/core/random.ts";
import { lifLogLikelihood } from "../lib/models/lif/likelihood/lif_likelihood.ts";
import { simConfig } from "../lib/models/lif/simulator/lif.ts";
import { referenceRecording, referenceValues, thetaOf } from "../tests/posterior/fixture.ts";

const THETAS = 40;
const [means, sds] = [referenceValues("posterior.mean"), referenceValues("posterior.sd")];
const config = simConfig();

for (const [index, label] of [[0, "11 spikes"], [3, "6 spikes"], [11, "silent"]] as const) {
  const observation = referenceRecording(index);
  const z = normals(key(index), THETAS * 6);
  const rows = Array.from(
    { length: THETAS },
    (_, i) =>
      Array.from({ length: 6 }, (_, j) => {
        const [mean, sd] = [means[index * 6 + j], sds[index * 6 + j]];
        return mean + 0.3 * sd * z[i * 6 + j];
      }),
  );
  const theta = thetaOf(...rows);
  Deno.bench(`40 likelihoods, ${label}`, () => {
    lifLogLikelihood(theta, observation, config);
  });
}
