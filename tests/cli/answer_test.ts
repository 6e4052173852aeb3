import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type Answerer, answerObservation } from "../../lib/cli/answer.ts";
import { answerRecord, encodeDrawsCsv } from "../../lib/cli/answer_json.ts";
import { answerText, answerWarnings } from "../../lib/cli/answer_text.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { key } from "../../lib/core/random.ts";
import { observation } from "../../lib/model/batch.ts";
import { experimentText } from "../../lib/models/lif/experiment.ts";
import {
  type LifFields,
  type LifParameter,
  simConfig,
} from "../../lib/models/lif/simulator/lif.ts";
import { priorAsPosterior } from "../diagnostics/prior_as_posterior.ts";
import { toy, toySubject } from "../diagnostics/toy.ts";

const sim = simConfig({ T: 30 });
const subject = priorAsPosterior(sim);
const { model: { prior } } = subject;
const { observations } = simulateJoint(key(1), subject.model, 1);
const context = {
  assumptions: experimentText(sim),
  numbers: { ...sim },
  units: prior.units,
  name: "r",
  checkpoint: "c",
  notes: [],
};
const options = { seed: 1, count: 40, exact: false };
const plain = await answerObservation(subject, observations, options);

type LifAnswerer = Answerer<LifParameter, LifFields>;

/** The subject with a search for the exact posterior. */
function searching(refine: NonNullable<LifAnswerer["refine"]>): LifAnswerer {
  return { ...subject, refine };
}

Deno.test("answerObservation() answers without a warning what the simulator made", () => {
  assertEquals([plain.warnings, plain.source, plain.leakage], [[], "amortised", 0]);
  const text = answerText(plain, context);
  assertStringIncludes(text, "assumes (r): white current of 200 ± 50 pA");
  assertMatch(text, /could the simulator have made it\? p = [01]\.\d\d \(least possible 0\.0017\)/);
  assertStringIncludes(text, "V_th (mV)");
  assertEquals(answerWarnings(plain, { ...context, notes: ["x"] }), ["note: x"]);
});

Deno.test("answerRecord() has the table, both p-values, the experiment and no warning", () => {
  const record = JSON.parse(JSON.stringify(answerRecord(plain, context)));
  assertEquals(record.posterior.length, 6);
  const { name, unit, quantiles } = record.posterior[1];
  assertEquals([name, unit, Object.keys(quantiles)], ["tau_m", "ms", ["0.05", "0.5", "0.95"]]);
  assert(record.p >= record.least_p && record.least_p < record.level);
  assertEquals([record.warnings, record.draws, record.exact], [[], 40, undefined]);
  assertEquals([record.experiment.T, record.experiment.I_mean], [30, 200]);
  assertEquals(record.checkpoint, { file: "c", model: "r" });
});

Deno.test("answerObservation() goes on with exact draws where they are found", async () => {
  const draws = prior.sample(key(5), 40);
  const refinement = {
    draws,
    exact: true,
    method: "importance",
    efficiency: 0.9,
    paretoK: 0.1,
    logEvidence: -1,
    logEvidenceSe: 0.1,
    problems: [],
  } as const;
  const found = searching(() => Promise.resolve(refinement));
  const answer = await answerObservation(found, observations, { ...options, exact: true });
  assertEquals([answer.source, answer.draws, answer.warnings], ["exact", draws, []]);
  assertStringIncludes(answerText(answer, context), "found by");
  const { exact, amortised } = JSON.parse(JSON.stringify(answerRecord(answer, context)));
  assertEquals([exact.found, exact.method, amortised.length], [true, "importance", 6]);
  const [head, first] = encodeDrawsCsv(answer).split("\n");
  assertEquals(head, "V_th,tau_m,g_L,V_reset,V_init,E_L,exact,in_prior,warnings");
  assertEquals(first, [...draws.values.subarray(0, 6), 1, 1, 0].join(","));
});

Deno.test("answerObservation() keeps the amortised answer, and warns, where the search fails", async () => {
  const failed = searching(() => Promise.reject(new RangeError("Cannot refine as x: y")));
  const answer = await answerObservation(failed, observations, { ...options, exact: true });
  assertEquals([answer.source, answer.draws], ["amortised", plain.draws]);
  assertEquals(answer.warnings.map(({ kind }) => kind), ["exact"]);
  assertStringIncludes(answer.warnings[0].message, "amortised: Cannot refine as x: y");
  assertEquals(JSON.parse(JSON.stringify(answerRecord(answer, context))).exact, {
    found: false,
    problems: ["Cannot refine as x: y"],
  });
  assertEquals(encodeDrawsCsv(answer).split("\n")[1].split(",").slice(6), ["0", "1", "1"]);
  const broken = searching(() => Promise.reject(new TypeError("x is not a function")));
  await assertRejects(
    () => answerObservation(broken, observations, { ...options, exact: true }),
    TypeError,
  );
});

Deno.test("answerObservation() marks draws outside the prior, and warns of them", async () => {
  const leaky: LifAnswerer = {
    ...subject,
    posterior: {
      ...subject.posterior,
      sample: async (key, observations, count) => {
        const draws = await subject.posterior.sample(key, observations, count);
        return { ...draws, values: draws.values.map((v, i) => i % 12 === 0 ? -40 : v) };
      },
    },
  };
  const answer = await answerObservation(leaky, observations, options);
  assertEquals(answer.leakage, 0.5);
  assertEquals([...answer.inPrior.subarray(0, 4)], [0, 1, 0, 1]);
  assertEquals(answer.warnings.map(({ kind }) => kind), ["leakage"]);
  assertStringIncludes(answerText(answer, context), "50 % of the draws lie outside the prior");
  assertEquals(encodeDrawsCsv(answer).split("\n")[1].split(",").slice(6), ["0", "0", "1"]);
});

Deno.test("answerObservation() refuses fewer than two draws", async () => {
  await assertRejects(
    () => answerObservation(subject, observations, { ...options, count: 1 }),
    RangeError,
    "Cannot infer from observation as draws must be an integer >= 2: current value is 1",
  );
});

Deno.test("answerObservation() answers for any fields, and reports that there is no likelihood", async () => {
  const { observations } = simulateJoint(key(2), toy, 1);
  const one = observation(observations, 0);
  const answer = await answerObservation(toySubject, one, { ...options, exact: true });
  assertEquals(answer.warnings.map(({ kind }) => kind), ["exact"]);
  assertStringIncludes(answer.warnings[0].message, "the model has no likelihood");
  const record = JSON.parse(JSON.stringify(
    answerRecord(answer, { ...context, assumptions: "", numbers: {}, units: toy.prior.units }),
  ));
  assertEquals([record.tests.kind, record.posterior.length], [null, 2]);
  const values = { ...one.values, point: Float32Array.of(30) };
  const { warnings } = await answerObservation(toySubject, { ...one, values }, options);
  assertEquals(warnings.map(({ kind }) => kind), ["distances", "replicates"]);
  assertStringIncludes(warnings[0].message, "point.x 30, simulations");
});
