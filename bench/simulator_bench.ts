/**
 * Prior, simulator and statistics on one core, by WebAssembly and by plain TypeScript in turns, so
 * that their ratio holds on a busy machine; two workers against one; then the memory that a growing
 * pool takes:
 * deno run --allow-read=lib,bench,deno.json bench/simulator_bench.ts [rows of the largest pool]
 *
 * @module
 */
import { adapter } from "../lib/model/adapter.ts";
import { blankRows, fillRows } from "../lib/model/fill_rows.ts";
import { simulateJoint } from "../lib/model/dataset.ts";
import { blankBatch } from "../lib/model/batch.ts";
import { lifPrior } from "../lib/models/lif/prior/lif.ts";
import { key } from "../lib/core/random.ts";
import { lif, simConfig } from "../lib/models/lif/simulator/lif.ts";
import { fitStandardisation } from "../lib/model/standardisation.ts";
import { lifStatistics } from "../lib/models/lif/statistics/lif.ts";

const prior = lifPrior();
const simulator = lif();
const statistics = lifStatistics(simConfig());
const { observations } = simulateJoint(key(1), { prior, simulator }, 1000);
const standardisation = fitStandardisation(statistics, observations);

/** The same parts without their faster ways. */
const { simulateRows: _rows, ...plainSimulator } = simulator;
const { writeRows: _write, ...plainStatistics } = statistics;

const ways = [
  { name: "WebAssembly", model: { prior, simulator }, summaries: statistics },
  {
    name: "TypeScript",
    model: { prior, simulator: plainSimulator },
    summaries: plainStatistics,
  },
].map((way) => ({
  ...way,
  adapter: adapter({
    prior,
    fields: simulator.fields,
    summaries: way.summaries,
    standardisation,
  }),
}));

const ROWS = 128;
const ROUNDS = 200;
const into = blankBatch(simulator.fields, ROWS);
const rows = blankRows(ways[0].adapter, ROWS);

/** The fastest of many short rounds, in µs a row: what other work on the machine disturbs least. */
const tasks = ways.flatMap(({ name, model, adapter }) => [
  {
    name: `prior and simulator, ${name}`,
    run: () => void simulateJoint(key(1), model, ROWS, { into }),
    best: Infinity,
  },
  {
    name: `prior, simulator, statistics, ${name}`,
    run: () => fillRows(key(1), model, adapter, { from: 0, to: ROWS }, rows, 0),
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
  console.log(`${name}: ${best.toFixed(1)} µs, ${Math.round(1e6 / best)} rows a second`);
}
console.log(`ratio of traces ${(tasks[2].best / tasks[0].best).toFixed(2)}`);
console.log(`ratio of rows ${(tasks[3].best / tasks[1].best).toFixed(2)}`);

/** Rows that each worker fills in a round: few, so that some rounds are not disturbed. */
const SHARE = 128;
const workers = [0, 1].map(() =>
  new Worker(new URL("./simulator_worker.ts", import.meta.url), { type: "module" })
);

/** The time in which `count` workers fill a share each, in ms. */
async function together(count: number): Promise<number> {
  const start = performance.now();
  await Promise.all(
    workers.slice(0, count).map((worker, i) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      worker.onmessage = () => resolve();
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ from: i * SHARE, to: (i + 1) * SHARE });
      return promise;
    }),
  );
  return performance.now() - start;
}

await together(2); // a worker's first share waits until its modules are loaded
const times = { one: Infinity, two: Infinity };
for (let round = 0; round < 1000; round++) {
  times.one = Math.min(times.one, await together(1));
  times.two = Math.min(times.two, await together(2));
}
for (const worker of workers) worker.terminate();
console.log(
  `rows a second by one worker ${Math.round(1000 * SHARE / times.one)}, by two ` +
    `${Math.round(2000 * SHARE / times.two)}: ${(2 * times.one / times.two).toFixed(2)} times`,
);

// Rows stream through one ring, as in training on fresh simulations.
const largest = Number(Deno.args[0] ?? 200_000);
const [{ model, adapter: own }] = ways;
const ring = blankRows(own, 20_000);
for (let from = 0; from < largest; from += ring.count) {
  const to = Math.min(largest, from + ring.count);
  fillRows(key(2), model, own, { from, to }, ring, 0);
  if (from === 0 || Number.isInteger(Math.log2(to / ring.count)) || to === largest) {
    const { rss } = Deno.memoryUsage();
    console.log(`${to} rows: ${Math.round(rss / 2 ** 20)} MiB resident`);
  }
}
