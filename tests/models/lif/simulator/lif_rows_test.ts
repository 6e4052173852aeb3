import { assert, assertEquals, assertThrows } from "@std/assert";
import { simulate } from "../../../../lib/model/dataset.ts";
import { blankBatch } from "../../../../lib/model/batch.ts";
import { drawsOf } from "../../../../lib/core/draws.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { fold, key, normalRows } from "../../../../lib/core/random.ts";
import { lif, type SimConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { hasLifRows } from "../../../../lib/models/lif/simulator/lif_rows.ts";

const prior = lifPrior();

/** The same traces by WebAssembly and, row by row, by TypeScript. */
function bothWays(overrides: Partial<SimConfig>, count: number, from = 0) {
  const { simulateRows, ...plain } = lif(overrides);
  assert(simulateRows);
  const theta = prior.fromNormal(normalRows(key(1), 6, { from, to: from + count }));
  const fast = blankBatch(plain.fields, count);
  simulateRows(key(2), from, theta, fast);
  return [fast, simulate(key(2), plain, theta, { from })];
}

Deno.test("lifRows() work in this engine", () => assert(hasLifRows));

Deno.test("lifRows() give the bits of lif().simulate(), 2,000 rows of 2,000 deviates", () => {
  // So many deviates take every branch of the ziggurat, and some rows outrun the buffered numbers.
  const [fast, plain] = bothWays({}, 2000);
  assertEquals(bits(fast.values.voltage), bits(plain.values.voltage));
  assertEquals(bits(fast.values.spikes), bits(plain.values.spikes));
  assert(fast.values.spikes.includes(1));
});

/** A digest that sees every bit, as comparing millions of numbers one by one is slow. */
function bits(values: Float32Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return words.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193) >>> 0, 0x811c9dc5);
}

Deno.test("lifRows() give the bits of lif().simulate() in any experiment", () => {
  const experiments: Partial<SimConfig>[] = [
    { T: 0.4 },
    { T: 1, tref: 0, I_mean: 3000 },
    { T: 50, dt: 0.1, tref: 0.5, I_mean: 600, I_std: 0 },
    { T: 33.4, obs_noise_std: 0, I_mean: -100 },
    { T: 20, I_std: 1e6, v_clip: 80, obs_noise_std: 7.5 },
    { T: 20.2, v_clip: 60 }, // V_init itself is not clipped
  ];
  for (const experiment of experiments) {
    for (const count of [1, 2, 3, 5]) {
      const [fast, plain] = bothWays(experiment, count, 17);
      assertEquals(fast.values, plain.values);
    }
  }
});

Deno.test("lifRows() give row i whatever is simulated beside it", () => {
  const { values: { voltage } } = bothWays({}, 9)[0];
  assertEquals(bothWays({}, 4, 5)[0].values.voltage, voltage.slice(5000));
});

Deno.test("lifRows() go by the names of the columns", () => {
  const simulator = lif({ T: 10 });
  const theta = { V_th: -50, tau_m: 10, g_L: 10, V_reset: -75, V_init: -70, E_L: -65 };
  const turned = ["E_L", "V_init", "V_reset", "g_L", "tau_m", "V_th"] as const;
  const inTurn = simulate(fold(key(1), "a"), simulator, drawsOf(simulator.parameters, [theta]));
  assertEquals(simulate(fold(key(1), "a"), simulator, drawsOf(turned, [theta])), inTurn);
});

Deno.test("lifRows() refuse what can't be integrated", () => {
  const simulator = lif({ T: 10 });
  const good = { V_th: -50, tau_m: 10, g_L: 10, V_reset: -75, V_init: -70, E_L: -65 };
  const refuse = (change: Partial<typeof good>, words: string) => {
    const theta = drawsOf(simulator.parameters, [good, { ...good, ...change }]);
    assertThrows(() => simulate(key(1), simulator, theta), RangeError, words);
  };
  refuse({ tau_m: 0 }, "tau_m must be > 0: current value is 0");
  refuse({ V_reset: -50 }, "V_th must be > V_reset = -50: current value is -50");
  refuse({ E_L: Infinity }, "E_L must be finite: current value is Infinity");
});

Deno.test("lif() with a stimulus is simulated row by row", () => {
  assertEquals(lif({ T: 10 }, new Float64Array(50)).simulateRows, undefined);
});
