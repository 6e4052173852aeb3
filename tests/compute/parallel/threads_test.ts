import { assertEquals } from "@std/assert";
import { canShare, threadCount } from "../../../lib/compute/parallel/threads.ts";

const whole = { Worker, SharedArrayBuffer, navigator: { hardwareConcurrency: 8 } };

Deno.test("threadCount() is the number of cores", () => {
  assertEquals(threadCount(whole), 8);
  assertEquals(threadCount(), navigator.hardwareConcurrency);
});

Deno.test("threadCount() is 1 where workers, shared memory or the number of cores are missing", () => {
  const { Worker: _, ...noWorker } = whole;
  const { SharedArrayBuffer: __, ...noMemory } = whole;
  const { navigator: ___, ...noNavigator } = whole;
  for (const scope of [noWorker, noMemory, noNavigator, { ...whole, navigator: {} }, {}]) {
    assertEquals(threadCount(scope), 1);
  }
});

Deno.test("canShare() is whether threads can share memory", () => {
  assertEquals([canShare(whole), canShare({}), canShare()], [true, false, true]);
});
