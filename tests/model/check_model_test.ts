import { assertEquals, assertThrows } from "@std/assert";
import { row, type Theta } from "../../lib/core/draws.ts";
import { fold, key, type Rng, stream } from "../../lib/core/random.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import { normal } from "../../lib/distributions/normal.ts";
import type { Prior } from "../../lib/distributions/prior.ts";
import { uniform } from "../../lib/distributions/uniform.ts";
import { rowOf } from "../../lib/model/batch.ts";
import { checkModel } from "../../lib/model/check_model.ts";
import { type Fields, series, set, vector } from "../../lib/model/field.ts";
import { model } from "../../lib/model/model.ts";
import type { JointModel, Simulator } from "../../lib/model/simulator.ts";
import { walk } from "./walk.ts";

const prior = chain({ mu: normal({ mean: 0, sd: 1 }), nu: uniform({ low: 0, high: 1 }) });
const fields = { x: vector(["a", "b"]), points: set(vector(["at"]), { most: 3 }) };
type Own = Simulator<"mu" | "nu", typeof fields>;

/** Two numbers, and up to three points. */
const good: Own = {
  parameters: prior.names,
  fields,
  simulate(rng, { mu, nu }, { x, points }) {
    x[0] = mu + rng.normal();
    x[1] = rng.uniform();
    points.size = Math.floor(4 * rng.uniform());
    for (let i = 0; i < points.size; i++) points.values[i] = nu * rng.uniform();
  },
};
/** The same, many rows at a time. */
const goodRows: NonNullable<Own["simulateRows"]> = (key, from, theta, out) => {
  for (let i = 0; i < theta.count; i++) {
    good.simulate(stream(fold(key, from + i)), row(theta, i), rowOf(out, i));
  }
};

/** The model whose simulator then does something else to what was simulated. */
function changed(
  change: (draw: Parameters<Own["simulate"]>) => void,
): JointModel<"mu" | "nu", typeof fields> {
  const simulator: Own = {
    ...good,
    simulate(...draw) {
      good.simulate(...draw);
      change(draw);
    },
  };
  return { prior, simulator };
}

function assertRefused<Name extends string, X extends Fields>(
  model: JointModel<Name, X>,
  words: string,
  draw = / for mu = [-\d.e]+, nu = /,
): void {
  const { message } = assertThrows(() => checkModel(key(1), model), RangeError);
  assertEquals([message.startsWith(`Cannot use model as ${words}`), message], [true, message]);
  assertEquals([draw.test(message), message], [true, message]);
}

Deno.test("checkModel() accepts models of vectors, series, sets and conditions", () => {
  checkModel(key(1), walk);
  checkModel(key(1), { prior, simulator: good });
});

Deno.test("checkModel() refuses randomness of the simulator's own, in values and in sizes", () => {
  // What Math.random() would do, but the same in every run of this test.
  const own = stream(key(2));
  const words = "it must simulate the same from the same stream of random numbers: ";
  assertRefused(
    changed(([, , { x }]) => x[1] = own.uniform()),
    `${words}x of draw 0 differs the second time`,
  );
  // Only sometimes.
  let calls = 0;
  assertRefused(
    changed(([, , { x }]) => x[1] += ++calls % 40 === 18 && calls > 40 ? 1 : 0),
    `${words}x of draw 17 differs the second time`,
  );
  let more = 0;
  assertRefused(
    changed(([, , { points }]) => {
      points.values.fill(0);
      points.size = ++more === 45 ? 1 : 0;
    }),
    `${words}points of draw 4 differs the second time`,
  );
});

Deno.test("checkModel() refuses a simulator that depends on the draw before", () => {
  let before = 0;
  assertRefused(
    changed(([, { mu }, { x }]) => {
      x[1] = before;
      before = mu;
    }),
    "it must simulate the same from the same stream of random numbers: x of draw 0 differs",
  );
  // The first of a run starts anew, so that a run can be repeated.
  let calls = 0, last = 0;
  assertRefused(
    changed(([, { mu }, { x }]) => {
      x[1] = calls++ % 40 === 0 ? 0 : last;
      last = mu;
    }),
    "an observation must depend on its draw and its stream only: x of draw 39 differs when",
  );
});

Deno.test("checkModel() refuses rows that are not those made one by one", () => {
  const rowsOf = (simulateRows: typeof goodRows): JointModel<"mu" | "nu", typeof fields> => ({
    prior,
    simulator: { ...good, simulateRows },
  });
  checkModel(key(1), rowsOf(goodRows));
  assertRefused(
    rowsOf((key, from, theta, out) => {
      goodRows(key, from, theta, out);
      out.values.x[7] += 1e-6;
    }),
    "simulateRows must give what simulate gives: x of draw 3 differs",
  );
  assertRefused(
    rowsOf((key, from, theta, out) => {
      goodRows(key, from, theta, out);
      const full = out.sizes!.points.findIndex((size) => size > 0);
      out.values.points.fill(0, 3 * full, 3 * full + 3);
      out.sizes!.points[full] = 0;
    }),
    "simulateRows must give what simulate gives: points of draw ",
  );
  assertRefused(
    rowsOf((key, _, theta, out) => goodRows(key, 0, theta, out)),
    "an observation must depend on its draw and its stream only: x of draw 39 differs when",
  );
});

Deno.test("checkModel() refuses what is no number, and a set that has too few values", () => {
  assertRefused(
    changed(([, { mu }, { x }]) => x[1] = Math.sqrt(mu + 1)),
    "x must be finite: value 1 of draw ",
    /, for mu = -[1-9][\d.]+, nu = /,
  );
  assertRefused(
    changed(([, , { points }]) => points.size = 0),
    "points must hold 0 beyond the 0 elements of draw ",
  );
  const events = { events: series({ length: 2, step: 1, binary: true }) };
  const simulator: Simulator<"mu" | "nu", typeof events> = {
    parameters: prior.names,
    fields: events,
    simulate: (rng, { mu, nu }, row) =>
      row.events.set([Number(rng.normal() < mu), nu < 0.9 ? 1 : 2]),
  };
  assertRefused({ prior, simulator }, "events must be 0 or 1: sample 1 of draw ");
});

Deno.test("checkModel() reports the draw of a model() that returns NaN or another length", () => {
  const returning = (simulate: (mu: number) => number[]) => () =>
    checkModel(
      key(1),
      model({
        name: "odd",
        prior,
        observables: { x: vector(["x"]) },
        simulate: (_, { mu }) => ({ x: simulate(mu) }),
      }),
    );
  const error = assertThrows(
    returning((mu) => [Math.log(mu)]),
    RangeError,
    "Cannot simulate odd as x must be finite in single precision: value 0 is NaN, for mu = -",
  );
  assertEquals(error.message.includes(", nu = 0."), true);
  assertThrows(
    returning((mu) => mu > 1 ? [1, 2] : [mu]),
    RangeError,
    "x must have 1 values: it has 2, for mu = 1.",
  );
});

Deno.test("checkModel() refuses a prior with a wrong density", () => {
  const nu = normal({ mean: 0, sd: 1 });
  const lying = chain({ mu: { ...nu, logProb: (x) => nu.logProb(x) + 0.1 }, nu });
  assertThrows(
    () => checkModel(key(1), { prior: lying, simulator: good }),
    RangeError,
    "Cannot use prior as the density of mu must match its map: at z = ",
  );
});

/** A model of two parameters and one number. */
const seen = <Name extends string>(
  prior: Prior<Name>,
  x: (theta: Theta<Name>, rng: Rng) => number,
) =>
  model({
    name: "seen",
    prior,
    observables: { x: vector(["x"]) },
    simulate: (rng, theta) => ({ x: [x(theta, rng)] }),
  });

Deno.test("checkModel() refuses a parameter that never moves the observation", () => {
  const forgetful = seen(prior, ({ mu }, rng) => mu + rng.normal());
  assertRefused(
    forgetful,
    "every parameter must move the observation: nu does not, in 1000 changes, such as for mu = ",
    /mu = .*, nu = /,
  );
  // Too little for single precision: it can't be inferred either.
  assertRefused(seen(prior, ({ mu, nu }) => 1 + nu + 1e-13 * mu), "every parameter must move");
});

Deno.test("checkModel() accepts a parameter that moves the observation in rare draws only", () => {
  // One draw of a hundred, and one of three hundred.
  checkModel(key(1), seen(prior, ({ mu, nu }, rng) => mu + (rng.uniform() < 0.01 ? nu : 0)));
  checkModel(key(1), seen(prior, ({ mu, nu }, rng) => mu + (rng.uniform() < 0.003 ? nu : 0)));
  checkModel(key(1), seen(prior, ({ mu, nu }) => mu + Math.max(0, nu - 0.99)));
  assertRefused(
    seen(prior, ({ mu, nu }, rng) => mu + (rng.uniform() < 1e-5 ? nu : 0)),
    "every parameter must move the observation: nu does not",
  );
});

Deno.test("checkModel() accepts a parameter whose values are bound to another's, and on atoms", () => {
  const narrow = chain({
    low: normal({ mean: 0, sd: 1 }),
    high: ({ low }) => uniform({ low, high: low + 1e-4 }),
  });
  checkModel(key(1), seen(narrow, ({ low, high }) => low + 1e3 * (high - low)));
  const atoms = clipped(normal({ mean: 0, sd: 1 }), { low: 1.5, high: 4 });
  checkModel(key(1), seen(chain({ rate: atoms }), ({ rate }, rng) => rate + rng.normal()));
});

Deno.test("checkModel() accepts a parameter that moves the observation by way of others", () => {
  const levels = chain({
    population: normal({ mean: 0, sd: 1 }),
    one: ({ population }) => normal({ mean: population, sd: 1 }),
  });
  checkModel(key(1), seen(levels, ({ one }, rng) => one + rng.normal()));
  assertRefused(
    seen(levels, ({ population }, rng) => population + rng.normal()),
    "every parameter must move the observation: one does not",
    /population = .*, one = /,
  );
});
