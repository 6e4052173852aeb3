import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { startBackend } from "../../../lib/compute/backend.ts";
import { gruByKernel } from "../../../lib/compute/kernels/gru.ts";
import { makeHeap } from "../../../lib/compute/kernels/heap.ts";
import { type Gate, type GruWeights, lastState } from "../../../lib/networks/gru.ts";
import { fold, key } from "../../../lib/core/random.ts";
import { toTensor, toValues } from "../../../lib/compute/tensors.ts";
import { assertAllClose } from "../../support.ts";
import { assertKernelsAgree, assertKernelsLeaveNothing, type Case, normal } from "./comparison.ts";

/** Numbers of times, rows, channels and units. */
type Size = readonly [times: number, count: number, channels: number, units: number];

function gruCase([times, count, channels, units]: Size, backwards: boolean): Case {
  const given = (name: string, shape: number[], sd?: number) =>
    normal(fold(key(8), name), shape, sd);
  const gates = ["update", "reset", "candidate"];
  return {
    inputs: [
      given("x", [times, count, channels]),
      ...gates.map((name) => given(`W ${name}`, [channels, units], 1 / Math.sqrt(channels))),
      ...gates.map((name) => given(`b ${name}`, [units], 0.3)),
      ...gates.map((name) => given(`U ${name}`, [units, units], 1 / Math.sqrt(units))),
      given("d", [units], 0.3),
    ],
    run: (x, ...weights) => {
      const gate = (i: number): Gate => {
        const [inputWeights, bias, stateWeights] = [weights[i], weights[3 + i], weights[6 + i]];
        return { inputWeights, bias, stateWeights } as Gate;
      };
      const [update, reset, candidate] = [0, 1, 2].map(gate);
      const gru: GruWeights = { update, reset, candidate, stateBias: weights[9] as tf.Tensor1D };
      return [lastState(x as tf.Tensor3D, gru, { backwards })];
    },
  };
}

const SIZES: Readonly<Record<string, Size>> = {
  "ragged sizes": [9, 5, 3, 7],
  "one of each": [1, 1, 1, 1],
  "whole panels": [4, 12, 8, 16],
  "two tiles of four rows, wide input": [6, 8, 21, 9],
  "several chunks of times": [40, 32, 2, 8],
  "more rows than a chunk": [2, 301, 4, 5],
};

for (const [name, size] of Object.entries(SIZES)) {
  for (const backwards of [false, true]) {
    const way = backwards ? "backwards" : "forwards", given = gruCase(size, backwards);
    Deno.test(`gruByKernel() ${way} is the plain recurrence, with its gradients: ${name}`, async () => {
      await assertKernelsAgree(given, 1e-5);
    });

    Deno.test(`gruByKernel() ${way} leaves nothing behind: ${name}`, async () => {
      await assertKernelsLeaveNothing(given);
    });
  }
}

/** Random numbers in a tensor. */
function tensor<R extends tf.Rank>(name: string, shape: number[], sd = 1): tf.Tensor<R> {
  return toTensor(normal(fold(key(9), name), shape, sd).values, shape) as tf.Tensor<R>;
}

/** What a kernel reads, of these sizes. */
function givenOf([times, count, channels, units]: Size) {
  return {
    x: tensor<tf.Rank.R3>("x", [times, count, channels]),
    weights: tensor<tf.Rank.R2>("weights", [channels, 3 * units]),
    state: tensor<tf.Rank.R2>("state", [units, 3 * units], 1 / Math.sqrt(units)),
    bias: tensor<tf.Rank.R1>("bias", [4 * units]),
  };
}

Deno.test("gru's kernels without relaxed SIMD compute the same, but for rounding", async () => {
  await startBackend();
  const [times, count, channels, units] = [9, 5, 3, 7];
  const { x, weights, state, bias } = givenOf([times, count, channels, units]);
  const dy = tensor("dy", [count, units]);
  const results = await Promise.all((["relaxed", "simd"] as const).map(async (build) => {
    const { kernels, make, of, scratch } = makeHeap(tf.backend() as BackendWasm, build);
    const kept = make([5 * times * count * 8]), y = make([count, units]), work = scratch(20_000);
    const made = [x, weights, state, bias].map(({ shape }) => make(shape));
    const [dx, dWeights, dState, dBias] = made.map(of);
    for (const backwards of [false, true]) {
      const given = {
        backwards,
        times,
        count,
        channels,
        units,
        x: of(x),
        weights: of(weights),
        state: of(state),
        kept: of(kept),
        work,
      };
      kernels.gru({ ...given, bias: of(bias), y: of(y) });
      kernels.gruGradient({ ...given, dy: of(dy), dx, dWeights, dState, dBias });
    }
    const tensors = [kept, y, ...made].map((info) => tf.engine().makeTensorFromTensorInfo(info));
    const values = await Promise.all(tensors.map(toValues));
    tf.dispose(tensors);
    return values;
  }));
  results[0].forEach((values, i) => assertAllClose(values, results[1][i], 1e-5));
  tf.dispose([x, weights, state, bias, dy]);
});

for (const backwards of [false, true]) {
  const way = backwards ? "backwards" : "forwards";

  Deno.test(`gruByKernel() ${way} has no gradient where it has faded, and else that of less time`, async () => {
    await startBackend();
    const [times, least] = [400, 300];
    const { x, weights, state, bias } = givenOf([times, 3, 2, 4]);
    const forget = Array.from({ length: 16 }, (_, i) => i >= 4 && i < 8 ? -4 : 0); // update
    const forgetful = tf.tidy(() => bias.add<tf.Tensor1D>(forget));
    const gradient = (x: tf.Tensor3D) =>
      tf.grad((x) =>
        gruByKernel(x as tf.Tensor3D, { weights, state, bias: forgetful }, { backwards })
      )(x);
    const late = tf.tidy(() => x.slice([backwards ? 0 : times - least, 0, 0], [least, 3, 2]));
    const whole = gradient(x), part = gradient(late as tf.Tensor3D);
    const values = await toValues(whole), of = 3 * 2;
    const [faded, rest] = backwards
      ? [values.subarray(least * of), values.subarray(0, least * of)]
      : [values.subarray(0, (times - least) * of), values.subarray((times - least) * of)];
    assert(faded.every((value) => value === 0));
    assert(rest.some((value) => value !== 0));
    assertAllClose(rest, await toValues(part), 1e-6);
    tf.dispose([x, weights, state, bias, forgetful, late, whole, part]);
  });
}

Deno.test("gruByKernel() gives NaN for NaN, in its gradient too", async () => {
  await startBackend();
  const { x, weights, state, bias } = givenOf([5, 2, 2, 3]);
  const broken = tf.tidy(() => x.mul<tf.Tensor3D>(NaN));
  const run = (x: tf.Tensor) =>
    gruByKernel(x as tf.Tensor3D, { weights, state, bias }, { backwards: false });
  const y = run(broken), dx = tf.grad(run)(broken);
  for (const values of await Promise.all([y, dx].map(toValues))) {
    assert(values.every(Number.isNaN));
  }
  tf.dispose([x, weights, state, bias, broken, y, dx]);
});

Deno.test("gruByKernel() of no time is zero", async () => {
  await startBackend();
  const { weights, state, bias } = givenOf([1, 2, 3, 4]);
  for (const backwards of [false, true]) {
    const y = gruByKernel(tf.zeros([0, 2, 3]), { weights, state, bias }, { backwards });
    assertEquals([...await toValues(y)], [0, 0, 0, 0, 0, 0, 0, 0]);
    y.dispose();
  }
  tf.dispose([weights, state, bias]);
});
