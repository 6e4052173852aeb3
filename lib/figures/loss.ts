/**
 * The course of training.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { finite, integer } from "../check.ts";
import type { EpochReport } from "../history.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, fixed, heading, panel } from "./theme.ts";
import { countTicks } from "./ticks.ts";

/**
 * Training and validation loss against epoch, in nats; the best epoch is marked.
 *
 * How to read it: both curves fall and flatten, the validation loss close to the training loss.
 * Failure: validation turns up while training falls (overfitting), both still fall at the end
 * (too few epochs), or a jump (learning rate too high).
 *
 * @throws {RangeError} If there is no epoch or a loss is not finite.
 */
export function lossPanel(history: readonly EpochReport[]): Plot.PlotOptions {
  const action = "draw loss";
  integer(action, "history.length", history.length, 1);
  history.forEach(({ trainingLoss, validationLoss }, i) => {
    finite(action, `history[${i}].trainingLoss`, trainingLoss);
    finite(action, `history[${i}].validationLoss`, validationLoss);
  });
  const best = history.reduce((a, b) => b.validationLoss < a.validationLoss ? b : a);
  const [first, last] = [history[0].epoch, history[history.length - 1].epoch];
  return panel({
    width: 460,
    height: 280,
    marginLeft: 64,
    x: { label: "epoch", ...countTicks(first, last) },
    y: { label: "loss, mean −log q (nats)", nice: true, grid: true },
    marks: [
      Plot.lineY(history, {
        x: "epoch",
        y: "trainingLoss",
        stroke: COLORS.training,
        strokeWidth: 2,
      }),
      Plot.lineY(history, {
        x: "epoch",
        y: "validationLoss",
        stroke: COLORS.posterior,
        strokeWidth: 2,
      }),
      Plot.dot([best], {
        x: "epoch",
        y: "validationLoss",
        r: 4.5,
        fill: COLORS.posterior,
        stroke: "white",
      }),
      heading(`best epoch ${best.epoch}: ${fixed(best.validationLoss, 2)}`, "right"),
    ],
  });
}

/**
 * {@linkcode lossPanel} with its legend.
 *
 * @example Usage
 * ```ts
 * import { lossFigure } from "./loss.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const rest = { learningRate: 5e-4, gradientNorm: 1, summaryRank: 9, skipped: 0, rollbacks: 0, seconds: 20 };
 * const { svg } = lossFigure([
 *   { epoch: 1, trainingLoss: 7.1, validationLoss: 6.8, ...rest },
 *   { epoch: 2, trainingLoss: 5.9, validationLoss: 5.7, ...rest },
 * ]);
 * assertMatch(svg, /best epoch 2/);
 * ```
 */
export function lossFigure(history: readonly EpochReport[]): Figure {
  return grid([lossPanel(history)], {
    columns: 1,
    legend: [
      { label: "training", color: COLORS.training, mark: "line" },
      { label: "validation", color: COLORS.posterior, mark: "line" },
    ],
  });
}
