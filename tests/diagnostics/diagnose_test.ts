import { assert, assertEquals } from "@std/assert";
import { startBackend } from "../../lib/backend.ts";
import { checkpointPath, loadTrained } from "../../lib/cli/store.ts";
import { diagnose, type Patient } from "../../lib/diagnostics/diagnose.ts";
import type { PosteriorDraws } from "../../lib/draws.ts";
import { key } from "../../lib/random.ts";
import type { LifParameter } from "../../lib/simulators/lif.ts";
import { needs } from "../permissions.ts";

const needed = needs({ read: [checkpointPath("default")] });
const SIZE = { simulations: 100, draws: 99, bank: 300 };

/** The posterior with its draws changed: each parameter's, [count], in place. */
function ill(
  { posterior, ...rest }: Patient,
  change: (own: Float64Array, mean: number, sd: number) => void,
): Patient {
  return {
    ...rest,
    posterior: {
      ...posterior,
      async sample(key, recordings, count) {
        const draws = await posterior.sample(key, recordings, count);
        const dim = draws.names.length;
        for (let i = 0; i < draws.datasets; i++) {
          for (let j = 0; j < dim; j++) {
            const at = (l: number) => (i * count + l) * dim + j;
            const own = Float64Array.from({ length: count }, (_, l) => draws.values[at(l)]);
            const mean = own.reduce((a, b) => a + b, 0) / count;
            const sd = Math.sqrt(own.reduce((a, b) => a + (b - mean) ** 2, 0) / count);
            change(own, mean, sd);
            own.forEach((value, l) => draws.values[at(l)] = value);
          }
        }
        return draws;
      },
      logProb: (theta: PosteriorDraws<LifParameter>) =>
        Promise.resolve(new Float64Array(theta.datasets * theta.count)),
    },
  };
}

Deno.test({
  ...needed,
  name:
    "diagnose() passes the trained posterior, and alarms at narrow, shifted and prior ones by name",
  async fn() {
    await startBackend();
    using loaded = await loadTrained(checkpointPath("default"));
    const { posterior, model, recipe: { configuration: { sim } } } = loaded.study;
    const healthy: Patient = { posterior, model, sim };
    const alarming = async (patient: Patient) => {
      const { verdicts, alarms } = await diagnose(key(3), patient, SIZE);
      const named = verdicts.filter(({ verdict }) => verdict === "alarm");
      assertEquals(named.length, alarms);
      return named.map(({ diagnostic, quantity }) => `${diagnostic}: ${quantity}`);
    };
    assertEquals(await alarming(healthy), []);
    const narrow = await alarming(
      ill(healthy, (own, mean) => own.forEach((x, l) => own[l] = mean + (x - mean) / 2)),
    );
    assert(narrow.includes("SBC dispersion, z-score: V_th"), narrow.join("\n"));
    const shifted = await alarming(
      ill(healthy, (own, _, sd) => own.forEach((x, l) => own[l] = x + 0.7 * sd)),
    );
    assert(shifted.includes("SBC location, z-score: V_th"), shifted.join("\n"));
    const misplaced = await alarming(
      ill(healthy, (own, _, sd) => own.forEach((x, l) => own[l] = x + 3 * sd)),
    );
    assert(misplaced.some((name) => name.startsWith("local C2ST")), misplaced.join("\n"));
    const prior: Patient = {
      ...healthy,
      posterior: {
        ...posterior,
        sample: (key, { count: datasets }, count) => {
          const { names, values } = model.prior.sample(key, datasets * count);
          return Promise.resolve({ names, datasets, count, values });
        },
      },
    };
    const ignorant = await alarming(prior);
    assert(ignorant.some((name) => name.endsWith("× reference")), ignorant.join("\n"));
    assert(ignorant.includes("TARP, nearest references, log γ: all parameters"));
  },
});

Deno.test({
  ...needed,
  name: "diagnose() gives plain data, the same for the same key",
  async fn() {
    await startBackend();
    using loaded = await loadTrained(checkpointPath("default"));
    const { posterior, model, recipe: { configuration: { sim } } } = loaded.study;
    const small = { simulations: 20, draws: 19, bank: 100 };
    const told: string[] = [];
    const onProgress = (done: number, total: number) => void told.push(`${done}/${total}`);
    const run = () => diagnose(key(4), { posterior, model, sim }, { ...small, onProgress });
    const [one, two] = [await run(), await run()];
    assertEquals(JSON.stringify(one), JSON.stringify(two));
    const plain = JSON.parse(JSON.stringify(one));
    assert(Array.isArray(plain.calibration.ecdf.lower) && Array.isArray(plain.predictive.median));
    assertEquals(told.slice(0, 7), [1, 2, 3, 4, 5, 6, 7].map((done) => `${done}/7`));
  },
});
