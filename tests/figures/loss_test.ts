import { assertEquals, assertThrows } from "@std/assert";
import { lossFigure, lossPanel } from "../../lib/figures/loss.ts";
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

Deno.test("lossPanel() says what its axes are", () => {
  const { x, y } = lossPanel([epoch(1, 3, 4), epoch(2, 2, 3)]);
  assertEquals(x?.label, "epoch");
  assertEquals(y?.label, "loss, mean −log q (nats)");
});

Deno.test("lossFigure() marks the epoch of least validation loss", () => {
  const lines = linesOf(lossFigure([epoch(1, 3, 4), epoch(2, 1, -0.5), epoch(3, 0, 2)]).svg);
  assertEquals(lines[0], "━━training━━validation");
  assertEquals(lines.at(-1), "best epoch 2: −0.50");
});

Deno.test("lossPanel() refuses an empty history and a loss that isn't finite", () => {
  assertThrows(
    () => lossPanel([]),
    RangeError,
    "Cannot draw loss as history.length must be an integer >= 1: current value is 0",
  );
  assertThrows(
    () => lossPanel([epoch(1, 3, 4), epoch(2, NaN, 3)]),
    RangeError,
    "Cannot draw loss as history[1].trainingLoss must be finite: current value is NaN",
  );
});
