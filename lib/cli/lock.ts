/**
 * A lock on a path, so that two processes do not write it in turns. It is the system's, on a file of
 * its own, and ends with the process: one that was killed leaves a file behind that locks nothing.
 *
 * @module
 */
import { dirname } from "node:path";

/**
 * Holds a path until the end of the block: `using _ = await lock(…)`. Makes its folder; needs the
 * permission to read and write it.
 *
 * @param refuse Called, to throw, if another holds it.
 */
export async function lock(path: string, refuse: () => never): Promise<Disposable> {
  await Deno.mkdir(dirname(path), { recursive: true });
  for (;;) {
    const file = await Deno.open(path, { write: true, create: true });
    if (!file.tryLockSync(true)) {
      file.close();
      refuse();
    }
    if (file.statSync().nlink !== 0) {
      return {
        [Symbol.dispose]: () => {
          try {
            Deno.removeSync(path);
          } catch (error) {
            if (!(error instanceof Deno.errors.NotFound)) throw error;
          } finally {
            file.close();
          }
        },
      };
    }
    file.close(); // who held it before has removed it in between
  }
}
