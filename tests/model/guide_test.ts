import { assertAlmostEquals, assertEquals } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { adapter, networkInputs } from "../../lib/model/adapter.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { featuresOf, type Guide } from "../../lib/model/guide.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import { summarise } from "../../lib/model/summary_variables.ts";
import { type ConjugateFields, exact, means, turned } from "./conjugate.ts";

const data = simulateJoint(key(1), means, 50);
const parts = { prior: means.prior, fields: means.simulator.fields };
const adapterOf = (guide: Guide<ConjugateFields>) => {
  const standardisation = fitStandardisation(featuresOf(guide), data.observations);
  return adapter({ ...parts, guide, standardisation });
};

Deno.test("featuresOf() are what a network is fed with", () => {
  const { summaryVariables } = adapterOf(exact).prepare(data.observations);
  const rows = summarise(featuresOf(exact), data.observations);
  const { mean, sd } = fitStandardisation(featuresOf(exact), data.observations);
  rows.forEach((value, i) =>
    assertAlmostEquals(summaryVariables[i], (value - mean[i % 3]) / sd[i % 3], 1e-6)
  );
  assertEquals(networkInputs({ guide: exact }).names, exact.names);
});

Deno.test("a guide's features in another order change no coordinate", () => {
  const [one, other] = [exact, turned].map((guide) => adapterOf(guide).adapt(data));
  assertEquals(other.inferenceVariables, one.inferenceVariables);
  for (let row = 0; row < 50; row++) {
    const cut = (values: Float32Array) => [...values.subarray(3 * row, 3 * row + 3)];
    assertEquals(cut(other.summaryVariables), cut(one.summaryVariables).reverse());
  }
});

Deno.test("adapter() makes each observation's guide once, and its transform when it is asked for", () => {
  let made = 0, transforms = 0;
  const counting: Guide<ConjugateFields> = {
    names: exact.names,
    of(observations, row) {
      made++;
      const own = exact.of(observations, row);
      return {
        ...own,
        transform: () => {
          transforms++;
          return own.transform();
        },
      };
    },
  };
  const { prepare, adapt } = adapterOf(counting);
  made = 0;
  prepare(data.observations);
  assertEquals([made, transforms], [50, 0]);
  adapt(data);
  assertEquals([made, transforms], [100, 50]);
});

Deno.test("adapter() puts a guide's features before the summaries", () => {
  const summaries = {
    shape: [2],
    names: ["a", "b"],
    write: (
      { values: { x } }: typeof data.observations,
      row: number,
      out: Float32Array,
      at: number,
    ) => out.set(x.subarray(2 * row, 2 * row + 2), at),
  };
  const inputs = networkInputs({ guide: exact, summaries });
  const standardisation = fitStandardisation(inputs, data.observations);
  const both = adapter({ ...parts, guide: exact, summaries, standardisation });
  assertEquals(both.summaryShape, [5]);
  const { summaryVariables } = both.prepare(data.observations);
  const rows = summarise(inputs, data.observations);
  const { mean, sd } = standardisation;
  rows.forEach((value, i) =>
    assertAlmostEquals(summaryVariables[i], (value - mean[i % 5]) / sd[i % 5], 1e-6)
  );
});
