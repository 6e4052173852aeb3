/**
 * `deno task check:exports`: what `exports` names is documented, its types included,
 * and each entry is a bundle for the browser: nothing is left in it to import, and it works.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import { readBytes, writeAtomically } from "../files.ts";
import { runCommand } from "./command.ts";
import { foreignParts, importsLeft } from "./foreign_parts.ts";

/** Where bundles are written: git-ignored. */
const SCRATCH = ".temporary/exports";

/** What each entry must be able to do in a browser: a program that throws if its bundle can not. */
const TRIALS: Readonly<Record<keyof typeof config.exports, string>> = {
  ".": `
    await entry.startBackend();
    const model = entry.model({
      name: "shift",
      prior: entry.chain({ mu: entry.normal({ mean: 0, sd: 1 }) }),
      observables: { x: entry.vector(["x"]) },
      simulate: (rng, { mu }) => ({ x: [mu + 0.5 * rng.normal()] }),
    });
    const workflow = entry.workflow(entry.setup(model, { train: { n_train: 1000, epochs: 2 } }));
    for await (const _ of entry.trainWorkflow(workflow));
    const { observations } = entry.simulateJoint(entry.key(1), model, 1);
    const { values } = await workflow.posterior.sample(entry.key(2), observations, 10);
    if (!values.every(Number.isFinite)) throw new Error("a draw is not finite");`,
  "./figures": `
    const png = await entry.figure(entry.panel({})).png();
    if (png.length < 1000) throw new Error("a picture is empty");`,
  "./png": `
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>';
    if ((await entry.pngOf(svg))[1] !== 0x50) throw new Error("a picture is no PNG");`,
  "./models/adex": `
    const out = { voltage: new Float32Array(100), spikes: new Float32Array(100) };
    const none = new Float64Array(100);
    const { theta, current } = entry.ADEX_REGIMES.tonic;
    const input = { current: new Float64Array(100).fill(current), deviates: none, noise: none };
    entry.integrateAdex(theta, input, entry.adexConfig({ T: 20 }), out);
    if (!out.spikes.includes(1)) throw new Error("a neuron does not fire");`,
  "./models/choice": `
    const { simulator } = entry.choiceKit.kit(entry.choiceKit.numbers).model;
    if (!(simulator.fields.voltage.length > 0)) throw new Error("a choice has no recordings");`,
  "./models/gif": `
    const config = entry.gifConfig({ T: 5 });
    const values = [160, 7, -60, -40, 300, 60, 60, -20, 1, 6, 4, 60];
    const { voltage, spikes } = { voltage: new Float32Array(10), spikes: new Float32Array(10) };
    const trace = entry.gifTrace({ voltage, spikes, current: new Float32Array(10) }, config);
    const logLikelihood = entry.gifLikelihood(trace, config)(Float64Array.from(values));
    if (!Number.isFinite(logLikelihood)) throw new Error("a recording has no likelihood");`,
  "./models/lif": `
    const config = entry.simConfig({ T: 1 });
    const theta = { V_th: -50, tau_m: 10, g_L: 10, V_reset: -75, V_init: -70, E_L: -70 };
    const input = { current: new Float64Array(5).fill(200), noise: new Float64Array(5) };
    const out = { voltage: new Float32Array(5), spikes: new Float32Array(5) };
    entry.integrateLif(theta, input, config, out);
    if (!(out.voltage[1] > -70)) throw new Error("a neuron is not driven");`,
};

/** A program for a trial, in a scope that is a browser's, and of its workers. */
const programOf = (bundle: string, trial: string) => `
  for (const name of ["Deno", "process", "Buffer"]) delete globalThis[name];
  globalThis.WorkerGlobalScope ??= class {};
  const entry = await import("${bundle}");
  ${trial}`;

async function deno(...args: string[]): Promise<boolean> {
  return (await new Deno.Command("deno", { args, stdout: "inherit", stderr: "inherit" }).output())
    .success;
}

/** Where the bundle of an entry is: several are laid out as the entries, from their folder on. */
function bundleOf(entry: string): string {
  return entry.replace("./lib", SCRATCH).replace(/ts$/, "js");
}

/** What is foreign in a bundle, a sentence each. */
async function foreign(entry: string): Promise<string[]> {
  const path = bundleOf(entry);
  const args = ["info", "--json", "--no-config", path];
  const { stdout } = await new Deno.Command("deno", { args, stderr: "inherit" }).output();
  const decoder = new TextDecoder();
  return [
    ...importsLeft(decoder.decode(stdout)).map((name) => `an import of ${name}`),
    ...foreignParts(decoder.decode(await readBytes(path))),
  ].map((part) => `the bundle of ${entry} has ${part}`);
}

/** Whether the bundle of an entry does what it must, without any permission. */
async function works(entry: string, trial: string): Promise<boolean> {
  const bundle = bundleOf(entry);
  const program = bundle.replace(/js$/, "trial.js");
  await writeAtomically(program, programOf(`./${bundle.split("/").at(-1)}`, trial));
  return await deno("run", "--quiet", "--no-prompt", "--no-config", "--cached-only", program);
}

await runCommand({
  name: "deno task check:exports",
  purpose: "Checks that what the library exports is documented, and runs in a browser.",
}, async () => {
  const entries = Object.values(config.exports);
  if (!await deno("doc", "--quiet", "--lint", ...entries)) return 1;
  const bundle = ["bundle", "--quiet", "--frozen", "--platform", "browser", "--outdir", SCRATCH];
  if (!await deno(...bundle, ...entries)) return 1;
  const left = (await Promise.all(entries.map(foreign))).flat();
  if (left.length > 0) {
    console.error(left.join("\n"));
    return 1;
  }
  for (const [name, trial] of Object.entries(TRIALS)) {
    if (!await works(config.exports[name as keyof typeof TRIALS], trial)) return 1;
  }
});
