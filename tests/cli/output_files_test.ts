import { assertEquals, assertRejects } from "@std/assert";
import { checkOutput, pathBeside } from "../../lib/cli/output_files.ts";
import { needsTemporaryFolder, temporaryFolder } from "../temporary_folder.ts";

Deno.test({
  ...needsTemporaryFolder,
  name: "checkOutput() refuses what is read, by whatever path, and folders",
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    await Deno.writeTextFile(at("trace.csv"), "t,V\n");
    await Deno.link(at("trace.csv"), at("linked.csv"));
    await Deno.writeTextFile(at("other.csv"), "");
    const inputs = { observation: at("trace.csv"), checkpoint: at("none.safetensors") };
    for (
      const name of [
        "trace.csv",
        "../" + folder.path.split("/").at(-1) + "/trace.csv",
        "linked.csv",
      ]
    ) {
      await assertRejects(
        () => checkOutput(at(name), inputs),
        RangeError,
        "as it must be another file than the observation: it is the same",
      );
    }
    await assertRejects(
      () => checkOutput(folder.path, inputs),
      Deno.errors.IsADirectory,
    );
    await checkOutput(at("other.csv"), inputs);
    await checkOutput(at("new.csv"), inputs);
  },
});

Deno.test("pathBeside() never is the recording's own path", () => {
  for (
    const observation of ["trace.csv", "./a.b/trace.txt", "/tmp/trace", ".csv", "x_posterior.svg"]
  ) {
    const path = pathBeside(observation, "posterior.svg");
    assertEquals(path === observation, false);
    assertEquals(path.endsWith("_posterior.svg"), true);
  }
  assertEquals(pathBeside("/trace.csv", "posterior.svg"), "/trace_posterior.svg");
});
