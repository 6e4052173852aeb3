import { assertEquals, assertRejects } from "@std/assert";
import { checkWritable, readBytes, writeAtomically, writeTogether } from "../lib/files.ts";
import { needsTemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name)).sort();
}

Deno.test({
  ...needsTemporaryFolder,
  name: "writeAtomically() makes the folder and leaves nothing but the file",
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a/b/weights.bin`;
    await writeAtomically(path, Uint8Array.of(1, 2, 255));
    assertEquals([...await readBytes(path)], [1, 2, 255]);
    assertEquals(await names(`${folder.path}/a/b`), ["weights.bin"]);
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "writeAtomically() replaces a file, and writes text as UTF-8",
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/note.txt`;
    await writeAtomically(path, "a long first text");
    await writeAtomically(path, "τ = 10 ms");
    assertEquals(new TextDecoder().decode(await readBytes(path)), "τ = 10 ms");
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "writeAtomically() may be called for one path many times at once",
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/note.txt`;
    const texts = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(1000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    assertEquals(texts.includes(new TextDecoder().decode(await readBytes(path))), true);
    assertEquals(await names(folder.path), ["note.txt"]);
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "writeAtomically() removes what it has written if the file can't be put in place",
  fn: async () => {
    await using folder = await temporaryFolder();
    await Deno.mkdir(`${folder.path}/taken/inside`, { recursive: true });
    await assertRejects(() => writeAtomically(`${folder.path}/taken`, "text"));
    assertEquals(await names(folder.path), ["taken"]);
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "writeTogether() replaces all files or none",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    await writeTogether({ [at("a.txt")]: "1", [at("b/c.txt")]: "1" });
    await Deno.mkdir(at("taken"));
    await assertRejects(
      () => writeTogether({ [at("a.txt")]: "2", [at("b/c.txt")]: "2", [at("taken")]: "2" }),
      Deno.errors.IsADirectory,
    );
    assertEquals(
      await Promise.all([at("a.txt"), at("b/c.txt")].map((path) => Deno.readTextFile(path))),
      ["1", "1"],
    );
    assertEquals(await names(folder.path), ["a.txt", "b", "taken"]);
    assertEquals(await names(at("b")), ["c.txt"]);
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "writeAtomically() removes what a killed process has left, not what another is writing",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    for (const name of ["a.txt.999-0.partial", "a.txt.999-7.partial", "b.txt.999-0.partial"]) {
      await Deno.writeTextFile(at(name), "half");
    }
    using held = await Deno.open(at("a.txt.999-7.partial"), { write: true });
    held.lockSync(true);
    await writeAtomically(at("a.txt"), "whole");
    assertEquals(await names(folder.path), [
      "a.txt",
      "a.txt.999-7.partial",
      "b.txt.999-0.partial", // another's
    ]);
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "checkWritable() refuses a folder, and leaves all as it was",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/new/note.txt`;
    await checkWritable(path);
    assertEquals(await names(`${folder.path}/new`), []);
    await writeAtomically(path, "text");
    await checkWritable(path);
    assertEquals(await Deno.readTextFile(path), "text");
    await assertRejects(() => checkWritable(folder.path), Deno.errors.IsADirectory);
    await assertRejects(() => checkWritable(`${path}/below`));
  },
});

Deno.test({
  ...needsTemporaryFolder,
  name: "readBytes() reports which file is missing or is a folder",
  fn: async () => {
    await using folder = await temporaryFolder();
    await assertRejects(
      () => readBytes(`${folder.path}/none.csv`),
      Deno.errors.NotFound,
      `Cannot read ${folder.path}/none.csv as there is no such file`,
    );
    await assertRejects(
      () => readBytes(folder.path),
      TypeError,
      `Cannot read ${folder.path} as it must be a file: it is a folder`,
    );
  },
});

Deno.test({
  name: "readBytes() reports which permission is missing",
  permissions: { read: false },
  fn: async () => {
    await assertRejects(
      () => readBytes("deno.json"),
      Deno.errors.NotCapable,
      "Cannot read deno.json as Deno was not given --allow-read=deno.json",
    );
  },
});
