import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import rangeKit from "../../examples/range_check.ts";
import residualKit from "../../examples/residual_network.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { fold, key } from "../../lib/core/random.ts";
import { observation, observationsOf, rowOf } from "../../lib/model/batch.ts";
import { drawPrior, simulate, simulateJoint } from "../../lib/model/dataset.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";

await startBackend();

Deno.test("the residual network learns, and every one of its weights moves", async () => {
  const train = { n_train: 512, n_val: 128, epochs: 2, batch_size: 64 };
  using own = workflow(setup(residualKit, { train }));
  const { variables } = own.network;
  const path = [...variables.keys()].find((name) => name.endsWith("straight"))!;
  const before = variables.get(path)!.dataSync().slice();
  for await (const { state } of trainWorkflow(own)) {
    assert(state.history.at(-1)!.validationLoss < state.untrainedLoss);
  }
  assert(variables.get(path)!.dataSync().some((value, i) => value !== before[i]));
});

Deno.test("the range check finds a set spread too wide, and none that is like its replicates", () => {
  const { model, diagnostics } = rangeKit;
  const [check] = diagnostics!.checks!;
  const { theta, observations } = simulateJoint(key(1), model, 1);
  const draws = { ...theta, count: 400, values: new Float64Array(800) };
  for (let i = 0; i < 400; i++) draws.values.set(theta.values, 2 * i);
  const replicated = simulate(key(2), model.simulator, draws, { given: observations });
  const ask = (observed: typeof observations) =>
    check.findings(check.run({ replicated, observed, draws }))[0].pValue!;
  assert(ask(observation(observations, 0)) > 0.01);
  const wide = observationsOf(observations, [0]);
  const { values, size } = rowOf(wide, 0).x;
  for (let i = 0; i < size; i++) values[i] *= 20;
  assert(ask(wide) < 0.01);
});

Deno.test("the range check draws its report", () => {
  const { model, diagnostics } = rangeKit;
  const [check] = diagnostics!.checks!;
  const { theta } = drawPrior(fold(key(3), "draws"), model.prior, { to: 50 });
  const replicated = simulate(key(4), model.simulator, theta);
  const report = check.run({ replicated, observed: observation(replicated, 0), draws: theta });
  const { range } = check.figures!(report);
  assertStringIncludes(range.svg, "replicates");
  assertEquals(Object.keys(check.figures!(report)), ["range"]);
});
