import { assert, assertEquals, assertThrows } from "@std/assert";
import { nearestReferences, tarp, tarpRanks } from "../../../lib/diagnostics/calibration/tarp.ts";
import { first } from "../../../lib/core/draws.ts";
import { fold, key } from "../../../lib/core/random.ts";
import { gaussianPosterior, gaussianSimulations, type Misfit } from "../gaussian_posteriors.ts";

const bankOf = () => {
  const { truth, observations } = gaussianSimulations(key(77), 500);
  return { theta: truth, summaries: observations };
};

const pValue = (misfit: Misfit, { ofObservation }: { readonly ofObservation: boolean }) => {
  const { truth, observations, posterior } = gaussianPosterior(key(3), { misfit });
  const references = ofObservation
    ? nearestReferences(bankOf(), observations)
    : gaussianSimulations(fold(key(3), "references"), truth.count).truth;
  return tarp(key(1), posterior, truth, references).quantities[0].pValue;
};

Deno.test("tarp() accepts a calibrated posterior", () => {
  assert(pValue("exact", { ofObservation: true }) > 0.05);
  assert(pValue("exact", { ofObservation: false }) > 0.05);
});

Deno.test("tarp() rejects posteriors too narrow and too wide", () => {
  for (const misfit of ["too narrow", "too wide"] as const) {
    assert(pValue(misfit, { ofObservation: true }) < 0.01, misfit);
  }
});

Deno.test("tarp() detects that a posterior is the prior, if references depend on the observation", () => {
  assert(pValue("prior", { ofObservation: true }) < 1e-6);
  assert(pValue("prior", { ofObservation: false }) > 0.05);
});

Deno.test("tarpRanks() breaks ties at random: distances to both sides are equal", () => {
  const names = ["a"];
  const ranks = (datasets: number) => {
    const references = Float64Array.from({ length: datasets }, (_, i) => i % 2);
    const draws = Float64Array.from(
      { length: datasets * 9 },
      (_, k) => references[Math.floor(k / 9)] + (k % 2 === 0 ? 1 : -1),
    );
    const own = { names, count: datasets };
    return tarpRanks(
      key(1),
      { names, datasets, count: 9, values: draws },
      { ...own, values: references.map((x) => x + 1) },
      { ...own, values: references },
    ).values;
  };
  const all = ranks(50);
  assert(new Set(all).size > 5);
  assertEquals([...ranks(2)], [...all.slice(0, 2)]);
});

Deno.test("nearestReferences() measures each summary by its sd in the simulations", () => {
  const theta = { names: ["a"], count: 3, values: Float64Array.of(1, 2, 3) };
  const summaries = Float64Array.of(0, 0, 1000, 0.1, 0, 0.3);
  assertEquals([...nearestReferences({ theta, summaries }, Float64Array.of(300, 0.28)).values], [
    3,
  ]);
});

Deno.test("tarpRanks() and nearestReferences() refuse what doesn't fit", () => {
  const { truth, posterior } = gaussianPosterior(key(3), {
    misfit: "exact",
    datasets: 3,
    count: 4,
  });
  assertThrows(
    () => tarpRanks(key(1), posterior, truth, { ...truth, values: new Float64Array(18) }),
    RangeError,
    "Cannot test accuracy as references.a must vary: current value is 0 in all",
  );
  assertThrows(
    () => tarpRanks(key(1), posterior, truth, { ...truth, values: new Float64Array(6) }),
    RangeError,
    "Cannot test accuracy as values must have 18 values: it has 6",
  );
  assertThrows(
    () => tarpRanks(key(1), posterior, truth, first(truth, 2)),
    RangeError,
    "Cannot test accuracy as references must have 3 values: it has 2",
  );
  assertThrows(
    () => nearestReferences({ theta: truth, summaries: new Float64Array(7) }, new Float64Array(7)),
    RangeError,
    "simulations.summaries.length / simulations.theta.count must be an integer >= 1",
  );
});

Deno.test("nearestReferences() and tarpRanks() refuse numbers that are none", () => {
  const theta = { names: ["a"], count: 2, values: Float64Array.of(8, 12) };
  assertThrows(
    () => nearestReferences({ theta, summaries: [1, NaN] }, [1]),
    RangeError,
    "simulations.summaries[1] must be finite: current value is NaN",
  );
  assertThrows(
    () => nearestReferences({ theta, summaries: [1, 2] }, [Infinity]),
    RangeError,
    "summaries[0] must be finite: current value is Infinity",
  );
  const posterior = { names: ["a"], datasets: 2, count: 2, values: Float64Array.of(1, 2, 3, 4) };
  assertThrows(
    () => tarpRanks(key(1), posterior, theta, { ...theta, values: Float64Array.of(1, NaN) }),
    RangeError,
    "references.values[1] must be finite: current value is NaN",
  );
});
