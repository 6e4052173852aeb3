import { assertEquals, assertRejects } from "@std/assert";
import { lock } from "../../lib/cli/lock.ts";
import { needs } from "../permissions.ts";
import { needsTemporaryFolder, temporaryFolder } from "../temporary_folder.ts";

const refuse = () => {
  throw new RangeError("it is held");
};

Deno.test({
  ...needsTemporaryFolder,
  name: "lock() lets one in at a time, and leaves nothing behind",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/new/a.lock`;
    {
      using _ = await lock(path, refuse);
      await assertRejects(() => lock(path, refuse), RangeError, "it is held");
      using _other = await lock(`${folder.path}/b.lock`, refuse);
    }
    using _ = await lock(path, refuse);
    assertEquals(await Array.fromAsync(Deno.readDir(folder.path), ({ name }) => name), ["new"]);
  },
});

Deno.test({
  ...needs({ read: ["."], write: [".temporary"], run: ["deno"] }),
  name: "lock() holds between processes, until the other is killed",
  async fn() {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a.lock`;
    await using child = new Deno.Command("deno", {
      args: [
        "run",
        "--allow-read=.temporary",
        "--allow-write=.temporary",
        "tests/fixtures/commands/hold.ts",
        path,
      ],
      stdout: "piped",
    }).spawn();
    for await (const _ of child.stdout) break; // it holds the lock
    await assertRejects(() => lock(path, refuse), RangeError, "it is held");
    child.kill("SIGKILL");
    await child.status;
    using _ = await lock(path, refuse);
  },
});
