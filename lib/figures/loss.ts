/**
 * The course of training.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
// @ts-types="@types/d3-array"
import { extent, max, min } from "d3-array";
import { finite, integer } from "../core/check.ts";
import type { EpochReport } from "../core/history.ts";
import { type Figure, grid } from "./figure.ts";
import { COLORS, fixed, heading, panel } from "./theme.ts";
import { countTicks } from "./ticks.ts";

/** What losses in nats of theta are compared with. */
export interface LossScale {
  /** Added to a loss gives mean −log q(theta | x), as `lossUnits` says. */
  readonly offset: number;
  /** The loss of the prior, mean −log p(theta). */
  readonly prior?: number;
  /** The loss of the exact posterior, mean −log p(theta | x): no training goes below it. */
  readonly exact?: number;
}

/** The units of the losses. */
export interface LossOptions {
  /**
   * Losses in nats of theta, which can be compared with those of other kits. Without it they are
   * those of the network's own coordinates, and stand beside no others.
   */
  readonly theta?: LossScale | undefined;
}

/** The prior is so many times farther than the curves are high: it gets a panel of its own. */
const FAR = 4;

/** A horizontal line with its name. */
interface Limit {
  readonly value: number;
  readonly name: string;
  readonly color: string;
}

/**
 * Training and validation loss against epoch, in nats, with the losses of the prior and of the
 * exact posterior where they are known; the best epoch is marked. Where the prior is far above the
 * curves, a first panel shows all, a second one the curves.
 *
 * How to read it: both curves fall and flatten, the validation loss close to the training loss and
 * to the exact posterior's. Failure: validation turns up while training falls (overfitting), both
 * still fall at the end (too few epochs), or a jump (learning rate too high).
 *
 * @throws {RangeError} If there is no epoch or a loss is not finite.
 */
export function lossPanels(
  history: readonly EpochReport[],
  { theta }: LossOptions = {},
): Plot.PlotOptions[] {
  const action = "draw loss";
  integer(action, "history.length", history.length, 1);
  history.forEach(({ trainingLoss, validationLoss }, i) => {
    finite(action, `history[${i}].trainingLoss`, trainingLoss);
    finite(action, `history[${i}].validationLoss`, validationLoss);
  });
  for (const [name, value] of Object.entries(theta ?? {})) finite(action, `theta.${name}`, value);
  const { offset = 0, prior, exact } = theta ?? {};
  const limits: Limit[] = [
    ...prior === undefined ? [] : [{ value: prior, name: "prior", color: COLORS.prior }],
    ...exact === undefined
      ? []
      : [{ value: exact, name: "exact posterior", color: COLORS.reference }],
  ];
  const curves = history.map(({ epoch, trainingLoss, validationLoss }) => ({
    epoch,
    training: trainingLoss + offset,
    validation: validationLoss + offset,
  }));
  const label = theta
    ? "loss, mean −log q(θ | x) (nats)"
    : "loss in the network's coordinates (nats)";
  const near = limits.filter(({ name }) => name !== "prior");
  const values = curves.flatMap(({ training, validation }) => [training, validation]);
  const [low = 0, high = 1] = extent([...values, ...near.map(({ value }) => value)]);
  const far = prior !== undefined && prior - low > FAR * (high - low);
  const one = { curves, label, best: true };
  return far
    ? [
      lossPanel({ ...one, limits, best: false }),
      lossPanel({ ...one, limits: near, label: null, title: "enlarged" }),
    ]
    : [lossPanel({ ...one, limits })];
}

function lossPanel({ curves, limits, label, best, title = "" }: {
  readonly curves: readonly { epoch: number; training: number; validation: number }[];
  readonly limits: readonly Limit[];
  readonly label: string | null;
  readonly best: boolean;
  readonly title?: string;
}): Plot.PlotOptions {
  const least = curves.reduce((a, b) => b.validation < a.validation ? b : a);
  const [first, last] = [curves[0].epoch, curves[curves.length - 1].epoch];
  const start = first === last ? first - 1 : first;
  const all = [
    ...curves.flatMap(({ training, validation }) => [training, validation]),
    ...limits.map(({ value }) => value),
  ];
  const [low, high] = [min(all) ?? 0, max(all) ?? 1];
  const room = 0.06 * (high - low) || 0.5;
  const line = (y: "training" | "validation", stroke: string) =>
    Plot.lineY(curves, { x: "epoch", y, stroke, strokeWidth: 2 });
  return panel({
    width: 460,
    height: 300,
    marginLeft: 64,
    x: { label: "epoch", domain: [start, last], ...countTicks(start, last) },
    // Room below for the name of the lowest line.
    y: { label, domain: [low - 1.5 * room, high + room], grid: true, ticks: 6 },
    marks: [
      ...limits.flatMap(({ value, name, color }) => [
        Plot.ruleY([value], { stroke: color, strokeWidth: 1.5, strokeDasharray: "6,3" }),
        Plot.text([value], {
          y: (y) => y,
          text: () => `${name}: ${fixed(value, 2)}`,
          frameAnchor: "right",
          textAnchor: "end",
          dx: -4,
          dy: 9,
          fill: color,
        }),
      ]),
      line("training", COLORS.training),
      line("validation", COLORS.posterior),
      Plot.dot([least], {
        x: "epoch",
        y: "validation",
        r: 4.5,
        fill: COLORS.posterior,
        stroke: "white",
      }),
      heading(title, "left"),
      heading(best ? `best epoch ${least.epoch}: ${fixed(least.validation, 2)}` : "", "right"),
    ],
  });
}

/**
 * {@linkcode lossPanels} with their legend.
 *
 * @example Usage
 * ```ts
 * import { lossFigure } from "./loss.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const rest = { learningRate: 5e-4, gradientNorm: 1, summaryRank: 9, skipped: 0, rollbacks: 0, seconds: 20 };
 * const history = [
 *   { epoch: 1, trainingLoss: 7.1, validationLoss: 6.8, ...rest },
 *   { epoch: 2, trainingLoss: 5.9, validationLoss: 5.7, ...rest },
 * ];
 * const { svg } = lossFigure(history, { theta: { offset: -2, prior: 11, exact: -0.6 } });
 * assertMatch(svg, /best epoch 2: 3.70/);
 * ```
 */
export function lossFigure(history: readonly EpochReport[], options: LossOptions = {}): Figure {
  return grid(lossPanels(history, options), {
    columns: 2,
    legend: [
      { label: "training", color: COLORS.training, mark: "line" },
      { label: "validation", color: COLORS.posterior, mark: "line" },
    ],
  });
}
