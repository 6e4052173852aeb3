import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  encodeGradingInputs,
  encodeReferencePosteriors,
  trainingSets,
} from "../../bench/export.ts";
import { startBackend } from "../../lib/compute/backend.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { decodeReferencePosteriors } from "../../lib/diagnostics/comparison/reference_posteriors.ts";
import { summedLoss } from "../../lib/training/loss.ts";
import { key } from "../../lib/core/random.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { setupNamed } from "../../bench/kits/named.ts";
import { decodeSafetensors } from "../../lib/core/safetensors.ts";
import { lif, LIF_PARAMETERS } from "../../lib/models/lif/simulator/lif.ts";
import { normalRowDensities } from "../../lib/core/special.ts";
import { trainWorkflow } from "../../lib/workflow/train_workflow.ts";
import { workflow } from "../../lib/workflow/workflow.ts";
import { referenceRecording, thetaOf } from "../posterior/fixture.ts";

Deno.test("encodeReferencePosteriors() keeps everything, and marks what lies on an atom of the prior", () => {
  const prior = lifPrior();
  const inside = [-55, 10, 10, -73, -71, -70];
  const atAtom = [-55, 10, 15, -73, -71, -70];
  const set = {
    theta: thetaOf(inside),
    observations: referenceRecording(0),
    logPosteriorTruth: Float64Array.of(-1),
    exact: {
      draws: {
        names: LIF_PARAMETERS,
        datasets: 1,
        count: 2,
        values: thetaOf(atAtom, inside).values,
      },
      logPosterior: Float64Array.of(-2, -3),
    },
  };
  const bytes = encodeReferencePosteriors(set, prior);
  const { tensors } = decodeSafetensors(bytes);
  assertEquals([...tensors.truth_atoms.data], [0]);
  assertEquals([...tensors.draw_atoms.data], [1, 0]);
  const back = decodeReferencePosteriors(bytes, { prior, simulator: lif() });
  assertEquals(back.exact, set.exact);
  assertEquals(back.logPosteriorTruth, set.logPosteriorTruth);
  assertEquals(back.observations.values, set.observations.values);
});

Deno.test("encodeGradingInputs() gives theta in a kit's coordinates, with their Jacobian", async () => {
  await startBackend();
  using own = workflow(setupNamed("statistics", { numbers: { T: 20 } }));
  const { theta, observations } = simulateJoint(key(3), own.model, 2);
  const draws = { ...theta, datasets: 2, count: 1 };
  const logPosteriorTruth = Float64Array.of(-1, -2);
  const exact = { draws, logPosterior: Float64Array.of(-3, -4) };
  const set = { theta, observations, logPosteriorTruth, exact };
  const { tensors } = decodeSafetensors(encodeGradingInputs(own, set));
  assertEquals(tensors.points.shape, [2, 2, 6]);
  assertEquals(tensors.inputs.shape, [2, own.adapter.summaryShape[0]]);
  assertEquals([...tensors.log_posterior.data], [-1, -3, -2, -4]);
  // N(0, I) in the prior's coordinates is the prior.
  const z = Float64Array.from(tensors.points.data, Number);
  const logNormal = normalRowDensities(z, 6);
  const logPrior = own.model.prior.logProb(theta);
  for (const row of [0, 1]) {
    const logDet = Number(tensors.log_det.data[2 * row]);
    assertAlmostEquals(logNormal[2 * row] + logDet, logPrior[row], 1e-4);
  }
});

Deno.test("trainingSets() are those that trainWorkflow() simulates", async () => {
  await startBackend();
  const train = { n_train: 1024, n_val: 32, batch_size: 32, epochs: 1 };
  const setup = setupNamed("default", { numbers: { T: 20 }, train });
  using own = workflow(setup);
  const [checkpoint] = await Array.fromAsync(trainWorkflow(own, { workers: 1 }));
  const { training, validation } = trainingSets(setup);
  assertEquals(training.theta.count, 1024);
  assert(validation.theta.values[0] !== training.theta.values[0]);
  const rows = own.adapter.adapt(validation);
  const range = { from: 0, to: rows.count };
  const loss = await summedLoss(key(0), own.network, rows, range) / rows.count;
  assertAlmostEquals(loss, checkpoint.history[0].validationLoss, 1e-6);
});
