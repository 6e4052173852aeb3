/** `deno task diagnose`: every diagnostic of a trained posterior, with a verdict. @module */
import { diagnose, type Diagnosis } from "../diagnostics/diagnose.ts";
import type { Figure } from "../figures/figure.ts";
import { coverageFigure } from "../figures/interval_coverage.ts";
import { intervalsFigure } from "../figures/intervals.ts";
import { localC2stFigure } from "../figures/local_c2st.ts";
import { spikeCountFigure, voltageFigure } from "../figures/predictive.ts";
import { ecdfDifferenceFigure, ecdfFigure, tarpFigure } from "../figures/rank_ecdf.ts";
import { recoveryFigure } from "../figures/recovery.ts";
import { sbcFigure } from "../figures/sbc.ts";
import { quantitiesFigure } from "../figures/test_quantities.ts";
import { zScoreFigure } from "../figures/z_scores.ts";
import { writeAtomically } from "../files.ts";
import { key } from "../random.ts";
import { diagnosisTable } from "../tables/diagnosis.ts";
import { runCommand } from "./command.ts";
import { progress } from "./progress.ts";
import { CHECKPOINT_OPTIONS, checkpointPath, loadTrained, startChosenBackend } from "./store.ts";

/** The figures of an examination by the names of their files. */
function figuresOf(
  { calibration, localC2st, predictive, quantities, intervals }: Diagnosis,
  units: readonly string[],
): Record<string, Figure> {
  return {
    diagnose_recovery: recoveryFigure(calibration.recovery, { units }),
    diagnose_sbc: sbcFigure(calibration.sbc),
    diagnose_ecdf: ecdfFigure(calibration.ecdf),
    diagnose_ecdf_difference: ecdfDifferenceFigure(calibration.ecdf),
    diagnose_coverage: coverageFigure(calibration.coverage),
    diagnose_z_scores: zScoreFigure(calibration.zScores),
    diagnose_tarp: tarpFigure(calibration.tarp),
    diagnose_local_c2st: localC2stFigure(localC2st[0]),
    diagnose_voltage: voltageFigure(predictive),
    diagnose_spikecount: spikeCountFigure(predictive),
    diagnose_quantities: quantitiesFigure(quantities),
    ...(intervals.pValue !== null && { diagnose_intervals: intervalsFigure(intervals) }),
  };
}

await runCommand({
  name: "deno task diagnose",
  purpose: "Runs every diagnostic of a trained posterior on fresh simulations.",
  options: {
    ...CHECKPOINT_OPTIONS,
    simulations: { type: "integer", default: 300, help: "fresh simulations" },
    draws: {
      type: "integer",
      default: 999,
      help: "draws for each; with one more, a multiple of 20",
    },
    seed: { type: "integer", default: 1, help: "seed of simulations and draws" },
    figures: { type: "string", help: "draw all reports to this folder" },
    json: { type: "string", help: "write everything to this file" },
  },
}, async (values) => {
  await startChosenBackend(values);
  using loaded = await loadTrained(values.checkpoint ?? checkpointPath(values.recipe));
  const { posterior, model, recipe: { configuration: { sim } } } = loaded.study;
  await using examining = progress("examining");
  const diagnosis = await diagnose(key(values.seed), { posterior, model, sim }, {
    simulations: values.simulations,
    draws: values.draws,
    onProgress: examining.update,
  });
  await examining.done();
  console.log(diagnosisTable(diagnosis).text);
  const { alarms, verdicts } = diagnosis;
  const tested = verdicts.filter(({ verdict }) => verdict !== "none").length;
  console.log(
    alarms === 0
      ? `no alarm in ${tested} tests, at 5 % over all of them`
      : `${alarms} of ${tested} tests alarm, at 5 % over all of them`,
  );
  if (values.json !== undefined) {
    await writeAtomically(values.json, JSON.stringify(diagnosis, null, 1) + "\n");
  }
  if (values.figures === undefined) return;
  for (const [name, figure] of Object.entries(figuresOf(diagnosis, model.prior.units))) {
    await writeAtomically(`${values.figures}/${name}.svg`, figure.svg);
    await writeAtomically(`${values.figures}/${name}.png`, await figure.png());
  }
});
