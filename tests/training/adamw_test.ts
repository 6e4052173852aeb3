import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { type AdamState, adamStep, clip } from "../../lib/training/adamw.ts";
import { warmupCosine } from "../../lib/training/schedule.ts";
import { trainConfig } from "../../lib/training/train_config.ts";

/** The state before the first step. */
function adamInit(size: number): AdamState {
  return { step: 0, mean: new Float32Array(size), square: new Float32Array(size) };
}

Deno.test("adamStep() takes PyTorch's steps", () => {
  // python3 (torch 2.13.0):
  // w = torch.nn.Parameter(torch.tensor([1.0, -2.0, 0.5]))
  // o = torch.optim.AdamW([w], lr=0.1, weight_decay=0.05, eps=1e-7)
  // for g in ([.3, -1, 0], [.1, 2, .2], [-.5, .7, 1]):
  //     w.grad = torch.tensor(g); o.step(); print(w.tolist())
  const expected = [
    [0.895, -1.89, 0.4975],
    [0.8034187, -1.91716, 0.4205989],
    [0.817439, -1.953676, 0.3445783],
  ];
  const weights = Float32Array.of(1, -2, 0.5);
  let state = adamInit(3);
  [[0.3, -1, 0], [0.1, 2, 0.2], [-0.5, 0.7, 1]].forEach((gradient, step) => {
    state = adamStep(weights, Float32Array.from(gradient), state, {
      learningRate: 0.1,
      weightDecay: 0.05,
    });
    weights.forEach((w, i) => assertAlmostEquals(w, expected[step][i], 1e-6));
  });
});

Deno.test("adamStep() finds the bottom of a valley", () => {
  const weights = Float32Array.of(3, -4);
  let state = adamInit(2);
  for (let i = 0; i < 500; i++) {
    const gradient = Float32Array.of(2 * (weights[0] - 1), 20 * (weights[1] + 1));
    state = adamStep(weights, gradient, state, { learningRate: 0.05, weightDecay: 0 });
  }
  assertAlmostEquals(weights[0], 1, 1e-2);
  assertAlmostEquals(weights[1], -1, 1e-2);
});

Deno.test("clip() scales long gradients and leaves short ones", () => {
  const gradient = Float32Array.of(3, 4);
  clip(gradient, 5, 10);
  assertAlmostEquals(Math.hypot(...gradient), 5, 1e-6);
  clip(gradient, 5, 1);
  assertAlmostEquals(Math.hypot(...gradient), 1, 1e-6);
  assertAlmostEquals(gradient[0] / gradient[1], 0.75, 1e-6);
});

Deno.test("warmupCosine() rises, peaks and falls to zero", () => {
  const rate = warmupCosine({ peak: 2, warmup: 0.1, steps: 1000 });
  const rates = Array.from({ length: 1000 }, (_, step) => rate(step));
  for (let step = 1; step < 100; step++) assert(rates[step] > rates[step - 1]);
  for (let step = 101; step < 1000; step++) assert(rates[step] < rates[step - 1]);
  assertAlmostEquals(Math.max(...rates), 2, 1e-12);
  assertAlmostEquals(rates[549], 1, 1e-2);
  assertAlmostEquals(rates[999], 0, 1e-12);
});

Deno.test("trainConfig() names the field that can't be", () => {
  assertThrows(() => trainConfig({ epochs: 0 }), RangeError, "epochs must be an integer >= 1");
  assertThrows(() => trainConfig({ warmup: 2 }), RangeError, "warmup must be in [0, 1]");
  assertThrows(() => trainConfig({ n_train: 100 }), RangeError, "n_train must be >= batch_size");
  assertThrows(() => trainConfig({ learning_rate: NaN }), RangeError, "learning_rate must be > 0");
  assertThrows(() => trainConfig({ muon: 2 }), RangeError, "muon must be in [0, 1]");
  assertThrows(() => trainConfig({ muon: 0.5 }), RangeError, "muon must be an integer >= 0");
  assertThrows(() => trainConfig({ lr: 1 } as object), TypeError, 'unknown key "lr"');
});
