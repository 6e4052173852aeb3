import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { row } from "../../../../lib/core/draws.ts";
import { DIM } from "../../../../lib/models/lif/columns.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import {
  lif,
  type SimConfig,
  simConfig,
  stepCount,
} from "../../../../lib/models/lif/simulator/lif.ts";
import {
  assumedDensity,
  type ExpandedTrace,
  expansion,
} from "../../../../lib/models/lif/statistics/assumed_density.ts";
import {
  assumedDensityPass,
  hasAssumedDensityPass,
} from "../../../../lib/models/lif/statistics/assumed_density_pass.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";

const ROWS = 100;
/** What a prior tells is of the order of one: digits far below it are of no use. */
const FLOOR = 1e-3;

function experiment(config: SimConfig, known: Pick<ExpandedTrace, "current" | "reference"> = {}) {
  const { theta, observations } = simulateJoint(
    key(1),
    { prior: lifPrior(), simulator: lif(config) },
    ROWS,
  );
  /** The truth of a row, or a point so many mV and tenths from it. */
  const point = (i: number, off: number) => {
    const { V_th, tau_m, g_L, V_reset, V_init, E_L } = row(theta, i);
    const truth = [V_th, Math.log(tau_m), Math.log(g_L), V_reset, V_init, E_L + 200 / g_L];
    const units = [1, 0.1, 0.1, 1, 1, 1];
    return Float64Array.from(truth, (v, j) => v + off * units[j] * Math.sin(7 * i + 3 * j));
  };
  const steps = stepCount(config);
  const trace = (i: number) => {
    const { voltage, spikes } = observations.values;
    const own = (series: Float32Array) => series.subarray(steps * i, steps * (i + 1));
    return { voltage: own(voltage), spikes: own(spikes), ...known };
  };
  return { observations, point, trace };
}

/** That both expansions agree at points so far from the truth, relative to the score's size and sd. */
function assertAgree(
  config: SimConfig,
  offs: readonly number[],
  tolerance: number,
  known?: Pick<ExpandedTrace, "current" | "reference">,
): void {
  const { trace, point } = experiment(config, known);
  const reference = assumedDensity(config), pass = assumedDensityPass(config);
  const expected = expansion(), actual = expansion();
  for (const off of offs) {
    for (let i = 0; i < ROWS; i++) {
      reference(trace(i), point(i, off), expected);
      pass(trace(i), point(i, off), actual);
      const { value, score, information } = expected;
      const where = `row ${i}, ${off} from the truth`;
      const sd = score.map((_, j) => Math.sqrt(information[j * (j + 3) / 2]));
      assertAlmostEquals(actual.value, value, tolerance * (1 + Math.abs(value)), where);
      for (let j = 0, entry = 0; j < DIM; j++) {
        const size = FLOOR + sd[j] + Math.abs(score[j]);
        assertAlmostEquals(actual.score[j], score[j], tolerance * size, `${where}: score ${j}`);
        for (let k = 0; k <= j; k++, entry++) {
          const size = FLOOR + sd[j] * sd[k];
          const name = `${where}: information ${j}, ${k}`;
          assertAlmostEquals(actual.information[entry], information[entry], tolerance * size, name);
        }
      }
    }
  }
}

const EXPERIMENTS: readonly Partial<SimConfig>[] = [
  {},
  { T: 20 },
  { T: 100, dt: 0.1 },
  { tref: 0 },
  { obs_noise_std: 0 },
];

for (const overrides of EXPERIMENTS) {
  Deno.test({
    name: `assumedDensityPass() agrees with assumedDensity() for ${JSON.stringify(overrides)}`,
    ignore: !hasAssumedDensityPass,
    fn: () => assertAgree(simConfig(overrides), [0, 0.3, 1, 3], 1e-6),
  });
}

Deno.test({
  name: "assumedDensityPass() agrees with assumedDensity() under a current that changes",
  ignore: !hasAssumedDensityPass,
  fn: () => {
    const current = Float32Array.from({ length: 1000 }, (_, k) => 200 + 150 * Math.sin(k / 9));
    assertAgree(simConfig(), [0, 0.3, 1], 1e-6, { current, reference: 180 });
  },
});

Deno.test({
  name: "assumedDensityPass() takes recordings that are shorter than the experiment",
  ignore: !hasAssumedDensityPass,
  fn: () => {
    const { trace, point } = experiment(simConfig());
    const pass = assumedDensityPass(simConfig());
    const expected = expansion(), actual = expansion();
    for (let i = 0; i < 5; i++) {
      const { voltage, spikes } = trace(i);
      const short = { voltage: voltage.subarray(0, 300), spikes: spikes.subarray(0, 300) };
      assumedDensityPass(simConfig({ T: 60 }))(short, point(i, 0.3), expected);
      pass(trace(i), point(i, 0.3), actual);
      pass(short, point(i, 0.3), actual);
      assertEquals(actual, expected);
    }
  },
});

Deno.test({
  name: "assumedDensityPass() agrees with assumedDensity() where steps are all but certain",
  ignore: !hasAssumedDensityPass,
  fn: () => {
    assertAgree(simConfig({ I_std: 0 }), [0], 1e-6);
    // Thousands of sd from the threshold most digits of a truncated variance cancel, in both.
    assertAgree(simConfig({ I_std: 0 }), [0.3, 1, 3], 1e-3);
  },
});

Deno.test({
  name: "assumedDensityPass() was compared for silent and busy neurons, and forgets the last one",
  ignore: !hasAssumedDensityPass,
  fn: () => {
    const { observations, point, trace } = experiment(simConfig());
    const counts = spikeCounts(observations);
    const silent = counts.indexOf(0), busy = counts.indexOf(Math.max(...counts));
    assert(counts[silent] === 0 && counts[busy] > 15);
    const pass = assumedDensityPass(simConfig());
    const first = expansion(), again = expansion();
    pass(trace(silent), point(silent, 0), first);
    pass(trace(busy), point(busy, 0), again);
    pass(trace(silent), point(silent, 0), again);
    assertEquals(again, first);
  },
});

Deno.test({
  name: "assumedDensityPass() has no value at a point that is no number, and survives it",
  ignore: !hasAssumedDensityPass,
  fn: () => {
    const { trace, point } = experiment(simConfig());
    const out = expansion();
    const pass = assumedDensityPass(simConfig());
    for (let j = 0; j < DIM; j++) {
      pass(trace(0), point(0, 0).with(j, NaN), out);
      assert(Number.isNaN(out.value));
    }
    pass(trace(0), point(0, 0), out);
    assert(Number.isFinite(out.value));
  },
});
