import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { mean, sd } from "../../../lib/core/stats.ts";
import { type Stimulus, writeStimulus } from "../../../lib/models/neuron/stimuli.ts";

const GRID = { length: 1000, step: 0.2 };

function written(stimulus: Stimulus, grid = GRID, seed = 1): Float32Array {
  const into = new Float32Array(grid.length).fill(NaN);
  writeStimulus(stream(key(seed)), stimulus, grid, into);
  return into;
}

Deno.test("writeStimulus() writes a step from its first sample to the last before its end", () => {
  const current = written({ kind: "step", from: 20, to: 60, amplitude: 150 });
  assertEquals(current, Float32Array.from(GRID, (_, k) => k >= 100 && k < 300 ? 150 : 0));
});

Deno.test("writeStimulus() finds the samples of a step whatever the rounding of its times", () => {
  for (let k = 0; k < 999; k++) {
    const [from, to] = [k * GRID.step, Number(((k + 1) / 5).toFixed(1))];
    const current = written({ kind: "step", from, to, amplitude: 1 });
    assertEquals([current[k], current.reduce((sum, value) => sum + value)], [1, 1]);
  }
});

Deno.test("writeStimulus() cuts a step that begins before or ends after the recording", () => {
  const current = written({ kind: "step", from: -10, to: 1e6, amplitude: -50 });
  assertEquals(current, new Float32Array(GRID.length).fill(-50));
  assertEquals(
    written({ kind: "step", from: 300, to: 400, amplitude: 1 }),
    new Float32Array(GRID.length),
  );
});

Deno.test("writeStimulus() writes a ramp along a line", () => {
  const current = written({ kind: "ramp", from: 20, to: 120, start: 100, end: -100 });
  for (let k = 0; k < GRID.length; k++) {
    const t = k * GRID.step;
    const expected = k >= 100 && k < 600 ? 100 - 2 * (t - 20) : 0;
    assertAlmostEquals(current[k], expected, 1e-4);
  }
});

Deno.test("writeStimulus() writes a sine with its frequency in Hz and its phase", () => {
  const sine = { kind: "sine", mean: 200, amplitude: 80, frequency: 25 } as const;
  const current = written({ ...sine, phase: Math.PI / 2 });
  // 25 Hz is a period of 40 ms, 200 samples: a maximum each, a minimum between.
  for (const k of [0, 200, 400, 600, 800]) assertAlmostEquals(current[k], 280, 1e-3);
  for (const k of [100, 300, 500, 700, 900]) assertAlmostEquals(current[k], 120, 1e-3);
  assertAlmostEquals(mean(current), 200, 1e-3);
});

Deno.test("writeStimulus() writes noise with the mean, variance and autocorrelation of the process", () => {
  const grid = { length: 400_000, step: 0.2 };
  const current = written({ kind: "noise", mean: 150, sd: 60, correlation: 3 }, grid);
  const centred = Float64Array.from(current, (value) => value - 150);
  // The sd of the averages: 2 τ / dt = 30 samples are worth one.
  const worth = Math.sqrt(30 / grid.length);
  assertAlmostEquals(mean(centred), 0, 4 * 60 * worth);
  assertAlmostEquals((sd(centred) / 60) ** 2, 1, 4 * Math.SQRT2 * worth);
  for (const lag of [1, 5, 15, 45]) {
    let sum = 0;
    for (let k = lag; k < grid.length; k++) sum += centred[k] * centred[k - lag];
    const expected = Math.exp(-lag * grid.step / 3);
    assertAlmostEquals(sum / (grid.length - lag) / 3600, expected, 4 * Math.SQRT2 * worth);
  }
});

Deno.test("writeStimulus() writes noise that is stationary from the first sample on", () => {
  const firsts = Float64Array.from({ length: 4000 }, (_, i) => {
    const into = new Float32Array(1);
    const noise: Stimulus = { kind: "noise", mean: 0, sd: 10, correlation: 50 };
    writeStimulus(stream(fold(key(3), i)), noise, { length: 1, step: 0.1 }, into);
    return into[0];
  });
  assertAlmostEquals((sd(firsts) / 10) ** 2, 1, 4 * Math.sqrt(2 / 4000));
});

Deno.test("writeStimulus() writes white noise where the correlation time is 0", () => {
  const grid = { length: 100_000, step: 0.1 };
  const current = written({ kind: "noise", mean: 0, sd: 50, correlation: 0 }, grid);
  let sum = 0;
  for (let k = 1; k < grid.length; k++) sum += current[k] * current[k - 1];
  assertAlmostEquals(sum / grid.length / 2500, 0, 4 / Math.sqrt(grid.length));
  assertAlmostEquals((sd(current) / 50) ** 2, 1, 4 * Math.sqrt(2 / grid.length));
});

Deno.test("writeStimulus() writes the same noise from the same key, and other from another", () => {
  const noise: Stimulus = { kind: "noise", mean: 0, sd: 1, correlation: 2 };
  assertEquals(written(noise, GRID, 5), written(noise, GRID, 5));
  assertEquals(written(noise, GRID, 5)[0] === written(noise, GRID, 6)[0], false);
});

Deno.test("writeStimulus() refuses what is no stimulus", () => {
  const refused: [Stimulus, string][] = [
    [
      { kind: "step", from: 5, to: 5, amplitude: 1 },
      "Cannot write stimulus as step.to must be > step.from = 5: current value is 5",
    ],
    [
      { kind: "ramp", from: 0, to: 5, start: NaN, end: 1 },
      "Cannot write stimulus as ramp.start must be finite: current value is NaN",
    ],
    [
      { kind: "sine", mean: 0, amplitude: 1, frequency: -1, phase: 0 },
      "Cannot write stimulus as sine.frequency must be in [0, Infinity]: current value is -1",
    ],
    [
      { kind: "noise", mean: 0, sd: -1, correlation: 0 },
      "Cannot write stimulus as noise.sd must be in [0, Infinity]: current value is -1",
    ],
    [
      { kind: "noise", mean: 0, sd: 1, correlation: -2 },
      "Cannot write stimulus as noise.correlation must be in [0, Infinity]: current value is -2",
    ],
  ];
  for (const [stimulus, words] of refused) assertThrows(() => written(stimulus), RangeError, words);
  assertThrows(
    () => {
      const step: Stimulus = { kind: "step", from: 0, to: 1, amplitude: 1 };
      writeStimulus(stream(key(1)), step, GRID, new Float32Array(3));
    },
    RangeError,
    "Cannot write stimulus as into must have 1000 values: it has 3",
  );
});
