import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { chain } from "../../lib/distributions/chain.ts";
import { uniform } from "../../lib/distributions/uniform.ts";
import { vector, type VectorField } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { fingerprint } from "../../lib/workflow/fingerprint.ts";
import type { Kit } from "../../lib/workflow/kit.ts";
import { restore } from "../../lib/workflow/restore.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";

type Own = Kit<"mu", { readonly x: VectorField }>;

const own = ({ high = 1, gain = 1, name = "mine" } = {}): Own => ({
  name,
  model: model({
    name,
    prior: chain({ mu: uniform({ low: 0, high }) }),
    observables: { x: vector(["x"]) },
    simulate: (rng, { mu }) => ({ x: [gain * mu + 0.1 * rng.normal()] }),
  }),
});
const summarised = (scale: number): Own => ({
  ...own(),
  summaries: {
    shape: [1],
    names: ["x"],
    write: ({ values: { x } }, row, out, offset) => out[offset] = scale * x[row],
  },
});

Deno.test("fingerprint() is of what prior, simulator and summaries give", () => {
  const print = fingerprint(own());
  assertMatch(print, /^[0-9a-f]{64}$/);
  assertEquals(fingerprint(own({ name: "other" })), print);
  const others = [own({ high: 1.2 }), own({ gain: 2 }), summarised(2)].map(fingerprint);
  assertEquals(new Set([print, ...others]).size, 4);
  assertNotEquals(fingerprint(summarised(2)), fingerprint(summarised(3)));
});

Deno.test("fingerprint() does not depend on the last digits, in which engines differ", () => {
  assertEquals(fingerprint(own({ gain: 1 + 1e-12 })), fingerprint(own()));
});

Deno.test("restore() refuses the checkpoint of a model that was edited since", async () => {
  await startBackend();
  const train = { n_train: 64, n_val: 32, epochs: 1, batch_size: 32 };
  using trained = workflow(setup(own(), { train }));
  const [{ state: _, ...checkpoint }] = await Array.fromAsync(trainWorkflow(trained));
  restore(own(), checkpoint)[Symbol.dispose]();
  for (const edited of [own({ high: 1.2 }), own({ gain: 2 }), summarised(2)]) {
    assertThrows(
      () => restore(edited, checkpoint),
      SyntaxError,
      "its prior, simulator or summaries were others in training: train anew",
    );
  }
});
