/**
 * Calibration of the default checkpoint at numbers at which faults of a hundredth of an sd show:
 * ranks of truths among draws for each of the six parameters, the voltage towards which the neuron
 * drifts, and fixed linear combinations of the prior's standard normal coordinates.
 *
 *     deno run --allow-read bench/large_calibration.ts [recordings, 20000] [seed, 1] [checkpoint]
 *
 * Two minutes on one core at 20,000 recordings and 199 draws each.
 *
 * A rank r among S draws, as Φ⁻¹((r + U) / (S + 1)), is exactly standard normal if the posterior is
 * calibrated: the mean of these scores is by how much truths lie above the posterior, in its sds,
 * and their sd is above 1 if it is too narrow.
 *
 * @module
 */
import { startBackend } from "../lib/compute/backend.ts";
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import defaultKit from "../lib/models/lif/kits/default.ts";
import { experimentOf } from "../lib/models/lif/kit.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { driftVoltage } from "../lib/models/lif/checks/lif_quantities.ts";
import { rankEcdf } from "../lib/diagnostics/calibration/rank_ecdf.ts";
import {
  quantity,
  sbcQuantities,
  type SbcQuantity,
} from "../lib/diagnostics/calibration/sbc_quantities.ts";
import type { Draws } from "../lib/core/draws.ts";
import { fold, key, stream } from "../lib/core/random.ts";
import type { LifParameter } from "../lib/models/lif/simulator/lif.ts";
import { normalCdf, normalQuantile } from "../lib/core/special.ts";
import { holm, mean } from "../lib/core/stats.ts";
import { table } from "../lib/tables/table.ts";

const DRAWS = 199;
const AT_ONCE = 500;
/** The sd of each coordinate in a typical posterior, so that none rules a combination. */
const TYPICAL = { V_th: 0.11, tau_m: 0.23, g_L: 0.33, V_reset: 0.1, V_init: 0.18, E_L: 0.57 };
const COMBINATIONS: readonly Partial<Record<LifParameter, number>>[] = [
  { tau_m: 1, g_L: 1 },
  { tau_m: 1, g_L: -1 },
  { V_th: 1, tau_m: 1 },
  { V_th: 1, tau_m: -1 },
  { g_L: 1, E_L: -1 },
  { V_reset: 1, V_init: 1 },
  { V_reset: 1, V_init: -1 },
  { V_th: 1, tau_m: 1, g_L: 1, V_reset: 1, V_init: 1, E_L: 1 },
  { V_th: 1, tau_m: -1, g_L: -1, V_reset: 1, V_init: -1, E_L: 1 },
];

const [observations = 20_000, seed = 1] = Deno.args.slice(0, 2).map(Number);
await startBackend();
using trained = await loadWorkflow(Deno.args[2] ?? namedCheckpoint("default"), defaultKit);
const { model, posterior } = trained.workflow;
const { sim } = experimentOf(trained.checkpoint.numbers);
const { prior } = model;
const { names } = prior;

const combinations = COMBINATIONS.map((weights): SbcQuantity<LifParameter> => ({
  name: names.filter((name) => weights[name])
    .map((name, i) => `${weights[name]! < 0 ? "− " : i > 0 ? "+ " : ""}z(${name})`).join(" "),
  evaluate(rows: Draws<LifParameter>) {
    const z = prior.toNormal(rows);
    return Float64Array.from(
      { length: rows.count },
      (_, i) =>
        names.reduce(
          (sum, name, j) => sum + (weights[name] ?? 0) / TYPICAL[name] * z[i * names.length + j],
          0,
        ),
    );
  },
}));
const quantities = [
  ...names.map((name) => quantity<LifParameter>(name, (theta) => theta[name])),
  driftVoltage(sim),
  ...combinations,
];

const ranks = new Float64Array(observations * quantities.length);
for (let from = 0; from < observations; from += AT_ONCE) {
  const count = Math.min(AT_ONCE, observations - from);
  const fresh = simulateJoint(fold(key(seed), "fresh"), model, count, { from });
  const own = fold(fold(key(seed), "posterior"), from);
  const draws = await posterior.sample(own, fresh.observations, DRAWS);
  const ranked = sbcQuantities(fold(own, "ranks"), draws, fresh.theta, quantities);
  ranks.set(ranked.values, from * quantities.length);
}

const all = { names: quantities.map(({ name }) => name), count: observations, values: ranks };
const ecdf = rankEcdf(all, { draws: DRAWS });
const rng = stream(fold(key(seed), "between ranks"));
const scores = ranks.map((rank) => normalQuantile((rank + rng.uniform()) / (DRAWS + 1)));
const rows = quantities.map(({ name }, j) => {
  const own = scores.filter((_, i) => i % quantities.length === j);
  const shift = mean(own);
  const square = mean(own.map((score) => score * score));
  const twoSided = (z: number) => 2 * normalCdf(-Math.abs(z));
  return {
    name,
    shift,
    pShift: twoSided(shift * Math.sqrt(observations)),
    spread: Math.sqrt(square),
    pSpread: twoSided((square - 1) * Math.sqrt(observations / 2)),
    pEcdf: ecdf.quantities[j].pValue,
  };
});
const adjusted = holm(rows.map(({ pEcdf }) => pEcdf));
const probability = (p: number) => p.toPrecision(2);
console.log(
  `${observations} recordings, ${DRAWS} draws each, seed ${seed}; chance moves the shift by ` +
    `${(1 / Math.sqrt(observations)).toFixed(4)}, the spread by ${
      (1 / Math.sqrt(2 * observations)).toFixed(4)
    }`,
);
console.log(
  table(
    ["quantity", "shift (sd)", "p", "spread", "p", "p of ranks", "adjusted"],
    rows.map(({ name, shift, pShift, spread, pSpread, pEcdf }, j) => [
      name,
      shift.toFixed(4),
      probability(pShift),
      spread.toFixed(4),
      probability(pSpread),
      probability(pEcdf),
      probability(adjusted[j]),
    ]),
  ).text,
);
