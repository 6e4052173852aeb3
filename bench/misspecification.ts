/**
 * False alarms and power of the test for misspecification, as a Markdown table:
 *
 *     deno run bench/misspecification.ts
 *
 * 3,000 simulations from the prior fit it; 3,000 fresh ones measure its false alarms, and 400 of
 * each misfit its power, also by the number of spikes.
 *
 * @module
 */
import { simulate, simulateJoint } from "../lib/model/dataset.ts";
import { lifSummaries } from "../lib/models/lif/checks/lif_summaries.ts";
import {
  fitMisspecification,
  misspecification,
} from "../lib/diagnostics/checks/misspecification.ts";
import { lifPrior } from "../lib/models/lif/prior/lif.ts";
import { fold, key } from "../lib/core/random.ts";
import { lif, type LifFields, simConfig } from "../lib/models/lif/simulator/lif.ts";
import { type Batch, observation } from "../lib/model/batch.ts";
import { spikeCounts } from "../lib/models/neuron/spikes.ts";
import {
  adaptive,
  adaptiveExponential,
  drifting,
  exponential,
  noisy,
  quadratic,
} from "../tests/diagnostics/misfits.ts";

const LEVEL = 0.05;
const root = key(7);
const config = simConfig();
const model = { prior: lifPrior(), simulator: lif(config) };
const summariesOf = lifSummaries(config);

const start = performance.now();
const fit = fitMisspecification(
  summariesOf(simulateJoint(fold(root, "fit"), model, 3000).observations),
);
console.log(`fitted in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);

const sound = simulateJoint(fold(root, "sound"), model, 3000);
const own = simulateJoint(fold(root, "ill"), model, 400);
const made = (simulator: typeof model.simulator) =>
  simulate(fold(root, "made"), simulator, own.theta);
const misfits: Record<string, Batch<LifFields>> = {
  "none: fresh simulations": sound.observations,
  "observation noise 2 mV, not 1": made(noisy),
  "drift of 1 mV over the trace": drifting(own.observations, 1),
  "drift of 2 mV": drifting(own.observations, 2),
  "drift of 3 mV": drifting(own.observations, 3),
  "drift of 5 mV": drifting(own.observations, 5),
  "spike-frequency adaptation, 30 pA a spike": made(adaptive),
  "exponential neuron": made(exponential),
  "adaptive exponential neuron": made(adaptiveExponential),
  "quadratic neuron": made(quadratic),
};

console.log(
  `| misfit | rejected at ${LEVEL} | by statistics only | by residuals only | silent | 1 to 4 spikes | more | what stands out most often |`,
);
console.log("|---|---|---|---|---|---|---|---|");
for (const [label, observations] of Object.entries(misfits)) {
  const counts = spikeCounts(observations);
  const reports = counts.map((_, i) =>
    misspecification(fit, summariesOf(observation(observations, i)))
  );
  const share = (chosen: readonly boolean[]) =>
    chosen.length === 0
      ? "–"
      : `${(chosen.filter(Boolean).length / chosen.length).toFixed(3)} of ${chosen.length}`;
  const rejected = reports.map(({ pValue }) => pValue <= LEVEL);
  const by = (set: string) =>
    share(
      reports.map(({ distances }) =>
        distances.some(({ summaries, pValue }) => summaries === set && pValue <= LEVEL / 2)
      ),
    );
  const among = (holds: (count: number) => boolean) =>
    share(rejected.filter((_, i) => holds(counts[i])));
  const firsts = new Map<string, number>();
  for (const { standouts } of reports) {
    const name = standouts[0]?.name ?? "nothing";
    firsts.set(name, (firsts.get(name) ?? 0) + 1);
  }
  const [first] = [...firsts].sort((a, b) => b[1] - a[1])[0];
  console.log(
    `| ${
      [
        label,
        share(rejected),
        by("statistics"),
        by("residuals"),
        among((n) => n === 0),
        among((n) => n > 0 && n < 5),
        among((n) => n > 4),
        first,
      ].join(" | ")
    } |`,
  );
}
console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s`);
