import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { startBackend } from "../../../lib/compute/backend.ts";
import { column, drawsOf } from "../../../lib/core/draws.ts";
import { key } from "../../../lib/core/random.ts";
import { mean, sd } from "../../../lib/core/stats.ts";
import { simulate } from "../../../lib/model/dataset.ts";
import { experimentOf, LIF_NUMBERS } from "../../../lib/models/lif/kit.ts";
import { lifProblem } from "../../../lib/models/lif/likelihood/lif_problem.ts";
import { PRIOR_DEFAULTS } from "../../../lib/models/lif/prior/lif.ts";
import defaultKit from "../../../lib/models/lif/kits/default.ts";
import originalKit from "../../../lib/models/lif/kits/original.ts";
import { lif, LIF_PARAMETERS, SIM_DEFAULTS } from "../../../lib/models/lif/simulator/lif.ts";
import { decodeCheckpoint } from "../../../lib/workflow/checkpoint.ts";
import { restore } from "../../../lib/workflow/restore.ts";
import bytes from "../../../data/default.safetensors" with { type: "bytes" };

Deno.test("experimentOf() takes each number to its place, and refuses what is out of range", () => {
  const { length } = Object.keys({ ...SIM_DEFAULTS, ...PRIOR_DEFAULTS });
  assertEquals(Object.keys(LIF_NUMBERS).length, length);
  assertEquals(experimentOf(LIF_NUMBERS), { sim: SIM_DEFAULTS, prior: PRIOR_DEFAULTS });
  const { sim, prior } = experimentOf({ ...LIF_NUMBERS, T: 400, V_th_mean: -54 });
  assertEquals([sim, prior], [{ ...SIM_DEFAULTS, T: 400 }, { ...PRIOR_DEFAULTS, V_th_mean: -54 }]);
  assertThrows(() => experimentOf({ ...LIF_NUMBERS, T: -1 }), RangeError, "T must be");
});

Deno.test("lifFamily() makes kits of any experiment, with references for the standard one only", () => {
  assertEquals(defaultKit.numbers, LIF_NUMBERS);
  const standard = defaultKit.kit(LIF_NUMBERS);
  const shorter = defaultKit.kit({ ...LIF_NUMBERS, T: 100, V_th_mean: -54 });
  assert(standard.references !== undefined);
  assertEquals(shorter.references, undefined);
  assertEquals(standard.model.simulator.fields.voltage.length, 1000);
  assertEquals(shorter.model.simulator.fields.voltage.length, 500);
  assert(shorter.text?.parameters !== standard.text?.parameters);
  assertEquals([standard, originalKit.kit(LIF_NUMBERS)].map(({ guide }) => guide !== undefined), [
    true,
    false,
  ]);
});

/** A current that is known, and a recording under it, of which the network was never told. */
const stimulus = Float64Array.from({ length: 1000 }, (_, k) => 220 + 120 * Math.sin(k / 40));
const truth = { V_th: -54, tau_m: 9.24, g_L: 8, V_reset: -74, V_init: -72, E_L: -70 };

Deno.test("refine() under a known current finds its posterior, and replicates are of that current", async () => {
  await startBackend();
  using trained = restore(defaultKit, decodeCheckpoint(bytes));
  const { model: { prior, simulator: random }, setup: { numbers } } = trained;
  const { sim } = experimentOf(numbers);
  const simulator = lif(sim, stimulus);
  const observed = simulate(key(3), simulator, drawsOf(LIF_PARAMETERS, [truth]));
  const problem = lifProblem(prior, sim, observed, { stimulus });
  const { draws, problems } = await trained.refine(key(1), observed, 200, problem);
  assertEquals(problems, []);
  const tau = column(draws, "tau_m");
  assert(Math.abs(mean(tau) - truth.tau_m) < 3 * sd(tau), `${mean(tau)} ± ${sd(tau)}`);
  assertAlmostEquals(sd(tau), 0.225, 0.06); // as of referencePosterior(), 2,000 draws
  const { spikes } = observed.values;
  const replicates = simulate(key(4), simulator, draws).values.spikes;
  assert(replicates.every((spike, k) => spike === spikes[k % 1000]));
  const fresh = simulate(key(4), random, draws).values.spikes;
  assert(fresh.some((spike, k) => spike !== spikes[k % 1000]));
});

Deno.test("lifProblem() and lif() refuse a known current that doesn't fit", () => {
  const { sim } = experimentOf(LIF_NUMBERS);
  const { prior } = defaultKit.kit(LIF_NUMBERS).model;
  const observed = simulate(key(3), lif(sim), drawsOf(LIF_PARAMETERS, [truth]));
  for (
    const [wrong, words] of [
      [stimulus.subarray(1), "stimulus must have 1000 values: it has 999"],
      [stimulus.with(7, NaN), "stimulus[7] must be finite"],
    ] as const
  ) {
    assertThrows(() => lifProblem(prior, sim, observed, { stimulus: wrong }), RangeError, words);
    assertThrows(() => lif(sim, wrong), RangeError, words);
  }
});
