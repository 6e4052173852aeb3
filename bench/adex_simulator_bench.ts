/**
 * The adaptive exponential integrate-and-fire neuron on one core, its simulator alone and with prior and
 * stimuli, by WebAssembly and by plain TypeScript in turns, so that their ratio holds on a busy machine:
 * deno run --allow-read=lib,bench bench/adex_simulator_bench.ts
 *
 * @module
 */
import { blankBatch } from "../lib/model/batch.ts";
import { simulate, simulateJoint } from "../lib/model/dataset.ts";
import { adexPrior } from "../lib/models/adex/prior/adex.ts";
import { adex } from "../lib/models/adex/simulator/adex.ts";
import { key } from "../lib/core/random.ts";

const prior = adexPrior();
const simulator = adex();
/** The same without its faster way. */
const { simulateRows: _rows, ...plain } = simulator;

const ROWS = 128;
const ROUNDS = 100;
const into = blankBatch(simulator.fields, ROWS);
const { theta, observations: given } = simulateJoint(key(1), { prior, simulator }, ROWS);

/** The fastest of many short rounds, in µs a trace: what other work on the machine disturbs least. */
const tasks = [{ name: "WebAssembly", way: simulator }, { name: "TypeScript", way: plain }]
  .flatMap(({ name, way }) => [
    {
      name: `simulator, ${name}`,
      run: () => void simulate(key(1), way, theta, { into, given }),
      best: Infinity,
    },
    {
      name: `prior, stimuli and simulator, ${name}`,
      run: () => void simulateJoint(key(1), { prior, simulator: way }, ROWS, { into }),
      best: Infinity,
    },
  ]);
for (let round = 0; round < ROUNDS; round++) {
  for (const task of tasks) {
    const start = performance.now();
    task.run();
    task.best = Math.min(task.best, 1000 * (performance.now() - start) / ROWS);
  }
}
for (const { name, best } of tasks) {
  console.log(`${name}: ${best.toFixed(1)} µs, ${Math.round(1e6 / best)} traces a second`);
}
console.log(`ratio of simulators ${(tasks[2].best / tasks[0].best).toFixed(2)}`);
