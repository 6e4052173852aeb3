/** A trainee whose network is not that of its host. */
import { npe } from "../../lib/flows/npe.ts";
import type { Trainee } from "../../lib/training/trainee.ts";
import { couplingFlow } from "../../lib/flows/coupling_flow.ts";
import { mlpSummary } from "../../lib/networks/mlp.ts";
import { key } from "../../lib/core/random.ts";
import { conjugateTrainee } from "./conjugate.ts";

export function trainee(): Trainee {
  return conjugateTrainee(npe(key(1), { dim: 2, summaryShape: [2] }, {
    summary: (scope, [inputs]) => mlpSummary(scope, { inputs, dim: 5, widths: [16] }),
    estimator: couplingFlow({ depth: 1, widths: [16] }),
  }));
}
