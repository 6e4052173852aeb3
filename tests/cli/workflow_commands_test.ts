import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { decodeCheckpoint } from "../../lib/workflow/checkpoint.ts";
import { encodeTraceCsv } from "../../lib/models/neuron/reader/trace_csv.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { encodeSafetensors } from "../../lib/core/safetensors.ts";
import { lif } from "../../lib/models/lif/simulator/lif.ts";
import { needs } from "../permissions.ts";
import { temporaryFolder } from "../temporary_folder.ts";
import { sampleTimes } from "../../lib/models/neuron/fields.ts";

const needed = needs({ read: ["."], write: [".temporary"], run: ["deno"] });
const model = { prior: lifPrior(), simulator: lif() };
const SMALL = ["--simulations", "512", "--epochs", "3"];

function command(name: string, args: readonly string[]): Deno.Command {
  const permissions = ["--allow-read", "--allow-write=.temporary"];
  return new Deno.Command("deno", {
    args: ["run", "--frozen", "--no-prompt", ...permissions, `lib/cli/${name}.ts`, ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a command to its end. */
async function run(name: string, ...args: string[]) {
  const { code, stdout, stderr } = await command(name, args).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs a command and kills it as soon as it has printed these words. */
async function killAt(words: string, name: string, ...args: string[]): Promise<void> {
  await using child = command(name, args).spawn();
  let printed = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += chunk;
    if (printed.includes(words)) break;
  }
  child.kill("SIGKILL");
  await child.stderr.cancel();
}

async function weightsOf(path: string): Promise<Float32Array> {
  return decodeCheckpoint(await Deno.readFile(path)).weights;
}

Deno.test({
  ...needed,
  name: "train, killed and resumed, ends in the weights of an uninterrupted run",
  async fn() {
    await using folder = await temporaryFolder();
    const [whole, cut] = [`${folder.path}/whole.safetensors`, `${folder.path}/cut.safetensors`];
    const { code, stdout } = await run("train", ...SMALL, "--checkpoint", whole);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "epoch 3: training loss");

    await killAt("epoch 1", "train", ...SMALL, "--checkpoint", cut);
    const forgotten = await run("train", ...SMALL, "--checkpoint", cut);
    assertEquals(forgotten.code, 1);
    assertStringIncludes(forgotten.stderr, "--resume goes on with it, --anew discards it");
    const other = await run("train", ...SMALL, "--seed", "7", "--resume", "--checkpoint", cut);
    assertEquals(other.code, 1);
    assertStringIncludes(other.stderr, "seed: 7, not 45");
    const resumed = await run("train", ...SMALL, "--resume", "--checkpoint", cut);
    assertEquals(resumed.code, 0);
    assert(!resumed.stdout.includes("epoch 1:"), "the first epoch was lost");
    assertEquals(await weightsOf(cut), await weightsOf(whole));

    const again = await run("train", ...SMALL, "--resume", "--checkpoint", cut);
    assertEquals(again.code, 1);
    assertStringIncludes(again.stderr, "there must be a run under way");
  },
});

/** Three observations: a plain one, one whose truth is on an atom, one with an exact draw there. */
function gradingFile(): Uint8Array {
  const { theta, observations } = simulateJoint(key(3), model, 3);
  theta.values[6 + 2] = 15;
  const draws = new Float64Array(3 * 4 * 6);
  for (let i = 0; i < 12; i++) {
    draws.set(theta.values.subarray(Math.floor(i / 4) * 6, (Math.floor(i / 4) + 1) * 6), i * 6);
    if (i < 4) draws[i * 6] += 0.01 * i;
  }
  draws[8 * 6 + 2] = 15;
  return encodeSafetensors({
    tensors: {
      theta: { data: theta.values, shape: [3, 6] },
      voltage: { data: observations.values.voltage, shape: [3, 1000] },
      spikes: { data: Uint8Array.from(observations.values.spikes), shape: [3, 1000] },
      draws: { data: draws, shape: [3, 4, 6] },
      logpost_draws: { data: new Float64Array(12), shape: [3, 4] },
      logpost_truth: { data: new Float64Array(3), shape: [3] },
    },
  });
}

Deno.test({
  ...needed,
  name: "grade, infer and figures answer from a checkpoint, and refuse bad input",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    const use = ["--checkpoint", at("tiny.safetensors")];
    assertEquals((await run("train", ...SMALL, ...use)).code, 0);

    await Deno.writeFile(at("set.safetensors"), gradingFile());
    const graded = JSON.parse((await run("grade", at("set.safetensors"), "--json", ...use)).stdout);
    assertEquals(graded.rows, 3);
    assertEquals(graded.atoms_by_kind, { truths: 1, draws: 5 });
    assertEquals(graded.atoms, 6);
    const missing = (rows: (number | null)[]) => rows.map((gap) => gap === null);
    assertEquals(missing(graded.kl.rows), [false, false, false]);
    assertEquals(missing(graded.kl_off_atoms.rows), [false, true, false]);
    // With log densities of zero in the file, the gap of the truths is their −log q.
    assertAlmostEquals(graded.truth_gap.mean, graded.nlpd.mean, 1e-9);

    const { observations } = simulateJoint(key(4), model, 1);
    await Deno.writeTextFile(
      at("trace.csv"),
      encodeTraceCsv({ times: sampleTimes(observations), ...observations.values }),
    );
    const inferred = await run("infer", at("trace.csv"), ...use);
    assertEquals([inferred.code, inferred.stderr], [0, ""]);
    assertStringIncludes(inferred.stdout, "V_th (mV)");

    const drawn = await run("figures", ...SMALL, ...use, "--out", at("figures"));
    assertEquals(drawn.code, 0, drawn.stderr);
    assertStringIncludes(drawn.stdout, "wrote 6 figures");
    assert(!drawn.stdout.includes("training"), "the checkpoint was not used");
    assert((await Deno.stat(at("figures/calibration_sbc.svg"))).size > 1000);

    const few = ["--simulations", "300", "--epochs", "1"];
    const other = await run("figures", ...few, ...use, "--out", at("f"));
    assertEquals(other.code, 1);
    assertStringIncludes(other.stderr, "n_train: 300, not 512; epochs: 1, not 3");
  },
});

Deno.test({
  ...needed,
  name: "diagnose prints one object, writes the same and its figures, and ends with its verdict",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    const sizes = ["--simulations", "40", "--draws", "19", "--seed", "3"];
    const files = ["--json", "--out", at("report.json"), "--figures", at("figures")];
    const { code, stdout, stderr } = await run("diagnose", ...sizes, ...files); // data/default
    assertEquals(stderr, "");
    const report = JSON.parse(await Deno.readTextFile(at("report.json")));
    assertEquals(JSON.parse(stdout), report);
    assertEquals(code, report.alarms + report.notComputable === 0 ? 0 : 2);
    assertEquals([report.simulations, report.draws], [40, 19]);
    assertEquals(report.calibration.sbc.parameters.length, 6);
    for (const name of ["sbc", "ecdf_difference", "tarp", "local_c2st", "quantities"]) {
      assert((await Deno.stat(at(`figures/diagnose_${name}.png`))).size > 5000, name);
    }

    const refused = await run("diagnose", "--simulations", "40", "--draws", "20");
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.stderr, "draws + 1 must be a multiple of 20");
    const into = await run("diagnose", ...sizes, "--out", at("figures"));
    assertEquals([into.code, into.stdout], [1, ""]);
    assertMatch(into.stderr, /^error: .*figures.*\n$/);
  },
});
