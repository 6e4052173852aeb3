/** `deno task example`: makes the recording data/example.csv. @module */
import { fileURLToPath } from "node:url";
import { writeAtomically } from "../files.ts";
import { lifPrior } from "../models/lif/prior/lif.ts";
import { runCommand } from "./command.ts";
import { EXAMPLE_THETA, exampleCsv } from "./example_trace.ts";

const PATH = fileURLToPath(new URL("../../data/example.csv", import.meta.url));

await runCommand(
  { name: "deno task example", purpose: "Simulates the recording data/example.csv, for infer." },
  async () => {
    await writeAtomically(PATH, exampleCsv());
    const { names, units } = lifPrior();
    const truth = names.map((name, j) => `${name} ${EXAMPLE_THETA[name]} ${units[j]}`).join(", ");
    console.log(`wrote ${PATH}, simulated with ${truth}`);
  },
);
