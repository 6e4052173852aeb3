import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { userSentence } from "../../lib/cli/command.ts";
import { asModel, importSource, kitAt, kitNamed, numbersOf } from "../../lib/cli/kits.ts";
import { chosenSetup } from "../../lib/cli/store.ts";
import { needs } from "../permissions.ts";
import { needsTemporaryFolder, temporaryFolder } from "../temporary_folder.ts";

/** Fails unless the work is refused in one sentence, the user's, with these words. */
async function assertTold(work: () => Promise<unknown>, words: string | RegExp): Promise<void> {
  const error = await assertRejects(work);
  const sentence = userSentence(error) ?? `no sentence: ${error}`;
  assert(typeof words === "string" ? sentence.startsWith(words) : words.test(sentence), sentence);
  assert(!sentence.includes("\n"), sentence);
}

const setOnly = (set: string) => numbersOf({ set, numbers: undefined });

Deno.test("numbersOf() reads --set", async () => {
  assertEquals(await setOnly("T=400"), { T: 400 });
  assertEquals(await setOnly(" T = 4e2 , I_mean=-2.5,x=+.5"), { T: 400, I_mean: -2.5, x: 0.5 });
  assertEquals(await numbersOf({ set: undefined, numbers: undefined }), {});
  assertEquals(Object.keys(await setOnly("__proto__=3")), ["__proto__"]);
});

Deno.test("numbersOf() refuses what --set can't mean", async () => {
  for (const part of ["T", "T=", "=3", "T=x", "T=NaN", "T=Infinity", "T=0x10", "T=1=2", "T=1 2"]) {
    const words =
      `Cannot read --set as it must be name=number, more of them after commas: it has "`;
    await assertTold(() => setOnly(part), `${words}${part}"`);
    await assertTold(() => setOnly(`a=1,${part},b=2`), `${words}${part}"`);
  }
  await assertTold(() => setOnly(""), /it has ""$/);
  await assertTold(() => setOnly("a=1,"), /it has ""$/);
  await assertTold(() => setOnly("a=1,b=2,a=1"), /as it must give a once: it is there twice$/);
});

Deno.test({
  ...needsTemporaryFolder,
  name: "numbersOf() reads a JSON file, and puts --set over it",
  async fn() {
    await using folder = await temporaryFolder();
    const numbers = `${folder.path}/numbers.json`;
    await Deno.writeTextFile(numbers, '\ufeff{ "T": 400, "I_mean": 2.5e2 }\n');
    assertEquals(await numbersOf({ set: undefined, numbers }), { T: 400, I_mean: 250 });
    assertEquals(await numbersOf({ set: "I_mean=1,dt=2", numbers }), { T: 400, I_mean: 1, dt: 2 });
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "numbersOf() refuses files that are not names and numbers",
  async fn() {
    await using folder = await temporaryFolder();
    const numbers = `${folder.path}/numbers.json`;
    const read = () => numbersOf({ set: undefined, numbers });
    await assertTold(read, `Cannot read ${numbers} as there is no such file`);
    const files = {
      "": "they must be JSON: ",
      "{ T: 400 }": "they must be JSON: ",
      "T=400": "they must be JSON: ",
      "[400]": "they must be one JSON object, name to number: it is [400]",
      "400": "they must be one JSON object, name to number: it is 400",
      "null": "they must be one JSON object, name to number: it is null",
      '{ "T": "400" }': 'T must be a number: it is "400"',
      '{ "T": 1, "dt": null }': "dt must be a number: it is null",
      '{ "sim": { "T": 1 } }': 'sim must be a number: it is {"T":1}',
    };
    for (const [text, words] of Object.entries(files)) {
      await Deno.writeTextFile(numbers, text);
      await assertTold(read, `Cannot read numbers ${numbers} as ${words}`);
    }
  },
});

const none = { recipe: undefined, model: undefined, set: undefined, numbers: undefined };
const chosen = (values: Partial<typeof none> | Readonly<Record<string, string>>) => () =>
  chosenSetup({ ...none, checkpoint: undefined, ...values });

Deno.test({
  ...needs({ read: ["."] }),
  name: "chosenSetup() refuses unknown numbers with the nearest name, and impossible ones",
  async fn() {
    await assertTold(chosen({ set: "I_maen=3" }), /^Cannot use model default .*"I_mean"/);
    await assertTold(chosen({ set: "dt=-1" }), /^Cannot use model default as dt must be > 0: .*-1/);
    await assertTold(chosen({ recipe: "defualt" }), /"defualt" as .*did you mean "default"\?/);
    await assertTold(
      chosen({ recipe: "default", model: "mine.ts" }),
      "Cannot choose model as --recipe and --model exclude each other: both are given",
    );
  },
});

Deno.test("kitNamed() refuses names that every object has", () => {
  for (const name of ["toString", "__proto__", ""]) {
    assertThrows(() => kitNamed(name), RangeError, `Cannot use kit "${name}" as there is none`);
  }
});

Deno.test("kitAt() calls a module relative to a folder", () => {
  assertEquals(kitAt("a/b/mine.ts", "a").name, "./b/mine.ts");
  assertEquals(kitAt("a/mine.ts", "a/data").name, "../mine.ts");
  assertEquals(kitAt("mine.ts", ".").url, new URL("../../mine.ts", import.meta.url).href);
});

Deno.test("asModel() names the module in a refusal, and leaves other errors alone", () => {
  const refused = (error: Error) => () =>
    asModel("$1.ts", () => {
      throw error;
    });
  const told = (message: string, words: string) =>
    assertThrows(refused(new TypeError(message)), RangeError, words);
  told(
    "Cannot set up a.ts as x must be > 0: it is 0",
    "Cannot use model $1.ts as x must be > 0: it",
  );
  told('Cannot make Y: unknown key "a"', 'Cannot use model $1.ts: unknown key "a"');
  for (const error of [new TypeError("f is not a function"), new Error("Cannot a as b: c")]) {
    assertEquals(assertThrows(refused(error)), error);
  }
});

/** Modules that are none of a model, and what is said of each. */
const MODULES: Readonly<Record<string, readonly [string, string | RegExp]>> = {
  throws: ['\nthrow new Error("boom");', /as it must run: boom at file:.*throws\.ts:2:7$/],
  throwsText: ['throw "boom";', /as it must run: it throws boom$/],
  syntax: ["const x = ;", /as it must run: SyntaxError: .* at file:.*syntax\.ts:1:\d+$/],
  lost: ['import "./gone.ts";', /as it must run: Module not found ".*gone\.ts".* at .*lost\.ts:1/],
  nothing: [
    "export const model = 1;",
    /as its default export must be a model, .*: it is undefined$/,
  ],
  number: ["export default 3;", /as its default export must be a model, .*: it is 3$/],
  call: ["export default () => 1;", /as its default export must be a model, .*: it is a function$/],
  part: [
    'export default { name: "x" };',
    /as its default export must be a model, .*: it has name$/,
  ],
};

Deno.test({
  ...needsTemporaryFolder,
  name: "chosenSetup() reports in one sentence why a module is no model",
  async fn() {
    await using folder = await temporaryFolder();
    for (const [name, [source, words]] of Object.entries(MODULES)) {
      const model = `${folder.path}/${name}.ts`;
      await Deno.writeTextFile(model, source);
      await assertTold(chosen({ model }), `Cannot use model ${model} as `);
      await assertTold(chosen({ model }), words);
    }
    const gone = `${folder.path}/gone.ts`;
    await assertTold(chosen({ model: gone }), `Cannot read ${gone} as there is no such file`);
    await assertTold(
      chosen({ model: folder.path }),
      `Cannot read ${folder.path} as it must be a file: it is a folder`,
    );
    const family = `${folder.path}/family.ts`;
    await Deno.writeTextFile(
      family,
      `import model from "${new URL("../workflow/user_model.ts", import.meta.url)}";
       export default { numbers: { length: 3, gain: 1 }, kit: () => ({ name: "mine", model }) };`,
    );
    const numbers = { ...(await chosen({ model: family, set: "gain=7" })()).setup.numbers };
    assertEquals(numbers, { length: 3, gain: 7 });
    await assertTold(chosen({ model: family, set: "gian=7" }), /"gian".*did you mean "gain"\?/);
    await assertTold(chosen({ model: "tests/workflow/user_model.ts", set: "gain=7" }), /"gain"/);
  },
});

Deno.test({
  ...needs({ read: ["."] }),
  name: "importSource() gives what a module exports by default",
  async fn() {
    const url = new URL("../workflow/user_model.ts", import.meta.url).href;
    const source = await importSource({ url, name: "./user_model.ts" });
    assert("name" in source);
    assertEquals(source.name, "decay");
  },
});

Deno.test({
  ...needs({ read: ["."], run: ["deno"] }),
  name: "a command reports a model's fault in one line, with exit code 1",
  async fn() {
    const args = ["run", "--frozen", "--no-prompt", "--quiet", "--allow-read", "lib/cli/train.ts"];
    const { code, stdout, stderr } = await new Deno.Command("deno", {
      args: [...args, "--model", "tests/cli/kits_test.ts", "--set", "T"],
      env: { NO_COLOR: "1" },
    }).output();
    const words =
      "error: Cannot read --set as it must be name=number, more of them after commas: it";
    assertEquals([code, stdout.length], [1, 0]);
    assertEquals(new TextDecoder().decode(stderr), `${words} has "T"\n`);
  },
});
