import { assert, assertEquals, assertThrows } from "@std/assert";
import { priorConflict } from "../../../lib/diagnostics/checks/prior_conflict.ts";
import { type Draws, take } from "../../../lib/core/draws.ts";
import { lifPrior } from "../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../lib/core/random.ts";
import type { LifParameter } from "../../../lib/models/lif/simulator/lif.ts";
import { mean } from "../../../lib/core/stats.ts";

const prior = lifPrior();
const draws = prior.sample(key(1), 2000);

/** The draws with one parameter put at a value. */
function stuck(name: LifParameter, value: number): Draws<LifParameter> {
  const j = draws.names.indexOf(name);
  const few = take(draws, Array.from({ length: 200 }, (_, i) => i));
  return { ...few, values: few.values.map((v, i) => i % 6 === j ? value : v) };
}

Deno.test("priorConflict() keeps its level for posteriors as narrow as can be", () => {
  // A posterior that knows the truth has its median there: half of what Markov's inequality allows.
  const p = Array.from(
    { length: draws.count },
    (_, i) => priorConflict(take(draws, [i]), prior).pValue,
  );
  for (const level of [0.02, 0.1, 0.2]) {
    const share = mean(p.map((value) => Number(value <= level)));
    assert(share <= level && share > 0.2 * level, `${share} at ${level}`);
  }
});

Deno.test("priorConflict() rejects a posterior at either bound, and names it", () => {
  const upper = priorConflict(stuck("V_th", -50.0001), prior);
  assert(upper.pValue < 1e-3);
  const [{ name, end, median }] = upper.parameters;
  assertEquals([name, end, median], ["V_th", "upper", -50.0001]);
  assert(priorConflict(stuck("V_th", -50), prior).parameters[0].tail < 1e-30);
  const lower = priorConflict(stuck("V_th", -59.9999), prior);
  assert(lower.pValue < 1e-3 && lower.parameters[0].end === "lower");
});

Deno.test("priorConflict() finds no conflict in the prior itself, nor on its likely atom", () => {
  assertEquals(priorConflict(draws, prior).pValue, 1);
  assert(priorConflict(stuck("g_L", 15), prior).pValue > 0.4);
});

Deno.test("priorConflict() refuses to judge no draws", () => {
  assertThrows(
    () => priorConflict(take(draws, []), prior),
    RangeError,
    "Cannot look for a prior conflict as draws.count must be an integer >= 1: current value is 0",
  );
});
