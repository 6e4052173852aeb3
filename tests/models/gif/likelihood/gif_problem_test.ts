import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { column } from "../../../../lib/core/draws.ts";
import { key } from "../../../../lib/core/random.ts";
import { logSumExp } from "../../../../lib/core/special.ts";
import { mean, sd } from "../../../../lib/core/stats.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifProblem } from "../../../../lib/models/gif/likelihood/gif_problem.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif, type GifFields } from "../../../../lib/models/gif/simulator/gif.ts";
import { exactPosterior } from "../../../../lib/posterior/exact_posterior.ts";

const DIM = GIF_PARAMETERS.length;
const prior = gifPrior();

Deno.test("gifProblem() has the posterior of draws from the prior weighted by their likelihood", () => {
  // 60 ms recorded with a large error: the prior is a proposal good enough.
  const config = gifConfig({ T: 60, error_sd: 20, error_tau: 2 });
  const { observations } = simulateJoint(key(4), { prior, simulator: gif(config) }, 1);
  assert(observations.values.spikes.includes(1));
  const posterior = exactPosterior<typeof GIF_PARAMETERS[number], GifFields>(
    prior,
    (one) => gifProblem(one, config),
  );
  const { draws, logEvidence, problems } = posterior.infer(key(2), observations, 2000);
  assertEquals(problems, []);
  const theta = prior.sample(key(3), 60_000);
  const logLikelihood = gifProblem(observations, config).target.logLikelihood(
    prior.toNormal(theta),
  );
  const expected = logSumExp(logLikelihood) - Math.log(theta.count);
  const weights = logLikelihood.map((l) => Math.exp(l - expected) / theta.count);
  const effective = 1 / weights.reduce((sum, w) => sum + w * w, 0);
  assert(effective > 300, `${effective}`);
  assertAlmostEquals(logEvidence, expected, 4 / Math.sqrt(effective));
  for (const name of GIF_PARAMETERS) {
    const own = column(draws, name);
    const weighted = column(theta, name).reduce((sum, value, i) => sum + weights[i] * value, 0);
    // Of 2,000 draws resampled from about 5,000 effective ones.
    const error = sd(own) * Math.sqrt(1 / 1400 + 1 / effective);
    assertAlmostEquals(mean(own), weighted, 4 * error, name);
  }
});

Deno.test("gifProblem() has one posterior in both of its coordinates", () => {
  const config = gifConfig({ T: 300 });
  const { z, observations } = simulateJoint(key(5), { prior, simulator: gif(config) }, 1);
  const { target, sampling, theta } = gifProblem(observations, config);
  assert(sampling);
  const points = Float64Array.of(...z, ...z.map((value) => value + 0.01));
  const logDensity = ({ prior, logLikelihood }: typeof target) => {
    const own = logLikelihood(points);
    return prior.logDensity(points).map((value, i) => value + own[i]);
  };
  const [one, other] = [logDensity(target), logDensity(sampling.target)];
  one.forEach((value, i) => assertAlmostEquals(value, other[i], 1e-8));
  assertEquals(sampling.theta(sampling.from(points)), theta(points));
  assertEquals(theta(points).values.length, 2 * DIM);
});
