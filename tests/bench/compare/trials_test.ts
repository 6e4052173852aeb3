import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  decodeTrials,
  isMilestone,
  ranked,
  refreshOf,
  resultOf,
  simulatedBy,
} from "../../../bench/compare/trials.ts";
import { KIT_NAMES } from "../../../bench/kits/named.ts";
import committed from "../../../data/compare.json" with { type: "text" };
import { resultWith } from "./trials_fixture.ts";

const one = resultWith("hybrid", "online", { kl: 0.1, minutes: 2 });
const other = resultWith("affine", "offline", { kl: 0.4, minutes: 1 });

Deno.test("refreshOf() gives one set, a set an epoch, or four sets", () => {
  assertEquals(refreshOf("offline", 10), 0);
  assertEquals(refreshOf("online", 10), 1);
  assertEquals(refreshOf("pooled", 10), 3); // epochs 1–3, 4–6, 7–9, 10
  assertThrows(() => refreshOf("pooled", 0), RangeError, "epochs must be an integer >= 1");
});

Deno.test("simulatedBy() counts distinct simulations", () => {
  assertEquals(simulatedBy("offline", 10, 1000), 1000);
  assertEquals(simulatedBy("online", 10, 1000), 10_000);
  assertEquals(simulatedBy("pooled", 10, 1000), 4000);
  assertEquals(simulatedBy("pooled", 3, 1000), 3000);
});

Deno.test("isMilestone() holds at powers of two and at the end", () => {
  const epochs = Array.from({ length: 11 }, (_, i) => i + 1);
  assertEquals(epochs.filter((epoch) => isMilestone(epoch, 11)), [1, 2, 4, 8, 11]);
});

Deno.test("resultOf() finds the same trial, and no trial of other numbers", () => {
  const { trial } = one;
  assertEquals(resultOf([other, one], structuredClone(trial)), one);
  for (const change of [{ recipe: "affine" }, { mode: "pooled" as const }, { seed: 2 }]) {
    assertEquals(resultOf([other, one], { ...trial, ...change }), undefined);
  }
  assertEquals(resultOf([one], { ...trial, budget: { epochs: 5 } }), undefined);
  assertEquals(resultOf([one], { ...trial, budget: { minutes: 4 } }), undefined);
});

Deno.test("ranked() puts the least KL first", () => {
  assertEquals(ranked([other, one]), [one, other]);
});

Deno.test("decodeTrials() reads what was written, and refuses other files", () => {
  const trials = { prior: 11.5, results: [one, other] };
  assertEquals(decodeTrials(JSON.stringify(trials)), trials);
  assertThrows(() => decodeTrials("half a fi"), SyntaxError, "they must be JSON");
  const old = { ...one, guided: undefined }; // written before it was told apart
  assertThrows(() => decodeTrials(JSON.stringify({ prior: 11.5, results: [old] })), SyntaxError);
  for (const text of ["3", "null", "{}", '{"prior":1,"results":[{}]}', '{"results":[]}']) {
    assertThrows(() => decodeTrials(text), SyntaxError, "Cannot read trials as");
  }
});

Deno.test("decodeTrials() reads the committed results, which are of kits that there are", () => {
  const { results } = decodeTrials(committed);
  assert(results.length > 0);
  assertEquals(results.filter(({ trial }) => !KIT_NAMES.includes(trial.recipe)), []);
});
