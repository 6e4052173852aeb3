import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { logSumExp } from "../../../lib/core/special.ts";
import { fold, key } from "../../../lib/core/random.ts";
import { row } from "../../../lib/core/draws.ts";
import { rowOf } from "../../../lib/model/batch.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { leaky, leakyProblem } from "../../../lib/models/choice/leaky.ts";
import { gifConfig } from "../../../lib/models/gif/config.ts";
import { gifPosteriorExpand } from "../../../lib/models/gif/likelihood/gif_mode.ts";
import { gifProblem } from "../../../lib/models/gif/likelihood/gif_problem.ts";
import { GIF_PARAMETERS } from "../../../lib/models/gif/parameters.ts";
import { gifPrior, leakyPrior } from "../../../lib/models/gif/prior/gif.ts";
import { exactPosterior } from "../../../lib/posterior/exact_posterior.ts";
import { jointDensity } from "../../../lib/posterior/target.ts";

const config = gifConfig({ T: 100 });
const prior = leakyPrior();
const made = simulateJoint(key(3), { prior, simulator: leaky(config) }, 1);

Deno.test("leaky() is the generalised neuron of which no spike leaves a trace", () => {
  const { names } = gifPrior();
  const theta = row(prior.sample(key(1), 1), 0);
  // Steps that are 50 sd below their median.
  const z = Float64Array.from(GIF_PARAMETERS, (name) => /^[bc]_/.test(name) ? -50 : 0);
  const values = gifPrior().fromNormal(z).values.slice();
  for (const [name, value] of Object.entries(theta)) {
    values[names.indexOf(name as typeof names[number])] = value;
  }
  const full = gifProblem(made.observations, config).target;
  const points = gifPrior().toNormal({ names, count: 1, values });
  const own = {
    names: prior.names,
    count: 1,
    values: Float64Array.from(prior.names, (n) => theta[n]),
  };
  const [exact] = leakyProblem(made.observations, config).target.logLikelihood(
    prior.toNormal(own),
  );
  assertAlmostEquals(full.logLikelihood(points)[0], exact, 1e-6 * Math.abs(exact));
});

Deno.test("leakyProblem() proposes about the mode: the draws' weights are even", () => {
  const { sampling } = leakyProblem(made.observations, config);
  assert(sampling);
  const { target } = sampling;
  const points = target.prior.sample(key(4), 2000);
  const { logLikelihood } = jointDensity(target, points);
  const weights = logLikelihood.map((l) => Math.exp(l - Math.max(...logLikelihood)));
  const [sum, squares] = weights.reduce(([a, b], w) => [a + w, b + w * w], [0, 0]);
  assert(sum * sum / squares > 600, `effective draws ${sum * sum / squares}`);
});

Deno.test("exactPosterior() of a leaky neuron has the evidence of its prior's draws", () => {
  const short = gifConfig({ T: 20, error_sd: 20 });
  const { observations } = simulateJoint(key(5), { prior, simulator: leaky(short) }, 1);
  const problem = (of: typeof observations) => leakyProblem(of, short);
  const { logEvidence, problems } = exactPosterior(prior, problem).infer(key(6), observations, 100);
  assertEquals(problems, []);
  const { target } = problem(observations);
  const draws = 20_000, points = target.prior.sample(fold(key(7), "prior"), draws);
  const brute = logSumExp(target.logLikelihood(points)) - Math.log(draws);
  assertAlmostEquals(logEvidence, brute, 0.1);
});

Deno.test("gifPosteriorExpand() has a leaky neuron's slope, by differences of its own density", () => {
  // What the leaky neuron's expansion is made of: where the steps are nothing.
  const z = Float64Array.from(GIF_PARAMETERS, (name) => /^[bc]_/.test(name) ? -50 : 0.2);
  const expand = gifPosteriorExpand(config)(rowOf(made.observations, 0));
  const blank = () => ({
    value: NaN,
    gradient: new Float64Array(12),
    information: new Float64Array(144),
  });
  const here = blank();
  expand(z, here);
  for (const name of prior.names) {
    const at = GIF_PARAMETERS.indexOf(name), h = 1e-4;
    const [up, down] = [h, -h].map((step) => {
      const moved = z.slice(), out = blank();
      moved[at] += step;
      expand(moved, out);
      return out.value;
    });
    const slope = (up - down) / (2 * h);
    assertAlmostEquals(here.gradient[at], slope, 1e-3 * (1 + Math.abs(slope)), name);
  }
});
