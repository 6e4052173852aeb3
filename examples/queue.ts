/**
 * A queue with one server (M/G/1; Papamakarios & Murray 2016, arXiv:1605.06376): service times are
 * uniform on [theta1, theta2], arrivals come at the rate theta3, and what is observed are the times
 * between departures. How many customers are observed is a number of the kit: `--set customers=20`.
 * The times have a heavy tail, so the network reads their logarithms, in order and sorted.
 *
 * @module
 */
import {
  type Batch,
  chain,
  type KitFamily,
  model,
  series,
  type SeriesField,
  type SummaryVariables,
  uniform,
} from "../lib/mod.ts";

type Names = "theta1" | "theta2" | "theta3";
type Fields = { readonly gaps: SeriesField };

/** log gaps in order, and sorted. */
function summariesOf(customers: number): SummaryVariables<Fields> {
  const names = Array.from({ length: customers }, (_, i) => i + 1);
  return {
    shape: [2 * customers],
    names: [...names.map((i) => `log gap ${i}`), ...names.map((i) => `sorted log gap ${i}`)],
    write({ values }: Batch<Fields>, row, out, offset) {
      const logs = values.gaps.slice(row * customers, (row + 1) * customers).map(Math.log);
      out.set(logs, offset);
      out.set(logs.sort(), offset + customers);
    },
  };
}

const family: KitFamily<Names, Fields> = {
  numbers: { customers: 50 },
  kit: ({ customers }) => ({
    name: "queue",
    model: model({
      name: "queue",
      prior: chain({
        theta1: uniform({ low: 0, high: 10 }),
        theta2: ({ theta1 }) => uniform({ low: theta1, high: theta1 + 10 }),
        theta3: uniform({ low: 0, high: 1 / 3 }),
      }),
      observables: { gaps: series({ length: customers, step: 1 }) },
      simulate(rng, { theta1, theta2, theta3 }) {
        let arrived = 0, left = 0;
        const gaps = Array.from({ length: customers }, () => {
          arrived -= Math.log(1 - rng.uniform()) / theta3;
          const service = theta1 + (theta2 - theta1) * rng.uniform();
          const gap = service + Math.max(0, arrived - left);
          left += gap;
          return gap;
        });
        return { gaps };
      },
    }),
    summaries: summariesOf(customers),
  }),
};
export default family;
