import { assert, assertEquals, assertThrows } from "@std/assert";
import { lossFigure, lossPanels } from "../../lib/figures/loss.ts";
import { linesOf } from "./reading.ts";

const epoch = (epoch: number, trainingLoss: number, validationLoss: number) => ({
  epoch,
  trainingLoss,
  validationLoss,
  learningRate: 1e-3,
  gradientNorm: 1,
  summaryRank: 8,
  skipped: 0,
  rollbacks: 0,
  seconds: 1,
});

const history = [epoch(1, 3, 4), epoch(2, 1, 2), epoch(3, 0, 3)];

Deno.test("lossPanels() labels its axes, and marks losses that can't be compared with others", () => {
  const [{ x, y }, ...more] = lossPanels(history);
  assertEquals([x?.label, y?.label], ["epoch", "loss in the network's coordinates (nats)"]);
  assertEquals(more, []);
  const [theta] = lossPanels(history, { theta: { offset: 1 } });
  assertEquals(theta.y?.label, "loss, mean −log q(θ | x) (nats)");
});

Deno.test("lossFigure() reports losses in nats of theta, between the prior's and the exact posterior's", () => {
  const lines = linesOf(lossFigure(history, { theta: { offset: -2, prior: 9, exact: -1.5 } }).svg);
  for (const text of ["prior: 9.00", "exact posterior: −1.50", "best epoch 2: 0.00"]) {
    assert(lines.includes(text), text);
  }
});

Deno.test("lossPanels() show curves far below the prior once more, enlarged", () => {
  const scale = { offset: 0, prior: 60, exact: 1 };
  const [all, enlarged] = lossPanels(history, { theta: scale });
  const [low, high] = all.y?.domain as number[];
  assert(low < 0 && high > 60);
  assertEquals((enlarged.y?.domain as number[]).map((end) => Math.round(10 * end)), [-4, 42]);
  assertEquals(lossPanels(history, { theta: { ...scale, prior: 12 } }).length, 1);
  const lines = linesOf(lossFigure(history, { theta: scale }).svg);
  assertEquals(lines.filter((line) => line.startsWith("best")), ["best epoch 2: 2.00"]);
  assertEquals(lines.filter((line) => line.startsWith("exact")).length, 2);
});

Deno.test("lossFigure() marks the epoch of least validation loss", () => {
  const lines = linesOf(lossFigure([epoch(1, 3, 4), epoch(2, 1, -0.5), epoch(3, 0, 2)]).svg);
  assertEquals(lines[0], "━━training━━validation");
  assertEquals(lines.at(-1), "best epoch 2: −0.50");
});

Deno.test("lossPanels() refuse an empty history and a loss that isn't finite", () => {
  assertThrows(
    () => lossPanels([]),
    RangeError,
    "Cannot draw loss as history.length must be an integer >= 1: current value is 0",
  );
  assertThrows(
    () => lossPanels([epoch(1, 3, 4), epoch(2, NaN, 3)]),
    RangeError,
    "Cannot draw loss as history[1].trainingLoss must be finite: current value is NaN",
  );
  assertThrows(
    () => lossPanels(history, { theta: { offset: 0, exact: NaN } }),
    RangeError,
    "Cannot draw loss as theta.exact must be finite: current value is NaN",
  );
});
