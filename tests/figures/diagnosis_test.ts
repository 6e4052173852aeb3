import { assert, assertEquals } from "@std/assert";
import { startBackend } from "../../lib/backend.ts";
import { checkpointPath, loadTrained } from "../../lib/cli/store.ts";
import { diagnose } from "../../lib/diagnostics/diagnose.ts";
import { diagnosisFigures } from "../../lib/figures/diagnosis.ts";
import { key } from "../../lib/random.ts";
import { diagnosisTable, diagnosisText } from "../../lib/tables/diagnosis.ts";
import { needs } from "../permissions.ts";

Deno.test({
  ...needs({ read: [checkpointPath("default")] }),
  name: "diagnosisFigures() and diagnosisTable() show an examination, its report read from JSON",
  async fn() {
    await startBackend();
    using loaded = await loadTrained(checkpointPath("default"));
    const { posterior, model, recipe: { configuration: { sim } } } = loaded.study;
    const small = { simulations: 20, draws: 19, bank: 100, resamples: 99 };
    const diagnosis = await diagnose(key(5), { posterior, model, sim }, small);
    const read: typeof diagnosis = JSON.parse(JSON.stringify(diagnosis));
    const figures = diagnosisFigures(read, { units: model.prior.units });
    for (const name of ["sbc", "ecdf_functions", "ecdf_silent_neurons", "tarp", "voltage"]) {
      assert(figures[name].svg.startsWith("<svg"), name);
    }
    assertEquals(diagnosisTable(read).text.split("\n").length, 1 + diagnosis.verdicts.length);
    assert(/^(no alarm in|ALARM: \d+ of) \d+ tests/.test(diagnosisText(read)));
  },
});
