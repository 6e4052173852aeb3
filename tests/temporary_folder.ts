import { needs } from "./permissions.ts";

/** Where tests write: git-ignored, in the project, so that one narrow permission is enough. */
const ROOT = ".temporary";

/** For tests that write files. */
export const needsTemporaryFolder = needs({ read: [ROOT], write: [ROOT] });

/** A new folder that is removed at the end of its block: `await using folder = …`. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  await Deno.mkdir(ROOT, { recursive: true });
  const path = await Deno.makeTempDir({ dir: ROOT });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
