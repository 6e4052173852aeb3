import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { column, drawsOf } from "../../lib/core/draws.ts";
import { key, normalRows } from "../../lib/core/random.ts";
import { mean } from "../../lib/core/stats.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { normal } from "../../lib/distributions/normal.ts";
import {
  memberNormal,
  populationInUnits,
  populationPrior,
} from "../../lib/distributions/population_prior.ts";

const single = chain({
  E_L: { unit: "mV", distribution: normal({ mean: -70, sd: 2 }) },
  g_L: {
    unit: "nS",
    distribution: clipped(logNormal({ median: 10, logSd: 0.2 }), { low: 5, high: 15 }),
  },
});

Deno.test("populationPrior() gives one member the moments of the single prior", () => {
  const population = populationPrior(single);
  const count = 40_000;
  const z = memberNormal(
    population,
    population.hyper.sample(key(1), count),
    normalRows(key(2), 2, { to: count }),
  );
  for (const j of [0, 1]) {
    const own = z.filter((_, at) => at % 2 === j);
    assertAlmostEquals(mean(own), 0, 0.02);
    assertAlmostEquals(mean(own.map((value) => value * value)), 1, 0.03);
  }
});

Deno.test("populationPrior() has the normal coordinates that it says", () => {
  const { hyper, meanSd, spread, logSd } = populationPrior(single, { spread: 0.3, logSd: 0.4 });
  assertAlmostEquals(meanSd ** 2 + 0.09 * Math.exp(0.32), 1, 1e-12);
  const { values } = hyper.fromNormal(Float64Array.of(1, -1, 2, -2));
  [meanSd, -meanSd, spread * Math.exp(2 * logSd), spread * Math.exp(-2 * logSd)].forEach(
    (value, j) => assertAlmostEquals(values[j], value, 1e-12),
  );
});

Deno.test("populationPrior() refuses a spread that leaves the mean no variance", () => {
  assertThrows(() => populationPrior(single, { spread: 0.9 }), RangeError, "must be < 1");
  assertThrows(() => populationPrior(single, { spread: 0 }), RangeError, "spread must be > 0");
});

Deno.test("memberNormal() places row by row, or all in one population", () => {
  const population = populationPrior(single);
  const rows = drawsOf(["g_L_sd", "E_L_mean", "g_L_mean", "E_L_sd"], [
    { E_L_mean: 1, g_L_mean: -1, E_L_sd: 0.5, g_L_sd: 2 },
    { E_L_mean: 0, g_L_mean: 0, E_L_sd: 1, g_L_sd: 1 },
  ]);
  const deviations = Float64Array.of(1, 1, -2, 3);
  assertEquals([...memberNormal(population, rows, deviations)], [1.5, 1, -2, 3]);
  const one = { ...rows, count: 1, values: rows.values.slice(0, 4) };
  assertEquals([...memberNormal(population, one, deviations)], [1.5, 1, 0, 5]);
  assertThrows(() => memberNormal(population, rows, Float64Array.of(1)), RangeError, "deviations");
});

Deno.test("populationInUnits() is the quantiles of simulated members", () => {
  const population = populationPrior(single);
  const hyper = drawsOf(population.hyper.names, [
    { E_L_mean: -1, g_L_mean: 0.5, E_L_sd: 0.3, g_L_sd: 0.4 },
  ]);
  const { median, spread } = populationInUnits(population, hyper);
  const count = 20_000;
  const z = memberNormal(population, hyper, normalRows(key(3), 2, { to: count }));
  const members = single.fromNormal(z);
  for (const name of single.names) {
    const sorted = column(members, name).sort();
    const at = (p: number) => sorted[Math.floor(p * count)];
    assertAlmostEquals(column(median, name)[0], at(0.5), 0.03);
    assertAlmostEquals(column(spread, name)[0], (at(0.8413) - at(0.1587)) / 2, 0.03);
  }
  assert(column(members, "g_L").every((g_L) => g_L <= 15));
});
