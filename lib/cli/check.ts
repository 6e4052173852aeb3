/** `deno task check`: format, lint and types of everything, the exports, and on request the tests. @module */
import { runCommand } from "./command.ts";

/** AssemblyScript is formatted like the rest, but neither linted nor checked as TypeScript. */
const ASSEMBLY = [
  "compute/kernels",
  "models/adex/simulator",
  "models/lif/simulator",
  "models/lif/statistics",
  "models/neuron",
].map((room) => `lib/${room}/assembly`);

const CHECKS: readonly (readonly string[])[] = [
  ["fmt", "--check"],
  ["fmt", "--check", "--no-config", "--line-width=100", ...ASSEMBLY],
  ["lint"],
  ["check", "--quiet", "--frozen"],
  ["task", "--quiet", "check:exports"],
  ["task", "--quiet", "check:notebooks"],
];

async function deno(args: readonly string[]): Promise<boolean> {
  const command = new Deno.Command("deno", {
    args: [...args],
    stdout: "inherit",
    stderr: "inherit",
  });
  return (await command.output()).success;
}

await runCommand({
  name: "deno task check",
  purpose: "Checks format, lint, types and exports, also of the notebooks' cells.",
  options: { test: { type: "boolean", help: "then run every test, as deno task ok does" } },
}, async ({ test }) => {
  for (const args of test ? [...CHECKS, ["task", "--quiet", "test"]] : CHECKS) {
    if (!await deno(args)) return 1;
  }
});
