/** `deno task infer`: the posterior of a recording of one's own. @module */
import { simulate } from "../dataset.ts";
import { marginals } from "../diagnostics/marginals.ts";
import { predictive, type PredictiveReport } from "../diagnostics/predictive.ts";
import { column, dataset, type Draws, first } from "../draws.ts";
import { pairsFigure } from "../figures/pairs.ts";
import { spikeCountFigure, voltageFigure } from "../figures/predictive.ts";
import type { Figure } from "../figures/figure.ts";
import { readBytes, writeAtomically } from "../files.ts";
import { fold, key } from "../random.ts";
import { type LifChannel, type LifParameter, stepCount } from "../simulators/lif.ts";
import type { Recordings } from "../simulators/simulator.ts";
import type { Study } from "../study.ts";
import { marginalTable } from "../tables/marginals.ts";
import { predictiveTable } from "../tables/predictive.ts";
import { comparisonTable, refinementTable } from "../tables/refinement.ts";
import { runCommand } from "./command.ts";
import { examine, misspecificationWarning } from "./misspecification.ts";
import { progress } from "./progress.ts";
import { CHECKPOINT_OPTIONS, checkpointPath, loadTrained, startChosenBackend } from "./store.ts";
import { encodeDrawsCsv, parseTraceCsv } from "./trace_csv.ts";

/** Replicates behind the predictive check, as in the original study. */
const REPLICATES = 200;

/** The exact draws of a recording, printed beside the amortised ones; nothing if not found. */
async function exactDraws(
  study: Study,
  seed: number,
  observed: Recordings<LifChannel>,
  amortised: Draws<LifParameter>,
): Promise<Draws<LifParameter> | undefined> {
  await using refining = progress("weighing by the exact posterior");
  const refinement = await study.refine(fold(key(seed), "refine"), observed, amortised.count);
  await refining.done();
  if (refinement.problems.length > 0) {
    console.error(
      `warning: the exact posterior was not found: ${refinement.problems.join("; ")}. ` +
        "The draws below are amortised and unchecked.",
    );
    return undefined;
  }
  const [own, exact] = [marginals(amortised), marginals(refinement.draws)];
  console.log(comparisonTable(own, exact, study.model.prior).text);
  console.log(refinementTable(refinement).text);
  return refinement.draws;
}

/**
 * The predictive check and the figures of a recording, by the ending of their files' names; where
 * there are exact draws, the check is theirs.
 */
function inspect(
  { model }: Study,
  seed: number,
  observed: Recordings<LifChannel>,
  draws: Draws<LifParameter>,
  exact: Draws<LifParameter> | undefined,
): { check: PredictiveReport; figures: Record<string, Figure> } {
  const { prior, simulator } = model;
  const behind = first(exact ?? draws, Math.min(REPLICATES, draws.count));
  const check = predictive(
    simulate(fold(key(seed), "replicates"), simulator, behind),
    observed,
    { thresholds: column(behind, "V_th") },
  );
  const figures = {
    posterior: pairsFigure(draws, {
      units: prior.units,
      prior: prior.sample(fold(key(seed), "prior"), 4000),
      ...(exact && { reference: exact }),
    }),
    ppc_voltage: voltageFigure(check),
    ppc_spikecount: spikeCountFigure(check),
  };
  return { check, figures };
}

await runCommand(
  {
    name: "deno task infer",
    purpose: "Infers the six parameters from a recording in CSV: time (ms), voltage (mV), spikes.",
    positionals: { trace: { help: "the recording, with the header time,voltage,spikes" } },
    options: {
      ...CHECKPOINT_OPTIONS,
      draws: { type: "integer", default: 1000, help: "posterior draws" },
      seed: { type: "integer", default: 1, help: "seed of the draws" },
      exact: {
        type: "boolean",
        help: "find the exact posterior from the draws, and go on with it",
      },
      out: { type: "string", help: "write the draws to this CSV file" },
      figure: { type: "boolean", help: "check predictions, and draw both beside the recording" },
    },
  },
  async (
    { trace, recipe, checkpoint, backend, kernels, draws: count, seed, exact, out, figure },
  ) => {
    const bytes = await readBytes(trace);
    await startChosenBackend({ backend, kernels });
    using loaded = await loadTrained(checkpoint ?? checkpointPath(recipe));
    const { study } = loaded;
    const { sim } = study.recipe.configuration;
    const parsed = parseTraceCsv(bytes, { steps: stepCount(sim), dt: sim.dt });
    const observed = {
      count: 1,
      times: study.model.simulator.times,
      channels: { voltage: parsed.voltage, spikes: parsed.spikes },
    };

    const examined = examine(fold(key(seed), "misspecification"), study, observed);
    const warning = examined && misspecificationWarning(examined);
    if (warning) console.error(warning);
    else if (examined) {
      console.log(`could the simulator have made it? p = ${examined.pValue.toPrecision(2)}\n`);
    }
    const all = await study.posterior.sample(fold(key(seed), "posterior"), observed, count);
    const draws = dataset(all, 0);
    const found = exact ? await exactDraws(study, seed, observed, draws) : undefined;
    if (!found) console.log(marginalTable(marginals(draws), study.model.prior).text);
    if (out !== undefined) {
      await writeAtomically(out, encodeDrawsCsv(found ?? draws));
      console.log(`wrote ${count} draws to ${out}`);
    }
    if (!figure) return;
    const { check, figures } = inspect(study, seed, observed, draws, found);
    console.log(predictiveTable(check).text);
    for (const [ending, picture] of Object.entries(figures)) {
      const path = `${trace.replace(/\.csv$/i, "")}_${ending}`;
      await writeAtomically(`${path}.svg`, picture.svg);
      await writeAtomically(`${path}.png`, await picture.png());
      console.log(`drew ${path}.png`);
    }
  },
);
