import { assert } from "@std/assert";
import { take } from "../../../../lib/core/draws.ts";
import { fold, key } from "../../../../lib/core/random.ts";
import { mean } from "../../../../lib/core/stats.ts";
import { observationCheck } from "../../../../lib/diagnostics/checks/observation_check.ts";
import { observation } from "../../../../lib/model/batch.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { ADEX_PARTS } from "../../../../lib/models/adex/checks/adex_parts.ts";
import { adexPrior } from "../../../../lib/models/adex/prior/adex.ts";
import { adex } from "../../../../lib/models/adex/simulator/adex.ts";

const model = { prior: adexPrior(), simulator: adex() };
const { check } = observationCheck(key(1), model, ADEX_PARTS);
const { theta, observations } = simulateJoint(key(2), model, 6);

Deno.test("ADEX_PARTS seldom reject what the model has made", () => {
  const rejected = Array.from(
    { length: theta.count },
    (_, i) =>
      check(fold(key(3), i), observation(observations, i), take(theta, [i])).rejected.length,
  );
  assert(mean(rejected) < 0.4, rejected.join());
});

Deno.test("ADEX_PARTS reject a recording that is 20 mV too high, and one of another current", () => {
  const one = observation(observations, 0);
  const voltage = one.values.voltage.map((v) => v + 20);
  const higher = { ...one, values: { ...one.values, voltage } };
  assert(check(key(4), higher, take(theta, [0])).rejected.includes("replicates"));
  const current = new Float32Array(1000).fill(-3000);
  const other = { ...one, values: { ...one.values, current } };
  assert(check(key(4), other, take(theta, [0])).rejected.includes("distances"));
});
