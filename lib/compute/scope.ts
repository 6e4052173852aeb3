/**
 * One tree that names weights, the randomness they start from and their entry in a checkpoint.
 *
 * @module
 */
import { elements } from "../core/arrays.ts";
import * as tf from "@tensorflow/tfjs";
import { fold, type Key, type Rng, stream } from "../core/random.ts";
import type { TensorOf, Variable } from "./tfjs.ts";

/** A node of the tree. Disposing it disposes the variables below it. */
export interface Scope extends Disposable {
  /** The names from the root to here, joined by "/"; "" at the root. */
  readonly path: string;
  /** Every variable of the whole tree by its path, in the order of creation. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The node below, by name or number. */
  child(name: string | number): Scope;
  /**
   * A new variable, filled by calls of `initial` in row-major order. Its values depend on the
   * root's key and its path only.
   *
   * @throws {RangeError} If its path is taken, or a name has a "/" in it.
   */
  variable<const Shape extends readonly number[]>(
    name: string,
    shape: Shape,
    initial: (rng: Rng) => number,
  ): Variable & TensorOf<Shape>;
}

function node(path: string, key: Key, variables: Map<string, Variable>): Scope {
  const below = (name: string | number) => {
    if (name === "" || String(name).includes("/")) {
      throw new RangeError(`Cannot name a part of "${path}" as "${name}" is empty or has a "/"`);
    }
    return path === "" ? String(name) : `${path}/${name}`;
  };
  return Object.freeze<Scope>({
    path,
    variables,
    child: (name) => node(below(name), fold(key, name), variables),
    variable(name, shape, initial) {
      const full = below(name);
      if (variables.has(full)) {
        throw new RangeError(`Cannot create variable "${full}" as the name is taken`);
      }
      const rng = stream(fold(key, name));
      const size = elements(shape);
      const values = Float32Array.from({ length: size }, () => initial(rng));
      // tfjs picks its own name for it, so that several models can live at a time.
      const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
      variables.set(full, variable);
      return variable as Variable & TensorOf<typeof shape>;
    },
    [Symbol.dispose]() {
      for (const [name, variable] of variables) {
        if (path !== "" && !name.startsWith(`${path}/`)) continue;
        variable.dispose();
        variables.delete(name);
      }
    },
  });
}

/**
 * The root of a new tree, its weights drawn from `key`.
 *
 * @example Usage
 * ```ts
 * import { scope } from "./scope.ts";
 * import { key } from "../core/random.ts";
 * import { startBackend } from "./backend.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await startBackend();
 * using root = scope(key(45));
 * root.child("dense").variable("bias", [3], () => 0);
 * assertEquals([...root.variables.keys()], ["dense/bias"]);
 * ```
 */
export function scope(key: Key): Scope {
  return node("", key, new Map());
}
