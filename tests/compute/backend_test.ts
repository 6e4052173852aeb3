import { assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { scope } from "../../lib/compute/scope.ts";
import { key } from "../../lib/core/random.ts";

Deno.test("startBackend() starts the backend of that name, by default wasm", async () => {
  await startBackend("cpu");
  assertEquals(tf.getBackend(), "cpu");
  await startBackend();
  assertEquals(tf.getBackend(), "wasm");
});

Deno.test("startBackend() keeps tensors when asked for the backend that runs", async () => {
  await startBackend("wasm");
  using weights = scope(key(1));
  const variable = weights.variable("w", [2], () => 3);
  await startBackend("wasm");
  assertEquals([...await variable.data()], [3, 3]);
});

Deno.test("startBackend() refuses an unknown name", async () => {
  await assertRejects(
    () => startBackend("wsam"),
    RangeError,
    "Cannot start backend as name must be one of wasm, cpu, webgpu: current value is wsam",
  );
});

Deno.test("startBackend() starts nothing else in place of what can't run here", async () => {
  await startBackend("wasm");
  const gpu = Object.getOwnPropertyDescriptor(globalThis.navigator, "gpu");
  Object.defineProperty(globalThis.navigator, "gpu", { value: undefined, configurable: true });
  try {
    await assertRejects(
      () => startBackend("webgpu"),
      Error,
      "Cannot start backend webgpu on this machine",
    );
  } finally {
    if (gpu) Object.defineProperty(globalThis.navigator, "gpu", gpu);
    else Reflect.deleteProperty(globalThis.navigator, "gpu");
  }
  assertEquals(tf.getBackend(), "wasm");
});

Deno.test("startBackend() switches own kernels on and off, which agree", async () => {
  const product = async (kernels: "on" | "off") => {
    await startBackend("wasm", { kernels });
    const x = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([4, 3]), false, true));
    const values = [...await x.data()];
    x.dispose();
    return values;
  };
  assertEquals(await product("on"), await product("off"));
  assertEquals(await product("on"), new Array(8).fill(3));
});

Deno.test("startBackend() chooses the build whose bytes it serves, also where memory can be shared", async () => {
  await startBackend("wasm");
  assertEquals(typeof SharedArrayBuffer, "function");
  assertEquals(tf.env().getBool("WASM_HAS_MULTITHREAD_SUPPORT"), false);
});
