/**
 * Level, power and cost of the local classifier test, as a Markdown table:
 *
 *     deno run bench/local_c2st.ts
 *
 * Six independent theta ~ N(0, 1), x | theta ~ N(theta, 1): the posterior is exact, and then changed.
 * Each row tests at recordings and on calibrations that are simulated anew.
 *
 * @module
 */
import { localC2st } from "../lib/diagnostics/checks/local_c2st.ts";
import { fold, type Key, key, normals, stream } from "../lib/core/random.ts";
import { mean } from "../lib/core/stats.ts";

const LEVEL = 0.05;
const DIM = 6;
const SIMULATIONS = 1000;
const DRAWS = 500;
const names = Array.from({ length: DIM }, (_, j) => `theta ${j + 1}`);

interface Misfit {
  readonly shift?: number;
  readonly sdFactor?: number;
  readonly correlation?: number;
}

/** A draw of the estimate for each row of x. */
function estimate(
  own: Key,
  x: Float64Array,
  { shift = 0, sdFactor = 1, correlation = 0 }: Misfit,
): Float64Array {
  const z = normals(own, x.length);
  return x.map((value, k) => {
    const own = k % DIM === 1
      ? correlation * z[k - 1] + Math.sqrt(1 - correlation ** 2) * z[k]
      : z[k];
    return value / 2 + Math.SQRT1_2 * (sdFactor * own + shift);
  });
}

function pValue(root: Key, misfit: Misfit): number {
  const truth = normals(fold(root, "truth"), SIMULATIONS * DIM);
  const noise = stream(fold(root, "noise"));
  const x = truth.map((value) => value + noise.normal());
  const place = normals(fold(root, "place"), DIM).map((z) => Math.SQRT2 * z);
  const repeated = Float64Array.from({ length: DRAWS * DIM }, (_, k) => place[k % DIM]);
  const draws = (values: Float64Array) => ({ names, count: values.length / DIM, values });
  return localC2st(
    fold(root, "test"),
    {
      truth: draws(truth),
      draws: draws(estimate(fold(root, "draws"), x, misfit)),
      summaries: draws(x),
    },
    {
      draws: draws(estimate(fold(root, "subject"), repeated, misfit)),
      summaries: draws(place),
    },
    { nulls: 99 },
  ).pValue;
}

const misfits: Record<string, readonly [Misfit, number]> = {
  "none: the exact posterior": [{}, 500],
  "all shifted by 0.3 sd": [{ shift: 0.3 }, 40],
  "too narrow, sd × 0.8": [{ sdFactor: 0.8 }, 40],
  "too wide, sd × 1.25": [{ sdFactor: 1.25 }, 40],
  "a correlation of 0.5 that is none": [{ correlation: 0.5 }, 40],
};
console.log(`| misfit | rejected at ${LEVEL} | s a test |\n|---|---|---|`);
for (const [label, [misfit, repetitions]] of Object.entries(misfits)) {
  const start = performance.now();
  const rejected = Array.from(
    { length: repetitions },
    (_, r) => Number(pValue(fold(fold(key(11), label), r), misfit) <= LEVEL),
  );
  const seconds = (performance.now() - start) / 1000 / repetitions;
  console.log(
    `| ${label} | ${mean(rejected).toFixed(3)} of ${repetitions} | ${seconds.toFixed(2)} |`,
  );
}
