/**
 * `deno task check:doors`: what leaves by the entries of `exports` is documented, its types included,
 * and each entry is a bundle for the browser: nothing is left in it to import, and it works.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import { readBytes, writeAtomically } from "../files.ts";
import { runCommand } from "./command.ts";
import { foreignParts, importsLeft } from "./foreign_parts.ts";

const DOORS = Object.values(config.exports);

/** Where bundles are written: git-ignored. */
const SCRATCH = ".temporary/doors";

/** Uses every bundle as in a browser: trains, draws from a posterior, makes a picture, simulates. */
const TRIAL = `
for (const name of ["Deno", "process", "Buffer"]) delete globalThis[name];
const sbi = await import("./mod.js");
const { figure, panel } = await import("./figures/mod.js");
const { pngOf } = await import("./figures/png.js");
const { lif, lifPrior } = await import("./models/lif/mod.js");

await sbi.startBackend();
const model = sbi.model({
  name: "shift",
  prior: sbi.chain({ mu: sbi.normal({ mean: 0, sd: 1 }) }),
  observables: { x: sbi.vector(["x"]) },
  simulate: (rng, { mu }) => ({ x: [mu + 0.5 * rng.normal()] }),
});
using workflow = sbi.workflow(sbi.setup(model, { train: { n_train: 1000, epochs: 2 } }));
for await (const _ of sbi.trainWorkflow(workflow));
const { observations } = sbi.simulateJoint(sbi.key(1), model, 1);
const { values } = await workflow.posterior.sample(sbi.key(2), observations, 10);
if (!values.every(Number.isFinite)) throw new Error("Cannot use bundle as a draw is not finite");

const picture = figure(panel({}));
if ((await pngOf(picture.svg)).length !== (await picture.png()).length) {
  throw new Error("Cannot use bundles as they must draw the same: they do not");
}
sbi.simulateJoint(sbi.key(3), { prior: lifPrior(), simulator: lif({ T: 1 }) }, 1);
`;

async function deno(...args: string[]): Promise<boolean> {
  return (await new Deno.Command("deno", { args, stdout: "inherit", stderr: "inherit" }).output())
    .success;
}

/** Where the bundle of an entry is: as `deno bundle` lays out several, from their common folder on. */
function bundleOf(door: string): string {
  return `${SCRATCH}/${door.replace("./lib/", "").replace(/ts$/, "js")}`;
}

/** What is foreign in a bundle, a sentence each. */
async function foreign(door: string): Promise<string[]> {
  const path = bundleOf(door);
  const args = ["info", "--json", "--no-config", path];
  const { stdout } = await new Deno.Command("deno", { args, stderr: "inherit" }).output();
  const decoder = new TextDecoder();
  return [
    ...importsLeft(decoder.decode(stdout)).map((name) => `an import of ${name}`),
    ...foreignParts(decoder.decode(await readBytes(path))),
  ].map((part) => `the bundle of ${door} has ${part}`);
}

await runCommand({
  name: "deno task check:doors",
  purpose: "Checks that what the library exports is documented, and runs in a browser.",
}, async () => {
  if (!await deno("doc", "--quiet", "--lint", ...DOORS)) return 1;
  const bundle = ["bundle", "--quiet", "--frozen", "--platform", "browser", "--outdir", SCRATCH];
  if (!await deno(...bundle, ...DOORS)) return 1;
  const left = (await Promise.all(DOORS.map(foreign))).flat();
  if (left.length > 0) {
    console.error(left.join("\n"));
    return 1;
  }
  const trial = `${SCRATCH}/trial.js`;
  await writeAtomically(trial, TRIAL);
  if (!await deno("run", "--quiet", "--no-prompt", "--no-config", "--cached-only", trial)) return 1;
});
