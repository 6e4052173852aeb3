import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import type { SummaryNetwork } from "../../lib/networks/network.ts";
import { hybrid, parallel } from "../../lib/networks/parallel.ts";
import { key } from "../../lib/core/random.ts";
import { scope } from "../../lib/compute/scope.ts";
import { toTensor, toValues } from "../../lib/compute/tensors.ts";
import { assertNoLeak } from "../support.ts";

await startBackend();

/** Keeps what it is handed, and says it flat. */
function witness(dim: number, seen: (readonly number[])[] = []) {
  const network: SummaryNetwork = {
    dim,
    apply: (x) => {
      seen.push([...x.shape, ...x.dataSync()]);
      return x.as2D(x.shape[0], dim).clone();
    },
  };
  return { network, seen };
}

Deno.test("parallel() concatenates all summaries of a recording", async () => {
  const x = toTensor([1, 2, 3, 4], [2, 2]);
  const { dim, apply } = parallel([witness(2).network, witness(2).network]);
  const y = apply(x);
  assertEquals(dim, 4);
  assertEquals([...await toValues(y)], [1, 2, 1, 2, 3, 4, 3, 4]);
  tf.dispose([x, y]);
});

Deno.test("parallel() lets each network that wants to see the rows before training", () => {
  const x = toTensor([1, 2, 3, 4], [2, 2]);
  const seen: number[][] = [];
  const network: SummaryNetwork = {
    ...witness(2).network,
    initialise: (x) => void seen.push([...x.shape, ...x.dataSync()]),
  };
  assertNoLeak(() => {
    parallel([network, witness(2).network, network]).initialise?.(x);
    return [];
  });
  assertEquals(seen, [[2, 2, 1, 2, 3, 4], [2, 2, 1, 2, 3, 4]]);
  x.dispose();
});

Deno.test("hybrid() lets each network that wants to see its part of the rows before training", () => {
  using weights = scope(key(1));
  const seen: number[][] = [];
  const network: SummaryNetwork = {
    ...witness(4).network,
    initialise: (x) => void seen.push([...x.shape, ...x.dataSync()]),
  };
  const parts = [{ network: witness(1).network, shape: [1] }, { network, shape: [2, 2] }];
  const x = toTensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 5]);
  const made = hybrid(weights, { parts, dim: 3 });
  assertNoLeak(() => {
    made.initialise?.(x);
    return [];
  });
  assertEquals(seen, [[2, 2, 2, 2, 3, 4, 5, 7, 8, 9, 10]]);
  x.dispose();
});

Deno.test("parallel() and hybrid() of networks that need no rows before training need none", () => {
  using weights = scope(key(1));
  const { network } = witness(2);
  assertEquals(parallel([network, network]).initialise, undefined);
  const parts = [{ network, shape: [2] }];
  assertEquals(hybrid(weights, { parts, dim: 3 }).initialise, undefined);
});

Deno.test("hybrid() hands each network its part in its shape", () => {
  using weights = scope(key(1));
  const a = witness(1), b = witness(4);
  const parts = [{ network: a.network, shape: [1] }, { network: b.network, shape: [2, 2] }];
  const x = toTensor([1, 2, 3, 4, 5], [1, 5]);
  const y = hybrid(weights, { parts, dim: 3 }).apply(x);
  assertEquals(y.shape, [1, 3]);
  assertEquals(a.seen, [[1, 1, 1]]);
  assertEquals(b.seen, [[1, 2, 2, 2, 3, 4, 5]]);
  tf.dispose([x, y]);
});
