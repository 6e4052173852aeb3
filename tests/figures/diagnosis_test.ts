import { assert, assertEquals } from "@std/assert";
import { diagnose } from "../../lib/diagnostics/diagnose.ts";
import { diagnosisFigures } from "../../lib/figures/diagnosis.ts";
import { key } from "../../lib/core/random.ts";
import { simConfig } from "../../lib/models/lif/simulator/lif.ts";
import { priorAsPosterior } from "../diagnostics/prior_as_posterior.ts";

Deno.test("diagnosisFigures() draws an examination read from JSON, as it would the examination", async () => {
  const subject = priorAsPosterior(simConfig());
  const diagnosis = await diagnose(key(5), subject, {
    simulations: 20,
    draws: 19,
    references: 100,
  });
  const { model: { prior: { units } }, parts: { checks } } = subject;
  const options = { units, checks };
  const draw = (of: typeof diagnosis) => {
    const figures = Object.entries(diagnosisFigures(of, options));
    return figures.map(([name, { svg }]) => [name, svg]);
  };
  const drawn = draw(diagnosis);
  assertEquals(draw(JSON.parse(JSON.stringify(diagnosis))), drawn);
  for (const name of ["sbc", "ecdf_functions", "tarp", "voltage", "spikecount"]) {
    assert(drawn.some(([own]) => own === name), name);
  }
});
