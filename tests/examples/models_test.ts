import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { type Fields, type Model, model, simulate, simulateJoint, vector } from "../../lib/mod.ts";
import { column, drawsOf } from "../../lib/core/draws.ts";
import { fold, key } from "../../lib/core/random.ts";
import { mean, sd } from "../../lib/core/stats.ts";
import { checkBatch } from "../../lib/model/check_batch.ts";
import { checkModel } from "../../lib/model/check_model.ts";
import { observationsOf } from "../../lib/model/batch.ts";
import { EXAMPLES } from "./models.ts";

/** Fails unless rows are the same whenever and wherever they are simulated. */
function assertRowsStand<Name extends string, X extends Fields>(example: Model<Name, X>): void {
  const all = simulateJoint(key(1), example, 20);
  checkBatch("test example", example.simulator.fields, all.observations);
  assertEquals(simulateJoint(key(1), example, 20), all);
  const last = simulateJoint(key(1), example, 5, { from: 15 });
  assertEquals(last.observations, observationsOf(all.observations, [15, 16, 17, 18, 19]));
  assertEquals(last.theta.values, all.theta.values.slice(15 * example.prior.names.length));
  assertNotEquals(simulateJoint(key(2), example, 20).observations, all.observations);
}

for (const example of Object.values<Model>(EXAMPLES)) {
  Deno.test(`${example.name} simulates the same rows wherever they are cut`, () => {
    assertRowsStand(example);
  });
  Deno.test(`${example.name} passes the checks of a user's model`, () => {
    checkModel(key(3), example);
  });
}

Deno.test("a model that counts its calls does not pass", () => {
  let calls = 0;
  const counting = model({
    ...EXAMPLES.gaussian,
    observables: { x: vector(["x"]) },
    simulate: () => ({ x: [calls++] }),
  });
  assertThrows(() => assertRowsStand(counting));
});

Deno.test("two_moons lies on a half ring around its middle", () => {
  const { theta, observations } = simulateJoint(key(1), EXAMPLES.twoMoons, 500);
  const [a, b] = [column(theta, "theta_1"), column(theta, "theta_2")];
  const radii = Array.from(a, (_, i) => {
    const [x, y] = observations.values.x.subarray(2 * i, 2 * i + 2);
    const across = x - 0.25 + Math.abs(a[i] + b[i]) / Math.SQRT2;
    assert(across > -1e-6);
    return Math.hypot(across, y - (b[i] - a[i]) / Math.SQRT2);
  });
  assertAlmostEquals(mean(radii), 0.1, 0.002);
  assertAlmostEquals(sd(radii), 0.01, 0.002);
});

Deno.test("gaussian has 0.1 for both variances", () => {
  const { theta, observations: { values: { x } } } = simulateJoint(key(1), EXAMPLES.gaussian, 1000);
  assertAlmostEquals(sd(theta.values) ** 2, 0.1, 0.005);
  assertAlmostEquals(sd(theta.values.map((value, i) => x[i] - value)) ** 2, 0.1, 0.005);
});

Deno.test("sir counts as the equations do, solved by small steps", () => {
  const [beta, gamma] = [0.4, 0.125];
  const step = 0.001;
  let s = 1 - 1e-6, i = 1e-6;
  const shares: number[] = [];
  for (let k = 0; k <= 153 / step; k++) {
    if (k % (17 / step) === 0) shares.push(i);
    [s, i] = [s - step * beta * s * i, i + step * (beta * s * i - gamma * i)];
  }
  const theta = drawsOf(["beta", "gamma"], new Array(400).fill({ beta, gamma }));
  const { values: { infected } } = simulate(key(1), EXAMPLES.sir.simulator, theta);
  shares.forEach((share, k) => {
    const counts = Array.from({ length: 400 }, (_, row) => infected[row * 10 + k]);
    const spread = Math.sqrt(1000 * share * (1 - share));
    assertAlmostEquals(mean(counts), 1000 * share, 4 * spread / 20 + 0.01);
  });
});

Deno.test("gaussian_set has sets of 1 to 50", () => {
  const { observations: { sizes } } = simulateJoint(key(1), EXAMPLES.gaussianSet, 2000);
  const counts = new Array(52).fill(0);
  for (const size of sizes!.x) counts[size]++;
  assertEquals([counts[0], counts[51]], [0, 0]);
  assert(counts.slice(1, 51).every((count) => count > 10 && count < 80));
});

Deno.test("driven_membrane answers the current that it is given", () => {
  const { simulator } = EXAMPLES.drivenMembrane;
  const theta = drawsOf(["tau", "gain"], new Array(50).fill({ tau: 5, gain: 0.1 }));
  const under = (pA: number) => {
    const given = simulateJoint(key(1), EXAMPLES.drivenMembrane, 1).observations;
    given.values.current.fill(pA);
    const { values } = simulate(fold(key(1), pA), simulator, theta, { given });
    assert(values.current.every((value) => value === pA));
    return values.voltage.filter((_, k) => k % 200 >= 150); // 15 time constants on
  };
  assertAlmostEquals(mean(under(100)), 10, 0.05);
  assertAlmostEquals(mean(under(0)), 0, 0.05);
  assertAlmostEquals(sd(under(0)), 0.5, 0.03);
});
