/**
 * The kits to compare by their names: the three of the neuron that have a checkpoint, and those of this
 * folder. One more is a module like its neighbours, and a line here.
 *
 * @module
 */
import { nearest } from "../../lib/core/check.ts";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import learnedKit from "../../lib/models/lif/kits/learned.ts";
import originalKit from "../../lib/models/lif/kits/original.ts";
import type { LifFields, LifParameter } from "../../lib/models/lif/simulator/lif.ts";
import type { KitFamily } from "../../lib/workflow/kit.ts";
import { type Setup, setup, type SetupOptions } from "../../lib/workflow/setup.ts";
import affine from "./affine.ts";
import clockTransformer from "./clock_transformer.ts";
import convolution from "./convolution.ts";
import ensemble from "./ensemble.ts";
import hybrid from "./hybrid.ts";
import learnedAdamw from "./learned_adamw.ts";
import learnedFew from "./learned_few.ts";
import linearRecurrence from "./linear_recurrence.ts";
import matching from "./matching.ts";
import recurrent from "./recurrent.ts";
import setTransformer from "./set_transformer.ts";
import squaredConvolution from "./squared_convolution.ts";
import statistics from "./statistics.ts";
import transformer from "./transformer.ts";
import whitened from "./whitened.ts";

type LifFamily = KitFamily<LifParameter, LifFields>;

const delivered = (name: string) => `../../lib/models/lif/kits/${name}.ts`;

/** Each kit, and the module that exports it: workers import it again. */
const KITS: ReadonlyMap<string, readonly [LifFamily, string]> = new Map([
  ["default", [defaultKit, delivered("default")]],
  ["learned", [learnedKit, delivered("learned")]],
  ["original", [originalKit, delivered("original")]],
  ["learned_few", [learnedFew, "./learned_few.ts"]],
  ["learned_adamw", [learnedAdamw, "./learned_adamw.ts"]],
  ["statistics", [statistics, "./statistics.ts"]],
  ["whitened", [whitened, "./whitened.ts"]],
  ["affine", [affine, "./affine.ts"]],
  ["matching", [matching, "./matching.ts"]],
  ["ensemble", [ensemble, "./ensemble.ts"]],
  ["convolution", [convolution, "./convolution.ts"]],
  ["transformer", [transformer, "./transformer.ts"]],
  ["recurrent", [recurrent, "./recurrent.ts"]],
  ["set_transformer", [setTransformer, "./set_transformer.ts"]],
  ["linear_recurrence", [linearRecurrence, "./linear_recurrence.ts"]],
  ["squared_convolution", [squaredConvolution, "./squared_convolution.ts"]],
  ["clock_transformer", [clockTransformer, "./clock_transformer.ts"]],
  ["hybrid", [hybrid, "./hybrid.ts"]],
]);

/** The names of the kits to compare. */
export const KIT_NAMES: readonly string[] = [...KITS.keys()];

/**
 * The setup of the kit of that name.
 *
 * @throws {RangeError} If there is none, or the numbers make no experiment.
 * @throws {TypeError} If a number is unknown.
 */
export function setupNamed(
  name: string,
  options: Omit<SetupOptions, "module"> = {},
): Setup<LifParameter, LifFields> {
  const found = KITS.get(name);
  if (!found) {
    throw new RangeError(
      `Cannot use kit "${name}" as there is none, did you mean "${
        nearest(name, KIT_NAMES)
      }"? There are ${KIT_NAMES.join(", ")}`,
    );
  }
  const [family, path] = found;
  const module = { url: new URL(path, import.meta.url).href, name };
  return setup(family, { ...options, module });
}
