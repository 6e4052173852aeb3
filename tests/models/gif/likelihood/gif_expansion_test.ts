import { assert, assertAlmostEquals } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { rowOf } from "../../../../lib/model/batch.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifExpand, gifExpansion } from "../../../../lib/models/gif/likelihood/gif_expansion.ts";
import { gifLikelihood } from "../../../../lib/models/gif/likelihood/gif_likelihood.ts";
import { gifTrace } from "../../../../lib/models/gif/likelihood/gif_trace.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif } from "../../../../lib/models/gif/simulator/gif.ts";

const DIM = GIF_PARAMETERS.length;
const config = gifConfig();
const { theta, observations } = simulateJoint(
  key(1),
  { prior: gifPrior(), simulator: gif(config) },
  6,
);

Deno.test("gifExpand() has the value of the likelihood, and its gradient by finite differences", () => {
  for (let i = 0; i < 6; i++) {
    const trace = gifTrace(rowOf(observations, i), config);
    const evaluate = gifLikelihood(trace, config), expand = gifExpand(trace, config);
    const out = gifExpansion();
    // The truth, and a theta away from it, where the gradient is large.
    const truth = theta.values.slice(i * DIM, (i + 1) * DIM);
    for (const at of [truth, truth.map((value) => 1.02 * value)]) {
      expand(at, out);
      assertAlmostEquals(out.value, evaluate(at), 1e-9 * Math.abs(out.value) + 1e-8);
      for (let j = 0; j < DIM; j++) {
        const h = 1e-5 * Math.abs(at[j]);
        const slope = (evaluate(at.with(j, at[j] + h)) - evaluate(at.with(j, at[j] - h))) / (2 * h);
        const size = Math.abs(slope) + Math.abs(out.value / at[j]) * 0.01;
        assertAlmostEquals(out.gradient[j], slope, 1e-5 * size, GIF_PARAMETERS[j]);
      }
    }
  }
});

Deno.test("gifExpand() has the curvature where voltage and threshold are linear", () => {
  const linear = [2, 3, 4, 5, 7, 9, 10]; // E_L, V_reset, b_fast, b_slow, V_T, c_fast, c_slow
  for (let i = 0; i < 6; i++) {
    const expand = gifExpand(gifTrace(rowOf(observations, i), config), config);
    const at = theta.values.slice(i * DIM, (i + 1) * DIM);
    const here = gifExpansion(), above = gifExpansion(), below = gifExpansion();
    expand(at, here);
    for (const j of linear) {
      const h = 1e-5 * Math.abs(at[j]);
      expand(at.with(j, at[j] + h), above);
      expand(at.with(j, at[j] - h), below);
      for (const l of linear.filter((l) => l <= j)) {
        const curvature = (below.gradient[l] - above.gradient[l]) / (2 * h);
        const own = here.information;
        const size = Math.sqrt(own[j * DIM + j] * own[l * DIM + l]);
        assertAlmostEquals(own[j * DIM + l], curvature, 1e-4 * size);
      }
    }
  }
});

Deno.test("gifExpand() is finite where the hazard is beyond all bounds", () => {
  const out = gifExpansion();
  const at = theta.values.slice(0, DIM).with(7, -300).with(8, 0.1);
  gifExpand(gifTrace(rowOf(observations, 0), config), config)(at, out);
  assert(Number.isFinite(out.value) && out.gradient.every(Number.isFinite));
  assert(out.information.every(Number.isFinite));
});
