import { assert, assertAlmostEquals } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { quantiles } from "../../../../lib/core/stats.ts";
import { rowOf } from "../../../../lib/model/batch.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifLikelihood } from "../../../../lib/models/gif/likelihood/gif_likelihood.ts";
import { gifMode, gifPosteriorExpand } from "../../../../lib/models/gif/likelihood/gif_mode.ts";
import { gifTrace } from "../../../../lib/models/gif/likelihood/gif_trace.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif } from "../../../../lib/models/gif/simulator/gif.ts";
import { blankExpansion } from "../../../../lib/posterior/laplace.ts";

const DIM = GIF_PARAMETERS.length;
const config = gifConfig();
const prior = gifPrior();
const COUNT = 40;
const { z, observations } = simulateJoint(key(2), { prior, simulator: gif(config) }, COUNT);

Deno.test("gifPosteriorExpand() has the gradient of prior × likelihood in z", () => {
  for (const i of [0, 1]) {
    const row = rowOf(observations, i);
    const evaluate = gifLikelihood(gifTrace(row, config), config);
    const logDensity = (z: Float64Array) =>
      evaluate(prior.fromNormal(z).values) - 0.5 * z.reduce((sum, value) => sum + value * value, 0);
    const at = z.slice(i * DIM, (i + 1) * DIM), out = blankExpansion(DIM);
    gifPosteriorExpand(config)(row)(at, out);
    assertAlmostEquals(out.value, logDensity(at), 1e-8);
    for (let j = 0; j < DIM; j++) {
      const h = 1e-5;
      const slope = (logDensity(at.with(j, at[j] + h)) - logDensity(at.with(j, at[j] - h))) /
        (2 * h);
      assertAlmostEquals(out.gradient[j], slope, 1e-4 * (1 + Math.abs(slope)), GIF_PARAMETERS[j]);
    }
  }
});

Deno.test("gifMode() finds the mode of every recording, and the truth is where its width says", () => {
  const squares: number[] = [];
  for (let i = 0; i < COUNT; i++) {
    let sum = 0;
    const row = rowOf(observations, i);
    const { mode, factor, converged } = gifMode(config)(row);
    assert(converged, `recording ${i}`);
    const out = blankExpansion(DIM);
    gifPosteriorExpand(config)(row)(mode, out);
    for (let j = 0; j < DIM; j++) {
      // At the mode the gradient is small against the width: a step of less than 0.01 sd.
      assert(Math.abs(out.gradient[j]) < 0.01 * Math.sqrt(out.information[j * (DIM + 1)]) + 1e-3);
      let c = 0;
      for (let l = j; l < DIM; l++) c += factor[l * DIM + j] * (z[i * DIM + l] - mode[l]);
      sum += c * c;
    }
    squares.push(sum / DIM);
  }
  // Of posteriors that were normal the median would be 0.95, with an error of 0.08; with few spikes
  // some are skewed.
  const [median] = quantiles(squares, [0.5]);
  assert(median > 0.75 && median < 1.45, `${median}`);
});
