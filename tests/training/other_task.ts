/** A training task whose network is not that of its host. */
import { npe } from "../../lib/flows/npe.ts";
import type { TrainingTask } from "../../lib/training/training_task.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { key } from "../../lib/core/random.ts";
import { conjugateTask } from "./conjugate.ts";

export function trainingTask(): TrainingTask {
  return conjugateTask(npe(key(1), { dim: 2, summaryShape: [2] }, {
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 5, widths: [16] }),
    estimator: couplingFlow({ depth: 1, widths: [16] }),
  }));
}
