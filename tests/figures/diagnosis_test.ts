import { assert, assertEquals } from "@std/assert";
import { diagnose, type Patient } from "../../lib/diagnostics/diagnose.ts";
import { diagnosisFigures } from "../../lib/figures/diagnosis.ts";
import { lifPrior } from "../../lib/priors/lif.ts";
import { key } from "../../lib/random.ts";
import { lif, simConfig } from "../../lib/simulators/lif.ts";

Deno.test("diagnosisFigures() draws an examination read from JSON, as it would the examination", async () => {
  const [prior, sim] = [lifPrior(), simConfig()];
  const posterior: Patient["posterior"] = {
    names: prior.names,
    sample: (key, { count: datasets }, count) =>
      Promise.resolve({ ...prior.sample(key, datasets * count), datasets, count }),
    logProb: ({ datasets, count }) => Promise.resolve(new Float64Array(datasets * count)),
  };
  const patient = { posterior, model: { prior, simulator: lif(sim) }, sim };
  const diagnosis = await diagnose(key(5), patient, { simulations: 20, draws: 19, bank: 100 });
  const draw = (of: typeof diagnosis) => {
    const figures = Object.entries(diagnosisFigures(of, { units: prior.units }));
    return figures.map(([name, { svg }]) => [name, svg]);
  };
  const drawn = draw(diagnosis);
  assertEquals(draw(JSON.parse(JSON.stringify(diagnosis))), drawn);
  for (const name of ["sbc", "ecdf_functions", "tarp", "voltage"]) {
    assert(drawn.some(([own]) => own === name), name);
  }
});
