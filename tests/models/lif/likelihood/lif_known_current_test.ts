import { assert, assertEquals } from "@std/assert";
import { simulate } from "../../../../lib/model/dataset.ts";
import { inOrder } from "../../../../lib/core/columns.ts";
import { key } from "../../../../lib/core/random.ts";
import { lifLikelihood } from "../../../../lib/models/lif/likelihood/lif_likelihood.ts";
import { lif, LIF_PARAMETERS } from "../../../../lib/models/lif/simulator/lif.ts";
import { thetaOf } from "../../../posterior/fixture.ts";

const theta = [-54, 9, 8, -74, -72, -70];
const config = { T: 100 };
const stimulus = new Float64Array(500).fill(260);
const one = simulate(key(1), lif(config, stimulus), thetaOf(theta));
const { logLikelihood, surrogate } = lifLikelihood(one, config, { stimulus });

Deno.test("lifKnownCurrent() guides by the likelihood where that is positive", () => {
  const near = thetaOf(theta, theta.with(3, -74.0001));
  assertEquals(surrogate?.(near), logLikelihood(near));
  assert(logLikelihood(near).every(Number.isFinite));
});

Deno.test("lifKnownCurrent() guides to theta that make the spikes", () => {
  const rows = [-54, -54.5, -55, -56, -57].map((V_th) => theta.with(0, V_th));
  const [own, ...far] = surrogate?.(thetaOf(...rows)) ?? [];
  assert(Number.isFinite(own));
  assert(far.every((value, i) => Number.isFinite(value) && value < [own, ...far][i]));
  assertEquals([...logLikelihood(thetaOf(...rows.slice(1)))], new Array(4).fill(-Infinity));
});

Deno.test("lifKnownCurrent() guides nowhere where no theta can have made the data", () => {
  const at = one.values.spikes.indexOf(1);
  for (const wrong of [at + 3, 499]) {
    const spikes = one.values.spikes.with(wrong, 1);
    const impossible = { ...one, values: { ...one.values, spikes } };
    const { surrogate } = lifLikelihood(impossible, config, { stimulus });
    assertEquals([...surrogate?.(thetaOf(theta)) ?? []], [-Infinity]);
  }
  assertEquals([...surrogate?.(thetaOf(theta.with(3, -54))) ?? []], [-Infinity]); // V_reset at V_th
});

Deno.test("lifLikelihood() needs no surrogate under a random current", () => {
  assertEquals(lifLikelihood(one, config).surrogate, undefined);
});

Deno.test("lifLikelihood() matches columns by name, under any current", () => {
  const rows = thetaOf(theta, theta.with(3, -74.0001));
  const turned = inOrder("turn", rows, [...LIF_PARAMETERS].reverse());
  assertEquals(logLikelihood(turned), logLikelihood(rows));
  const random = lifLikelihood(one, config);
  assertEquals(random.logLikelihood(turned), random.logLikelihood(rows));
});
