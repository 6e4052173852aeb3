/** `deno task grade`: how far the posterior is from the exact one. @module */
import { startBackend } from "../backend.ts";
import { type Estimate, type Grade, grade } from "../diagnostics/grade.ts";
import { decodeGradingSet } from "../diagnostics/grading_set.ts";
import { readBytes } from "../files.ts";
import { runCommand } from "./command.ts";
import { CHECKPOINT_OPTIONS, checkpointPath, loadTrained } from "./store.ts";

/** The grade as the one object that --json prints. */
function toJson({ kl, truthGap, information, nlpd, rows, atoms }: Grade): string {
  return JSON.stringify({
    nlpd,
    ...(kl && { kl: { ...kl, by_spikes: kl.bySpikes, bySpikes: undefined } }),
    ...(information && { information }),
    ...(truthGap && { truth_gap: truthGap }),
    rows,
    atoms: atoms.truths + atoms.draws,
    atoms_by_kind: atoms,
  });
}

function toText({ kl, truthGap, information, nlpd, rows, atoms }: Grade): string {
  const say = ({ mean, se }: Estimate) => `${mean.toFixed(3)} ± ${se.toFixed(3)} nats`;
  const lines = [
    `observations                      ${rows}`,
    `mean −log q(truth | x)            ${say(nlpd)}`,
  ];
  if (truthGap) lines.push(`gap to the exact posterior, truth ${say(truthGap)}`);
  if (kl) {
    lines.push(`KL(exact ‖ q)                     ${say(kl)}, worst ${kl.worst.toFixed(3)}`);
    for (const { label, rows, mean } of kl.bySpikes) {
      lines.push(`  spikes: ${label.padEnd(26)}${mean.toFixed(3)} nats over ${rows}`);
    }
  }
  if (information) lines.push(`KL(exact ‖ prior)                 ${say(information)}`);
  lines.push(`left out at atoms of the prior    ${atoms.truths} truths, ${atoms.draws} draws`);
  return lines.join("\n");
}

await runCommand({
  name: "deno task grade",
  purpose: "Grades a checkpoint on observations with known parameters and exact posteriors.",
  positionals: { file: { help: "observations in safetensors: theta, voltage, spikes, …" } },
  options: {
    ...CHECKPOINT_OPTIONS,
    json: { type: "boolean", help: "print one JSON object" },
  },
}, async ({ file, recipe, checkpoint, backend, json }) => {
  const bytes = await readBytes(file);
  await startBackend(backend);
  using loaded = await loadTrained(checkpoint ?? checkpointPath(recipe));
  const { model, posterior } = loaded.study;
  const result = await grade(posterior, model.prior, decodeGradingSet(bytes, model));
  console.log(json ? toJson(result) : toText(result));
});
