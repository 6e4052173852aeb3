/**
 * The adaptive exponential integrate-and-fire neuron on one core, its simulator alone and with prior and
 * stimuli, by WebAssembly and by plain TypeScript in turns; the fastest of many short rounds:
 * deno run --allow-read=lib,bench bench/adex_simulator_bench.ts
 *
 * @module
 */
import { blankBatch } from "../lib/model/batch.ts";
import { simulate, simulateJoint } from "../lib/model/dataset.ts";
import { adexPrior } from "../lib/models/adex/prior/adex.ts";
import { adex } from "../lib/models/adex/simulator/adex.ts";
import { key } from "../lib/core/random.ts";
import { type Task, timeInTurns } from "./timing.ts";

const prior = adexPrior();
const simulator = adex();
/** The same without its faster way. */
const { simulateRows: _rows, ...plain } = simulator;

const count = 128;
const into = blankBatch(simulator.fields, count);
const { theta, observations: given } = simulateJoint(key(1), { prior, simulator }, count);

const ways = [["WebAssembly", simulator], ["TypeScript", plain]] as const;
const tasks = ways.flatMap(([name, way]): Task[] => [
  {
    ...{ what: `simulator, ${name}`, count, unit: "/s" },
    run: () => simulate(key(1), way, theta, { into, given }),
  },
  {
    ...{ what: `prior, stimuli and simulator, ${name}`, count, unit: "/s" },
    run: () => simulateJoint(key(1), { prior, simulator: way }, count, { into }),
  },
]);
for (const { what, best } of await timeInTurns(tasks, 100)) {
  console.log(`${what}: ${Math.round(best)} traces a second`);
}
