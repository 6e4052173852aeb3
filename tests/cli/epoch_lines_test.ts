import { assertEquals, assertStringIncludes } from "@std/assert";
import { epochLines } from "../../lib/cli/epoch_lines.ts";

const epoch = {
  epoch: 3,
  trainingLoss: 1.23456,
  validationLoss: 2,
  learningRate: 1e-3,
  gradientNorm: 1,
  summaryRank: 8,
  skipped: 0,
  rollbacks: 0,
  seconds: 61,
};

Deno.test("epochLines() are one line when all went well", () => {
  assertEquals(epochLines(epoch), [
    "epoch 3: training loss 1.235, validation loss 2.000, 1 min 01 s",
  ]);
});

Deno.test("epochLines() warn of bad batches and of collapsed summaries", () => {
  const [, bad, collapsed] = epochLines({ ...epoch, skipped: 4, rollbacks: 1, summaryRank: 1 });
  assertStringIncludes(bad, "4 batches of epoch 3 were kept from the weights");
  assertStringIncludes(bad, "went back 1 times");
  assertStringIncludes(collapsed, "summaries have collapsed: they vary in 1.00 directions");
});
