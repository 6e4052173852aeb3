import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { rowOf } from "../../../../lib/model/batch.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { type GifConfig, gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifExpand, gifExpansion } from "../../../../lib/models/gif/likelihood/gif_expansion.ts";
import {
  gifExpansionPass,
  hasGifExpansionPass,
} from "../../../../lib/models/gif/likelihood/gif_expansion_pass.ts";
import { gifTrace } from "../../../../lib/models/gif/likelihood/gif_trace.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif } from "../../../../lib/models/gif/simulator/gif.ts";

const DIM = GIF_PARAMETERS.length;
const COUNT = 20;

function recorded(config: GifConfig) {
  const model = { prior: gifPrior(), simulator: gif(config) };
  const { theta, observations } = simulateJoint(key(1), model, COUNT);
  return Array.from({ length: COUNT }, (_, i) => ({
    theta: theta.values.slice(i * DIM, (i + 1) * DIM),
    trace: gifTrace(rowOf(observations, i), config),
  }));
}

/** Asserts that values agree to `digits` of the largest of them. */
function assertNear(actual: Float64Array, expected: Float64Array, digits: number): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  actual.forEach((value, i) =>
    assertAlmostEquals(value, expected[i], digits * largest, `value ${i}`)
  );
}

Deno.test("gifExpansionPass() agrees with gifExpand(), near the truth and far from it", () => {
  assert(hasGifExpansionPass);
  for (const config of [gifConfig(), gifConfig({ T: 100, dt: 0.1, tref: 3, white_sd: 1 })]) {
    const take = gifExpansionPass(config);
    const own = gifExpansion(), other = gifExpansion();
    for (const { theta, trace } of recorded(config)) {
      const expand = gifExpand(trace, config), pass = take(trace);
      const far = theta.map((value, j) => value * (1 + 0.1 * Math.sin(3 * j)));
      const wild = theta.with(7, theta[7] - 100).with(8, 0.2);
      for (const at of [theta, far, wild]) {
        expand(at, other);
        pass(at, own);
        assertAlmostEquals(own.value / other.value, 1, 1e-12);
        assertNear(own.gradient, other.gradient, 1e-11);
        const lower = (a: Float64Array) =>
          a.map((value, at) => at % DIM <= Math.floor(at / DIM) ? value : 0);
        assertNear(lower(own.information), lower(other.information), 1e-11);
      }
    }
  }
});

Deno.test("gifExpand() and gifExpansionPass() have the same gradient without the curvature", () => {
  const config = gifConfig({ T: 300 });
  const [{ theta, trace }] = recorded(config);
  for (const expand of [gifExpand(trace, config), gifExpansionPass(config)(trace)]) {
    const all = gifExpansion(), some = gifExpansion();
    expand(theta, all);
    expand(theta, some, false);
    assertEquals([some.value, some.gradient], [all.value, all.gradient]);
    assert(all.information[0] > 0 && some.information.every((value) => value === 0));
  }
});

Deno.test("gifExpansionPass() gives the same whatever was expanded before", () => {
  const config = gifConfig({ T: 300 });
  const take = gifExpansionPass(config);
  const [{ theta, trace }, other] = recorded(config);
  const first = gifExpansion(), again = gifExpansion();
  take(trace)(theta, first);
  take(other.trace)(other.theta, again);
  take(trace)(theta, again);
  assertEquals(again, first);
});
