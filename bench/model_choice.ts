/**
 * The committed classifier of models on fresh recordings: how often it is right, whether its
 * probabilities are, and its odds of the two models that have a likelihood beside the exact ones.
 *
 *     deno run --allow-read bench/model_choice.ts [recordings, 1000] [of them with exact odds, 60]
 *
 * Some 2 s for the exact odds of a recording.
 *
 * @module
 */
import { namedCheckpoint } from "../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../lib/cli/store.ts";
import { startBackend } from "../lib/compute/backend.ts";
import { fold, key } from "../lib/core/random.ts";
import { correlation, mean } from "../lib/core/stats.ts";
import { modelChoiceCalibration } from "../lib/diagnostics/calibration/model_choice.ts";
import { observation } from "../lib/model/batch.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { choiceKit, logOdds, neuronChoice } from "../lib/models/choice/mod.ts";
import { gifConfig } from "../lib/models/gif/mod.ts";
import { modelProbabilities } from "../lib/posterior/model_probabilities.ts";

const [count = 1000, exact = 60] = Deno.args.map(Number);
const root = key(2026);
await startBackend();
using trained = await loadWorkflow(namedCheckpoint("choice"), choiceKit);
const config = gifConfig(trained.checkpoint.numbers), model = neuronChoice(config);
const { theta, observations } = simulateJoint(fold(root, "fresh"), model, count);
const found = await modelProbabilities(trained.workflow.posterior, model, observations);
const report = modelChoiceCalibration(fold(root, "right"), found, theta.values, model);
const { accuracy, logLoss, calibrationError, errorFloor, pValue, confusion } = report;
console.log(`right ${(100 * accuracy).toFixed(1)} %, log loss ${logLoss.toFixed(3)} nats`);
console.log(
  `calibration error ${calibrationError.toFixed(4)}, of right probabilities ` +
    `${errorFloor.mean.toFixed(4)} on average, at most ${errorFloor.limit.toFixed(4)}; ` +
    `p ${pValue.toFixed(2)}`,
);
console.log(model.labels.map((label, k) => `${label}: ${confusion[k].join(" ")}`).join("\n"));

const [LIF, GIF] = ["LIF", "GIF"].map((label) => model.labels.indexOf(label));
const both = [...theta.values.keys()].filter((i) => theta.values[i] !== 2).slice(0, exact);
const odds = both.map((i) => ({
  exact: logOdds(fold(root, i), observation(observations, i), config),
  found: Math.log(found[3 * i + GIF] / found[3 * i + LIF]),
}));
const share = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
const agree = odds.filter((o) => Math.sign(o.exact) === Math.sign(o.found)).length;
const apart = mean(odds.map((o) => Math.abs(share(o.exact) - share(o.found))));
const close = odds.filter((o) => Math.abs(o.exact) < 6);
console.log(
  `exact odds of ${odds.length}: the same model for ${agree}, P(GIF) apart ${apart.toFixed(3)}`,
);
console.log(
  `log odds of the ${close.length} within 6 nats: r ${
    correlation(close.map((o) => o.exact), close.map((o) => o.found)).toFixed(3)
  }, mean |difference| ${mean(close.map((o) => Math.abs(o.exact - o.found))).toFixed(2)} nats`,
);
