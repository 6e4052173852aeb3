import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { startBackend } from "../../../lib/compute/backend.ts";
import { column } from "../../../lib/core/draws.ts";
import { key, normalRows } from "../../../lib/core/random.ts";
import { observationsOf } from "../../../lib/model/batch.ts";
import { checkModel } from "../../../lib/model/check_model.ts";
import { simulatePopulation } from "../../../lib/model/population_dataset.ts";
import populationKit from "../../../lib/models/lif/kits/population.ts";
import populationMemberKit from "../../../lib/models/lif/kits/population_member.ts";
import { lifPopulation } from "../../../lib/models/lif/population.ts";
import { lifPrior, priorConfig } from "../../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../../lib/models/lif/simulator/lif.ts";
import { directPopulation } from "../../../lib/posterior/population_direct.ts";
import { tailAtoms } from "../../../lib/posterior/population_likelihood.ts";
import { setup } from "../../../lib/workflow/setup.ts";
import { workflow } from "../../../lib/workflow/workflow.ts";

const { prior, models } = lifPopulation({ sim: simConfig(), prior: priorConfig() });
const { members } = simulatePopulation(key(1), prior, lif(), 5);

Deno.test("lifPopulation() makes models that are sound", () => {
  checkModel(key(2), models.population);
  checkModel(key(3), models.member);
});

Deno.test("lifPopulation() keeps neurons within the prior", () => {
  const { member } = prior;
  const far = member.fromNormal(normalRows(key(4), 6, { to: 200 }).map((z) => 4 * z));
  assert(member.logProb(far).every((logProb) => logProb > -Infinity));
});

Deno.test("tailAtoms() finds the ends of g_L and tau_m", () => {
  const single = lifPrior();
  const z = normalRows(key(5), 6, { to: 4000 }).map((value) => 2 * value);
  const theta = single.fromNormal(z);
  const atoms = tailAtoms(single, z);
  const at = (name: "g_L" | "tau_m", value: number) =>
    [...column(theta, name).entries()].filter(([, x]) => x === value).map(([row]) => row);
  const [top] = atoms.filter(({ column, side }) => column === 2 && side === 1);
  assertAlmostEquals(top.end, Math.log(1.5) / 0.2, 1e-9);
  assertEquals([...top.rows], at("g_L", 15));
  const found = atoms.map(({ rows }) => rows.size).reduce((a, b) => a + b);
  const ends = [["g_L", 5], ["g_L", 15], ["tau_m", 5], ["tau_m", 20]] as const;
  assertEquals(found, ends.reduce((sum, [name, value]) => sum + at(name, value).length, 0));
});

Deno.test("directPopulation() answers recordings in any order with the same bits", async () => {
  await startBackend();
  const train = { n_train: 256 };
  using all = workflow(setup(populationKit, { train }));
  using one = workflow(setup(populationMemberKit, { train }));
  const parts = { prior, models, population: all.posterior, member: one.posterior };
  const { observations } = members;
  const straight = await directPopulation(key(6), parts, observations, 20);
  const order = [4, 2, 0, 1, 3];
  const other = await directPopulation(key(6), parts, observationsOf(observations, order), 20);
  assertEquals(other.population, straight.population);
  order.forEach((i, at) =>
    assertEquals(
      other.members.values.slice(at * 120, (at + 1) * 120),
      straight.members.values.slice(i * 120, (i + 1) * 120),
    )
  );
});
