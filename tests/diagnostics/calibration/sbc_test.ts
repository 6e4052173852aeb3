import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sbc, sbcFindings, sbcRanks } from "../../../lib/diagnostics/calibration/sbc.ts";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { holm } from "../../../lib/core/stats.ts";
import { conjugatePosterior } from "../conjugate_posteriors.ts";

const reportOf = (options: Parameters<typeof conjugatePosterior>[0]) => {
  const { posterior, truth } = conjugatePosterior(options);
  return sbc(sbcRanks(key(1), posterior, truth), { draws: posterior.count }).parameters;
};
const limits = { below: 0.05, score: 3 };

Deno.test("sbc() accepts a calibrated posterior", () => {
  for (const { adjustedPValue, location, dispersion } of reportOf({})) {
    assert(adjustedPValue > limits.below);
    assert(Math.abs(location) < limits.score);
    assert(Math.abs(dispersion) < limits.score);
  }
});

Deno.test("sbc() rejects a posterior that is too narrow, and says so", () => {
  for (const { adjustedPValue, location, dispersion } of reportOf({ sdFactor: 0.7 })) {
    assert(adjustedPValue < 0.01);
    assert(dispersion > limits.score);
    assert(Math.abs(location) < limits.score);
  }
});

Deno.test("sbc() rejects a posterior that is too wide, and says so", () => {
  for (const { adjustedPValue, location, dispersion } of reportOf({ sdFactor: 1.4 })) {
    assert(adjustedPValue < 0.01);
    assert(dispersion < -limits.score);
    assert(Math.abs(location) < limits.score);
  }
});

Deno.test("sbc() rejects a shifted posterior, and reports the side", () => {
  for (const { adjustedPValue, location } of reportOf({ shift: -0.3 })) {
    assert(adjustedPValue < 0.01);
    assert(location > limits.score);
  }
  for (const { location } of reportOf({ shift: 0.3 })) assert(location < -limits.score);
});

Deno.test("sbc() raises false alarms at about the nominal rate", () => {
  let alarms = 0;
  const runs = 400, count = 300, draws = 99;
  for (let run = 0; run < runs; run++) {
    const rng = stream(fold(key(7), run));
    const values = Float64Array.from(
      { length: count * 6 },
      () => Math.floor(rng.uniform() * (draws + 1)),
    );
    const { parameters } = sbc({ names: [..."abcdef"], count, values }, { draws });
    if (parameters.some(({ adjustedPValue }) => adjustedPValue < 0.05)) alarms++;
  }
  assertAlmostEquals(alarms / runs, 0.05, 0.035);
});

Deno.test("sbc() counts ranks in bins of the fixed range, whatever was observed", () => {
  const ranks = { names: ["a"], count: 4, values: Float64Array.of(4, 5, 5, 9) };
  const report = sbc(ranks, { draws: 19, bins: 4 });
  assertEquals(report.parameters[0].counts, [1, 3, 0, 0]);
  assertEquals(report.expected, 1);
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("sbc() gives the χ² that R does", () => {
  const values = Float64Array.from({ length: 300 }, (_, i) => i < 100 ? 0 : i < 190 ? 1 : 2);
  const ranks = { names: ["a"], count: 300, values };
  const { parameters: [{ chiSquare, pValue }] } = sbc(ranks, { draws: 2, bins: 3 });
  assertAlmostEquals(chiSquare, 2);
  assertAlmostEquals(pValue, Math.exp(-1)); // 1 - pchisq(2, 2)
});

Deno.test("sbcFindings() names what is wrong with a posterior, and nothing of the exact one", () => {
  const histogram = (options: Parameters<typeof conjugatePosterior>[0]) => {
    const { posterior, truth } = conjugatePosterior(options);
    const ranks = sbcRanks(key(1), posterior, truth);
    return sbcFindings(sbc(ranks, { draws: posterior.count }))[0].fault;
  };
  assertEquals(histogram({}), "the ranks are uneven, but lean neither to a side nor to a width");
  assertEquals(histogram({ sdFactor: 0.7 }), "the posterior is too narrow");
  assertEquals(histogram({ sdFactor: 1.4 }), "the posterior is too wide");
  assertEquals(histogram({ shift: 0.3 }), "the posterior is too high");
  assertEquals(histogram({ shift: -0.3 }), "the posterior is too low");
});

Deno.test("sbcFindings() prints the limits of theory", () => {
  const { posterior, truth } = conjugatePosterior({});
  const ranks = sbcRanks(key(1), posterior, truth);
  const [{ floor }] = sbcFindings(sbc(ranks, { draws: posterior.count }));
  assertEquals(floor?.mean, 19);
  assertAlmostEquals(floor?.limit ?? NaN, 30.143527, 1e-5); // qchisq(.95, 19)
});

Deno.test("sbc() finds neither too narrow nor too wide in the ranks among single draws", () => {
  const ranks = { names: ["a"], count: 4, values: Float64Array.of(0, 1, 1, 0) };
  const { parameters: [{ location, dispersion }] } = sbc(ranks, { draws: 1, bins: 2 });
  assertEquals([location, dispersion], [0, 0]);
});

Deno.test("sbcRanks() refuses draws without spread, by name, but not on an atom here and there", () => {
  const { posterior, truth } = conjugatePosterior({ datasets: 3, count: 4 });
  const still = posterior.values.map((x, k) => k % 2 === 1 ? Math.floor(k / 8) : x);
  assertThrows(
    () => sbcRanks(key(1), { ...posterior, values: still }, truth),
    RangeError,
    "every parameter must vary among the draws of some observation: b never does",
  );
  assertThrows(
    () => sbcRanks(key(1), { ...posterior, values: still.fill(-55) }, truth),
    RangeError,
    "some observation: a, b never does",
  );
  const atom = posterior.values.map((x, k) => k % 2 === 1 && k < 16 ? 15 : x);
  assertEquals(sbcRanks(key(1), { ...posterior, values: atom }, truth).count, 3);
});

Deno.test("holm() keeps NaN, as one of the tests, and hides nothing behind it", () => {
  assertEquals(holm([NaN, 0.01, 0.5, NaN]), [NaN, 0.04, 1, NaN]);
});

Deno.test("holm() adjusts in the order of the p-values and gives them back in theirs", () => {
  assertEquals(holm([0.02, 0.5, 0.01, 0.021]), [0.06, 0.5, 0.04, 0.06]); // p.adjust(…, "holm")
  assertEquals(holm([0.9, 0.6]), [1, 1]);
});

Deno.test("sbcRanks() counts the draws below the truth", () => {
  const truth = { names: ["a"], count: 3, values: Float64Array.of(0, 2.5, 9) };
  const posterior = {
    names: ["a"],
    datasets: 3,
    count: 4,
    values: Float64Array.of(1, 2, 3, 4, 4, 3, 2, 1, 1, 2, 3, 4),
  };
  assertEquals([...sbcRanks(key(0), posterior, truth).values], [0, 2, 4]);
});

Deno.test("sbcRanks() keeps the ranks uniform where draws and truths sit on an atom", () => {
  const atom = (x: number) => Math.min(x, 0.2); // a bound that holds four draws in ten
  const { posterior, truth } = conjugatePosterior({});
  const ranks = sbcRanks(
    key(1),
    { ...posterior, values: posterior.values.map(atom) },
    { ...truth, values: truth.values.map(atom) },
  );
  for (const parameter of sbc(ranks, { draws: posterior.count }).parameters) {
    assert(parameter.adjustedPValue > limits.below);
  }
});

Deno.test("sbcRanks() of an observation depends on the key and that observation only", () => {
  const values = new Float64Array(5 * 99); // all on an atom, but for one of each observation
  for (let i = 0; i < 5; i++) values[99 * i] = 1;
  const atoms = { names: ["a"], datasets: 5, count: 99, values };
  const truth = { names: ["a"], count: 5, values: new Float64Array(5) };
  const all = sbcRanks(key(3), atoms, truth).values;
  const fewer = sbcRanks(
    key(3),
    { ...atoms, datasets: 2, values: atoms.values.slice(0, 2 * 99) },
    { ...truth, count: 2, values: truth.values.slice(0, 2) },
  ).values;
  assertEquals([...fewer], [...all.slice(0, 2)]);
});

Deno.test("sbc() refuses bins of unequal width and ranks out of range", () => {
  const ranks = { names: ["a"], count: 2, values: Float64Array.of(0, 100) };
  assertThrows(
    () => sbc(ranks, { draws: 100 }),
    RangeError,
    "Cannot test calibration as draws + 1 must be a multiple of bins = 20: current value is 101",
  );
  assertThrows(
    () => sbc(ranks, { draws: 99 }),
    RangeError,
    "ranks.values[1] must be an integer in [0, 99]: current value is 100",
  );
  assertThrows(
    () => sbc({ names: ["a"], count: 0, values: new Float64Array() }, { draws: 99 }),
    RangeError,
    "ranks.count must be an integer >= 1: current value is 0",
  );
});
