import { assert, assertEquals } from "@std/assert";
import { simulate } from "../../../../lib/model/dataset.ts";
import { drawsOf } from "../../../../lib/core/draws.ts";
import { key } from "../../../../lib/core/random.ts";
import { lifLogLikelihood } from "../../../../lib/models/lif/likelihood/lif_likelihood.ts";
import {
  fewestStepsBetweenSpikes,
  impossibleSpike,
} from "../../../../lib/models/lif/simulator/lif_possible.ts";
import {
  lif,
  LIF_PARAMETERS,
  type SimConfig,
  simConfig,
} from "../../../../lib/models/lif/simulator/lif.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { neuronBatch } from "../../../../lib/models/neuron/fields.ts";

const THETA = { V_th: -55, tau_m: 8, g_L: 10, V_reset: -72, V_init: -71, E_L: -70 };

/** A recording of 40 samples that spikes at these. */
function marked(config: SimConfig, samples: readonly number[]) {
  const steps = 40;
  const spikes = new Float32Array(steps);
  for (const sample of samples) spikes[sample] = 1;
  return neuronBatch({ voltage: new Float32Array(steps).fill(-72), spikes }, config.dt);
}

Deno.test("fewestStepsBetweenSpikes() is the least interval of a neuron under a huge current", () => {
  for (
    const [dt, tref] of [[0.2, 2], [0.2, 0], [0.1, 0.3], [0.5, 1.5], [0.25, 0.25]] as const
  ) {
    const config = simConfig({ T: 100, dt, tref, I_mean: 1e5, I_std: 1e5 });
    const theta = drawsOf(LIF_PARAMETERS, Array.from({ length: 20 }, () => THETA));
    const observations = simulate(key(1), lif(config), theta);
    let least = Infinity;
    for (let i = 0; i < observations.count; i++) {
      const { values: { spikes } } = observation(observations, i);
      assertEquals(impossibleSpike(spikes, config), undefined);
      const at = [...spikes.keys()].filter((k) => spikes[k] === 1);
      at.slice(1).forEach((k, j) => least = Math.min(least, k - at[j]));
    }
    assertEquals(least, fewestStepsBetweenSpikes(config), `dt ${dt}, tref ${tref}`);
  }
});

Deno.test("impossibleSpike() names what has the likelihood 0", () => {
  const config = simConfig({ T: 8 });
  const theta = drawsOf(LIF_PARAMETERS, [THETA]);
  const found = (samples: readonly number[]) => {
    const one = marked(config, samples);
    const [logLikelihood] = lifLogLikelihood(theta, one, config);
    return [
      impossibleSpike(one.values.spikes, config, { startsBelow: true }),
      logLikelihood > -Infinity,
    ];
  };
  const refractory = { kind: "refractory", sample: 15, previous: 5 } as const;
  assertEquals(found([5, 15]), [refractory, false]);
  assertEquals(found([5, 6])[1], false);
  assertEquals(found([0]), [{ kind: "first", sample: 0 }, false]);
  assertEquals(found([39]), [{ kind: "last", sample: 39 }, false]);
  assertEquals(found([]), [undefined, true]);
});

Deno.test("impossibleSpike() lets a neuron spike at once that may start above its threshold", () => {
  const config = simConfig({ T: 8 });
  const { spikes } = marked(config, [0, 11]).values;
  assertEquals(impossibleSpike(spikes, config), undefined);
  assert(impossibleSpike(spikes, config, { startsBelow: true }));
});
