import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { pathToFileURL } from "node:url";
import {
  asModel,
  importSource,
  KIT_NAMES,
  kitAt,
  kitNamed,
  numbersOf,
} from "../../lib/cli/kits.ts";
import { setup } from "../../lib/workflow/setup.ts";
import { needs } from "../permissions.ts";
import { needsTemporaryFolder, temporaryFolder } from "../temporary_folder.ts";
import user from "../workflow/user_model.ts";

const needed = needs({ read: ["."] });

Deno.test("numbersOf() reads numbers by name, and refuses what is none", async () => {
  const read = (set: string) => numbersOf({ set, numbers: undefined });
  assertEquals(await read("T=400, I_mean=-2.5e2"), { T: 400, I_mean: -250 });
  assertEquals(await numbersOf({ set: undefined, numbers: undefined }), {});
  for (const wrong of ["T", "T=", "=3", "T=long", "T=1=2", "T=400,", "T=Infinity", ""]) {
    await assertRejects(
      () => read(wrong),
      RangeError,
      "Cannot read --set as it must be name=number",
    );
  }
  await assertRejects(() => read("T=400,T=500"), RangeError, 'it has "T" twice');
});

Deno.test({
  ...needsTemporaryFolder,
  name: "numbersOf() takes numbers of a file, and over them those of the command line",
  async fn() {
    await using folder = await temporaryFolder();
    const numbers = `${folder.path}/numbers.json`;
    await Deno.writeTextFile(numbers, '{ "T": 400, "tref": 3 }');
    assertEquals(await numbersOf({ set: "T=100", numbers }), { T: 100, tref: 3 });
    for (const [text, words] of [["[400]", "one JSON object"], ["{", "Cannot read numbers"]]) {
      await Deno.writeTextFile(numbers, text);
      await assertRejects(() => numbersOf({ set: undefined, numbers }), SyntaxError, words);
    }
  },
});

Deno.test({
  ...needed,
  name: "kitNamed() finds the module of each short name, and guesses which was meant",
  async fn() {
    for (const name of KIT_NAMES) {
      assertEquals(setup(await importSource(kitNamed(name))).kit.name, name);
    }
    assertThrows(() => kitNamed("defualt"), RangeError, 'did you mean "default"?');
    assertThrows(() => kitNamed("constructor"), RangeError, "as there is none");
  },
});

Deno.test("kitAt() calls a module as it is found from the checkpoint's folder", () => {
  const url = pathToFileURL("mine/model.ts").href;
  assertEquals(kitAt("mine/model.ts", "mine"), { url, name: "./model.ts" });
  assertEquals(kitAt("mine/model.ts", "."), { url, name: "./mine/model.ts" });
  assertEquals(kitAt("mine/model.ts", "data/old"), { url, name: "../../mine/model.ts" });
});

Deno.test({
  ...needed,
  name: "importSource() imports a user's model, and names what can't be run",
  async fn() {
    const path = "tests/workflow/user_model.ts";
    assertEquals(await importSource(kitAt(path, "."), path), user);
    const missing = "tests/workflow/no_model.ts";
    await assertRejects(() => importSource(kitAt(missing, "."), missing), Deno.errors.NotFound);
    const broken = "tests/workflow/unwanted_module.ts";
    await assertRejects(
      () => importSource(kitAt(broken, "."), broken),
      RangeError,
      `Cannot use model ${broken} as it must run: Cannot be imported`,
    );
  },
});

Deno.test("asModel() names the file of what is no model", () => {
  assertThrows(
    () => asModel("./mine.ts", () => setup(user, { numbers: { gain: 2 } })),
    RangeError,
    'Cannot use model ./mine.ts as it depends on no numbers: "gain" is given',
  );
});
