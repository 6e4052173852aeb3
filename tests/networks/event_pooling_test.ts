import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { fold, key, stream } from "../../lib/core/random.ts";
import { eventPooling, type EventPoolingOptions } from "../../lib/networks/event_pooling.ts";
import { assertAllClose, assertNoLeak, perturb } from "../support.ts";
import { testNetwork } from "./network_laws.ts";

await startBackend();

const BINS = 5, LENGTH = 24;

/** Rows of series of two channels and the codes of two clocks, each in every bin: [rows, …shape]. */
function series(rows: number, sweeps = 1): tf.Tensor {
  const rng = stream(fold(key(61), sweeps));
  const values = Array.from({ length: rows * sweeps * LENGTH }, (_, k) => {
    const since = (k >> 1) % (BINS + 1) - 1, until = rng.uniform() < 0.5 ? -1 : k % BINS;
    return [rng.normal(), 3 + 2 * rng.normal(), since, until];
  });
  return toTensor(values.flat(), [rows, ...sweeps > 1 ? [sweeps] : [], LENGTH, 4]);
}

const levels = [{ every: 1, taps: 3, filters: 8 }, { every: 4, taps: 2, filters: 16 }];
const options = { codes: 2, bins: BINS, dim: 4, levels, rank: 3, widths: [8] };
const single = { ...options, shape: [LENGTH, 4] };
const double = { ...options, shape: [2, LENGTH, 4] };
const make = (options: EventPoolingOptions, x: tf.Tensor) => (scope: Scope) => {
  const { apply } = eventPooling(scope, options);
  return { x: x.clone(), run: (x: tf.Tensor) => apply(x) };
};

testNetwork("eventPooling() of a series", make(single, series(5)));
testNetwork("eventPooling() of two sweeps", make(double, series(5, 2)));

/** A network whose weights were all moved, so that none is in its first place. */
function moved(weights: Scope, options: EventPoolingOptions) {
  const network = eventPooling(weights, options);
  perturb(weights, key(62), 0.2);
  return network;
}

/** What it makes of values. */
async function summaries(
  options: EventPoolingOptions,
  x: tf.Tensor,
): Promise<Float32Array> {
  using weights = scope(key(63));
  const y = moved(weights, options).apply(x);
  const values = await toValues(y);
  y.dispose();
  return values;
}

Deno.test("eventPooling() hardly depends on the order of sweeps", async () => {
  const x = series(3, 2), turned = tf.tidy(() => x.reverse(1));
  const expected = await summaries(double, x);
  assertAllClose(await summaries(double, turned), expected, 1e-5);
  const other = tf.tidy(() => x.slice([0, 0, 0, 0], [3, 1, LENGTH, 4]).tile([1, 2, 1, 1]));
  assertNotEquals(await summaries(double, other), expected);
  tf.dispose([x, turned, other]);
});

Deno.test("eventPooling() of two sweeps, one in no bin, is that of the other", async () => {
  const x = series(3), empty = tf.fill([3, LENGTH, 4], -1);
  const both = tf.stack([empty, x], 1);
  assertAllClose(await summaries(double, both), await summaries(single, x), 1e-5);
  tf.dispose([x, empty, both]);
});

Deno.test("eventPooling() is not moved by samples that no point in a bin sees", async () => {
  const x = series(1), [rows] = await x.array() as number[][][];
  // In no bin from 8 on; points of 4 samples see the next one, to 16.
  const cut = rows.map(([a, b, ...codes], k) => [a, b, ...k < 8 ? codes : [-1, -1]]);
  const changed = (first: number) =>
    cut.map(([a, b, ...codes], k) => [...k < first ? [a, b] : [99, -99], ...codes]);
  const of = async (rows: number[][]) => {
    const x = tf.tensor([rows]);
    const values = await summaries(single, x);
    x.dispose();
    return values;
  };
  assertEquals(await of(changed(12)), await of(cut));
  assertNotEquals(await of(changed(8)), await of(cut)); // but through the filters that see them
  x.dispose();
});

Deno.test("eventPooling() gives the same summaries with its kernels and without", async () => {
  for (const [own, sweeps] of [[single, 1], [double, 2]] as const) {
    const results: Float32Array[] = [];
    for (const kernels of ["on", "off"] as const) {
      await startBackend("wasm", { kernels });
      const x = series(4, sweeps);
      results.push(await summaries(own, x));
      x.dispose();
    }
    assertAllClose(results[0], results[1], 1e-5);
  }
  await startBackend();
});

Deno.test("eventPooling() is initialised to moments of mean 0 and sd 1 over the rows it saw", async () => {
  using weights = scope(key(64));
  const network = eventPooling(weights, { ...single, levels: [levels[0]] });
  const x = series(300);
  network.initialise?.(x);
  const read = async (path: string) => await toValues(weights.variables.get(path)!);
  const filters = await read("0/weights");
  const [scale, shift] = [await read("0/scale"), await read("0/shift")];
  // Means and variances by hand, of the first filter in each bin.
  const values = await toValues(x);
  const at = (row: number, k: number, c: number) => values[(row * LENGTH + k) * 4 + c];
  for (let bin = 0; bin < BINS; bin++) {
    const moments: [mean: number, variance: number][] = [];
    for (let row = 0; row < 300; row++) {
      const z: number[] = [];
      for (let k = 0; k < LENGTH; k++) {
        let sum = 0;
        for (let tap = 0; tap < 3; tap++) {
          const from = k + tap - 1;
          if (from < 0 || from >= LENGTH) continue;
          for (let c = 0; c < 2; c++) sum += filters[(2 * tap + c) * 8] * at(row, from, c);
        }
        for (const clock of [2, 3]) if (at(row, k, clock) === bin) z.push(sum);
      }
      const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
      moments.push([mean, z.reduce((sum, value) => sum + value ** 2, 0) / z.length - mean ** 2]);
    }
    for (const [part, place] of [[0, bin * 16], [1, bin * 16 + 8]]) {
      const units = moments.map((own) => own[part] * scale[place] - shift[place]);
      const mean = units.reduce((sum, value) => sum + value, 0) / 300;
      assertAlmostEquals(mean, 0, 1e-4);
      assertAlmostEquals(units.reduce((sum, u) => sum + (u - mean) ** 2, 0) / 300, 1, 1e-3);
    }
  }
  // The roots of the counts: since is the same in all rows and stays out by itself, until is not.
  const [countScale, countShift] = [await read("counts/scale"), await read("counts/shift")];
  for (let bin = 0; bin < BINS; bin++) {
    const roots = Array.from({ length: 300 }, (_, row) => {
      let count = 0;
      for (let k = 0; k < LENGTH; k++) {
        count += Number(at(row, k, 2) === bin) + Number(at(row, k, 3) === bin);
      }
      return Math.sqrt(count) * countScale[bin] - countShift[bin];
    });
    const mean = roots.reduce((sum, value) => sum + value, 0) / 300;
    assertAlmostEquals(mean, 0, 1e-4);
    assertAlmostEquals(roots.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 300, 1, 1e-3);
  }
  x.dispose();
});

Deno.test("eventPooling() is initialised to finite units where a bin is empty or nothing varies", async () => {
  using weights = scope(key(65));
  const network = eventPooling(weights, single);
  const x = tf.tidy(() => tf.concat([tf.ones([4, LENGTH, 2]), tf.zeros([4, LENGTH, 2])], 2));
  assertNoLeak(() => {
    network.initialise?.(x);
    return [];
  });
  const y = network.apply(x);
  assert((await toValues(y)).every(Number.isFinite));
  for (const [path, variable] of weights.variables) {
    const values = await toValues(variable);
    assert(values.every(Number.isFinite), path);
    // All are in bin 0, the same in each row.
    if (path.endsWith("/scale")) assert(values.every((value) => value === 0), path);
  }
  tf.dispose([x, y]);
});

Deno.test("eventPooling() has levels as long as they fit, and one at least", () => {
  const levelsOf = (length: number) => {
    using weights = scope(key(66));
    eventPooling(weights, { shape: [length, 3], codes: 1, bins: 4, dim: 2 });
    return [...weights.variables].filter(([path]) => path.endsWith("/weights"))
      .map(([path]) => path.split("/")[0]).filter((part, i, all) => all.indexOf(part) === i)
      .filter((part) => /^\d+$/.test(part)).length;
  };
  assertEquals([10, 191, 192, 1000].map(levelsOf), [1, 1, 2, 3]);
});

Deno.test("eventPooling() refuses what makes no network", () => {
  const refusals: readonly [Partial<EventPoolingOptions>, string][] = [
    [{ codes: 0 }, "codes must be an integer >= 1: current value is 0"],
    [{ codes: 4 }, "channels must be an integer >= 1: current value is 0"],
    [{ bins: 0 }, "bins must be an integer >= 1: current value is 0"],
    [{ rank: 1.5 }, "rank must be an integer >= 1: current value is 1.5"],
    [{ shape: [0, LENGTH, 4] }, "sweeps must be an integer >= 1: current value is 0"],
    [{ shape: [4] }, "shape must have 2 or 3 axes: it has 1"],
    [{ shape: [2, 2, LENGTH, 4] }, "shape must have 2 or 3 axes: it has 4"],
    [{ levels: [] }, "levels.length must be an integer >= 1: current value is 0"],
    [
      { levels: [{ every: 1.5, taps: 3, filters: 8 }] },
      "every must be an integer >= 1: current value is 1.5",
    ],
    [
      { levels: [{ every: 0, taps: 3, filters: 8 }] },
      `every must be in [1, ${LENGTH}]: current value is 0`,
    ],
    [
      { levels: [{ every: 1, taps: 0, filters: 8 }] },
      "taps must be an integer >= 1: current value is 0",
    ],
    [
      { levels: [{ every: 1, taps: 3, filters: 12 }] },
      "filters must be a multiple of 8: current value is 12",
    ],
    [
      { levels: [{ every: LENGTH + 1, taps: 3, filters: 8 }] },
      `every must be in [1, ${LENGTH}]: current value is ${LENGTH + 1}`,
    ],
  ];
  for (const [change, words] of refusals) {
    using weights = scope(key(67));
    assertThrows(
      () => eventPooling(weights, { ...single, ...change }),
      RangeError,
      `Cannot build event pooling as ${words}`,
    );
  }
});
