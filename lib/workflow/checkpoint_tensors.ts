/**
 * The tensors of a checkpoint: each has its name, format and shape, and holds numbers.
 *
 * @module
 */
import type { Refuse } from "./checkpoint_metadata.ts";
import { type Layout, weightsIn } from "../training/weights.ts";
import { dtypeOf, type Safetensors, type StoredTensor } from "../core/safetensors.ts";

/** What a tensor must be. */
interface Wanted {
  readonly dtype: "F32" | "F64";
  readonly shape: readonly number[];
  /** What each of its numbers must be, beside finite. */
  readonly sign?: ">= 0" | "> 0";
}

/** The tensor of a variable's weights. */
export function weightsName(path: string): string {
  return `weights/${path}`;
}

/** All tensors by name: of a run under way also those to go on from. */
function wantedTensors(
  layout: Layout,
  { parameters, summaries }: { readonly parameters: number; readonly summaries: number },
  underWay: boolean,
): Readonly<Record<string, Wanted>> {
  const theta: Wanted = { dtype: "F64", shape: [parameters] };
  const summary: Wanted = { dtype: "F64", shape: [summaries] };
  const state: Wanted = { dtype: "F32", shape: [weightsIn(layout)] };
  return {
    ...Object.fromEntries(
      layout.map(({ path, shape }): [string, Wanted] => [
        weightsName(path),
        { dtype: "F32", shape },
      ]),
    ),
    "theta.mean": theta,
    "theta.sd": { ...theta, sign: "> 0" },
    "summary.mean": summary,
    "summary.sd": { ...summary, sign: "> 0" },
    ...(underWay && {
      "state.weights": state,
      "state.adam.mean": state,
      "state.adam.square": { ...state, sign: ">= 0" },
    }),
  };
}

function fits(value: number | bigint, sign: Wanted["sign"]): boolean {
  if (!Number.isFinite(value)) return false;
  return sign === "> 0" ? value > 0 : sign === ">= 0" ? value >= 0 : true;
}

function checkTensor(
  refuse: Refuse,
  name: string,
  found: StoredTensor | undefined,
  { dtype, shape, sign }: Wanted,
): void {
  const wish = `its tensor "${name}" must be ${dtype} [${shape}]`;
  if (!found) return refuse(wish, "there is none");
  const { data } = found;
  if (dtypeOf(data) !== dtype || `${found.shape}` !== `${shape}`) {
    refuse(wish, `it is ${dtypeOf(data)} [${found.shape}]`);
  }
  for (let i = 0; i < data.length; i++) {
    if (!fits(data[i], sign)) {
      refuse(`its tensor "${name}" must be ${sign ?? "finite"}`, `value ${i} is ${data[i]}`);
    }
  }
}

/**
 * Refuses tensors that are missing, unknown, of another format or shape than the layout's, or not
 * numbers. How many summary variables there are is left to the kit.
 */
export function checkTensors(
  refuse: Refuse,
  { tensors }: Safetensors,
  { layout, underWay, parameters }: {
    readonly layout: Layout;
    readonly underWay: boolean;
    /** How many there are. */
    readonly parameters: number;
  },
): void {
  const summaries = tensors["summary.mean"]?.data.length ?? 0;
  const wanted = wantedTensors(layout, { parameters, summaries }, underWay);
  for (const [name, want] of Object.entries(wanted)) {
    checkTensor(refuse, name, Object.hasOwn(tensors, name) ? tensors[name] : undefined, want);
  }
  const other = Object.keys(tensors).find((name) => !Object.hasOwn(wanted, name));
  if (other !== undefined) refuse("it may have no other tensors", `it has "${other}"`);
}
