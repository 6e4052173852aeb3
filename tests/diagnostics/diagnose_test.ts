import { assert, assertEquals, assertRejects } from "@std/assert";
import { startBackend } from "../../lib/compute/backend.ts";
import { namedCheckpoint } from "../../lib/cli/checkpoint_files.ts";
import { loadWorkflow } from "../../lib/cli/store.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import { lifDiagnosticParts } from "../../lib/models/lif/checks/lif_parts.ts";
import { diagnose, type Diagnosis } from "../../lib/diagnostics/diagnose.ts";
import { key } from "../../lib/core/random.ts";
import {
  LIF_PARAMETERS,
  type LifParameter,
  simConfig,
} from "../../lib/models/lif/simulator/lif.ts";
import { needs } from "../permissions.ts";
import { toy, type ToyFields, type ToyName, toyPosterior, toySubject } from "./toy.ts";
import type { PredictiveCheck } from "../../lib/diagnostics/checks/parts.ts";
import { type LifSubject, priorAsPosterior } from "./prior_as_posterior.ts";

/** What becomes of the draws of one parameter in one observation, given their mean and sd. */
type Change = (own: Float64Array, mean: number, sd: number) => Float64Array;

/** The posterior with the draws of some parameters changed. */
function misfit(
  { posterior, ...rest }: LifSubject,
  changes: Partial<Record<LifParameter, Change>>,
): LifSubject {
  return {
    ...rest,
    posterior: {
      ...posterior,
      async sample(key, observations, count) {
        const draws = await posterior.sample(key, observations, count);
        const dim = draws.names.length;
        for (let i = 0; i < draws.datasets; i++) {
          for (const [j, name] of LIF_PARAMETERS.entries()) {
            const at = (l: number) => (i * count + l) * dim + j;
            const own = Float64Array.from({ length: count }, (_, l) => draws.values[at(l)]);
            const mean = own.reduce((a, b) => a + b, 0) / count;
            const sd = Math.sqrt(own.reduce((a, b) => a + (b - mean) ** 2, 0) / count);
            changes[name]?.(own, mean, sd).forEach((value, l) => draws.values[at(l)] = value);
          }
        }
        return draws;
      },
    },
  };
}

/** The names of the tests that alarm. */
function alarmsOf({ verdicts, alarms }: Diagnosis): string[] {
  const named = verdicts.filter(({ verdict }) => verdict === "alarm");
  assertEquals(named.length, alarms);
  return named.map(({ diagnostic, quantity }) => `${diagnostic}: ${quantity}`);
}

Deno.test({
  ...needs({ read: [namedCheckpoint("default")] }),
  name: "diagnose() passes the trained posterior, and names what is narrow, shifted and misplaced",
  async fn() {
    await startBackend();
    using loaded = await loadWorkflow(namedCheckpoint("default"), defaultKit);
    const { posterior, model } = loaded.workflow;
    const trained: LifSubject = { posterior, model, parts: lifDiagnosticParts(simConfig()) };
    const size = { simulations: 100, draws: 99, references: 300 };
    assertEquals(alarmsOf(await diagnose(key(3), trained, size)), []);
    const faulty = misfit(trained, {
      V_th: (own, mean) => own.map((x) => mean + (x - mean) / 2),
      V_reset: (own, _, sd) => own.map((x) => x + 0.7 * sd),
      V_init: (own, _, sd) => own.map((x) => x + 3 * sd),
    });
    const names = alarmsOf(await diagnose(key(3), faulty, size));
    assert(names.includes("SBC dispersion, z-score: V_th"), names.join("\n"));
    assert(names.includes("SBC location, z-score: V_reset"), names.join("\n"));
    assert(names.some((name) => name.startsWith("local C2ST")), names.join("\n"));
    assert(!names.some((name) => /: (tau_m|g_L|E_L)$/.test(name)), names.join("\n"));
  },
});

Deno.test("diagnose() alarms at the prior, in plain data, the same for the same key", async () => {
  const told: string[] = [];
  const onProgress = (done: number, total: number) => void told.push(`${done}/${total}`);
  const size = { simulations: 60, draws: 39, references: 100, onProgress };
  const run = () => diagnose(key(3), priorAsPosterior(simConfig({ T: 20 })), size);
  const [one, two] = [await run(), await run()];
  assertEquals(JSON.stringify(one), JSON.stringify(two));
  const names = alarmsOf(one);
  assert(names.some((name) => name.endsWith("× reference")), names.join("\n"));
  assert(one.verdicts.some(({ quantity }) => quantity === "E_L + 200 / g_L"));
  assertEquals(one.notComputable, 0);
  assert(names.includes("TARP, nearest references, log γ: all parameters"), names.join("\n"));
  const plain = JSON.parse(JSON.stringify(one));
  assert(Array.isArray(plain.calibration.ecdf.lower) && Array.isArray(plain.checks.voltage.median));
  assertEquals(told.slice(0, 7), [1, 2, 3, 4, 5, 6, 7].map((done) => `${done}/7`));
});

Deno.test("diagnose() of any fields, under conditions, passes the exact posterior and not a narrow one", async () => {
  const size = { simulations: 100, draws: 39, references: 200 };
  const exact = await diagnose(key(3), toySubject, size);
  assertEquals(alarmsOf(exact), []);
  assertEquals([exact.notComputable, exact.checks], [0, {}]);
  assert(exact.verdicts.some(({ quantity }) => quantity === "size of events"));
  assert(exact.verdicts.some(({ quantity }) => quantity.endsWith("fresh observations rejected")));
  assertEquals(JSON.parse(JSON.stringify(exact)).quantities.replicates, 4999);
  const narrow = { model: toy, posterior: toyPosterior({ sdFactor: 0.4 }) };
  const names = alarmsOf(await diagnose(key(3), narrow, size));
  for (const name of ["a", "b"]) assert(names.includes(`SBC dispersion, z-score: ${name}`), name);
});

Deno.test("diagnose() simulates replicates under the conditions of their observation", async () => {
  const gains: number[] = [];
  const seen: PredictiveCheck<ToyName, ToyFields, number> = {
    name: "gain",
    run({ replicated, observed }) {
      gains.push(...observed.values.gain, ...new Set(replicated.values.gain));
      return replicated.count;
    },
    findings: (count) => [{ diagnostic: "own", quantity: "replicates", value: count, reading: "" }],
  };
  const size = { simulations: 20, draws: 19, references: 100 };
  const subject = (...checks: (typeof seen)[]) => ({ ...toySubject, parts: { checks } });
  const { checks, verdicts } = await diagnose(key(3), subject(seen), size);
  assertEquals(checks, { gain: 4999 });
  assertEquals(verdicts.find(({ diagnostic }) => diagnostic === "own")?.value, 4999);
  assertEquals([gains.length, gains[0]], [2, gains[1]]);
  await assertRejects(
    () => diagnose(key(3), subject(seen, seen), size),
    RangeError,
    '"gain" is there twice',
  );
});

Deno.test("diagnose() does not break on a simulator without noise", async () => {
  for (const overrides of [{ obs_noise_std: 0 }, { obs_noise_std: 0, I_std: 0 }]) {
    const still = priorAsPosterior(simConfig({ T: 20, ...overrides }));
    const size = { simulations: 20, draws: 19, references: 100 };
    const { verdicts, notComputable } = await diagnose(key(3), still, size);
    assert(verdicts.some(({ diagnostic }) => diagnostic === "misspecification"));
    assertEquals(notComputable, 0);
  }
});

Deno.test("diagnose() refuses before the work what would fail after it", async () => {
  const subject = priorAsPosterior(simConfig({ T: 20 }));
  const untouched: LifSubject = {
    ...subject,
    posterior: { ...subject.posterior, sample: () => Promise.reject(new Error("it has begun")) },
  };
  for (const size of [{ draws: 20 }, { draws: 18 }, { simulations: 19 }, { simulations: 1e8 }]) {
    await assertRejects(() => diagnose(key(3), untouched, size), RangeError, "Cannot diagnose");
  }
});

Deno.test("diagnose() counts whole posteriors on an atom, and refuses a sample without spread", async () => {
  const size = { simulations: 40, draws: 19, references: 100 };
  const { posterior, ...rest } = priorAsPosterior(simConfig({ T: 20 }));
  const clamped = (observations: number, g_L: number): LifSubject => ({
    ...rest,
    posterior: {
      ...posterior,
      async sample(key, given, count) {
        const draws = await posterior.sample(key, given, count);
        const rows = Math.min(observations, draws.datasets) * count;
        for (let i = 0; i < rows; i++) draws.values[i * 6 + 2] = g_L;
        return draws;
      },
    },
  });
  const { verdicts } = await diagnose(key(3), clamped(3, 15), size);
  assert(
    verdicts.some(({ diagnostic, quantity }) => /z-score/.test(diagnostic) && quantity === "g_L"),
  );
  assert(verdicts.every(({ pValue }) => !Number.isNaN(pValue)));
  await assertRejects(
    () => diagnose(key(3), clamped(1e9, 9), size),
    RangeError,
    "every parameter must vary among the draws of some observation: g_L never does",
  );
});

Deno.test("diagnose() goes on with draws that the prior excludes, and reports how many", async () => {
  const size = { simulations: 20, draws: 19, references: 100 };
  const { posterior, ...rest } = priorAsPosterior(simConfig({ T: 20 }));
  const leaking = (share: number): LifSubject => ({
    ...rest,
    posterior: {
      ...posterior,
      async sample(key, given, count) {
        const draws = await posterior.sample(key, given, count);
        for (let i = 0; i < draws.datasets * count; i++) {
          if (i % 10 < 10 * share) draws.values[i * 6 + 1] -= 100; // no neuron has such a tau_m
        }
        return draws;
      },
    },
  });
  const { verdicts } = await diagnose(key(3), leaking(0.4), size);
  assertEquals(verdicts.find(({ diagnostic }) => diagnostic === "leakage")?.value, 0.4);
  await assertRejects(
    () => diagnose(key(3), leaking(1), size),
    RangeError,
    "some draws must lie on the prior's support: none of 19 does",
  );
});
