/**
 * Calls of the kernels by the names of their parameters.
 *
 * @module
 */
import { callByName, type Words } from "../../core/call_by_name.ts";

/** The parameters of each kernel, in the order of its source in `assembly/`. */
export const PARAMETERS = {
  activation: "kind count x y",
  activationGradient: "kind count x dy dx y",
  affine: "inverse count x h value logDerivative",
  affineGradient: "inverse count x h dValue dLogDerivative dx dh",
  binMoments: "rows bins filters sums counts scale shift y",
  binMomentsGradient: "rows bins filters sums counts scale shift dy dSums dScale dShift",
  clear: "count x",
  columnSums: "m n x sums add",
  couplingInputs: "rows dim held contextDim order x context inputs moved",
  couplingInputsGradient: "rows dim held contextDim from to dInputs dMoved dy dx dContext",
  couplingOutputs: "rows dim held contextDim order inputs moved logDerivative y logDet",
  couplingOutputsGradient: "rows dim held order dy dLogDet dMoved dLogDerivative",
  fold: "first count outputs length channels kernel stride before rows x",
  gemm: "transposeA transposeB m n k a lda b ldb c ldc add bias work",
  gru: "backwards times count channels units x weights state bias kept y work",
  gruGradient:
    "backwards times count channels units x weights state kept dy dx dWeights dState dBias work",
  orthogonal: "rows columns steps a b c x y work",
  pooledCounts: "count sweeps length channels clocks every bins x counts",
  pooledFilters:
    "count sweeps length channels clocks taps every filters bins x weights sums kept work",
  pooledFiltersGradient:
    "count sweeps length channels clocks taps every filters bins x kept dSums dWeights work",
  spline: "inverse count bins bound x h value logDerivative work",
  splineGradient: "inverse count bins bound x h dValue dLogDerivative dx dh work",
  unfold: "first count outputs length channels kernel stride before x rows",
} as const;

/** A kernel's name. */
export type KernelName = keyof typeof PARAMETERS;

/** The parameters that are flags. */
type Flag = "transposeA" | "transposeB" | "add" | "inverse" | "backwards";

/** Arguments of a kernel: counts, flags, numbers, and addresses in the heap. */
export type KernelArguments<Kernel extends KernelName> = Readonly<
  { [Name in Words<typeof PARAMETERS[Kernel]>]: Name extends Flag ? boolean : number }
>;

/** The kernels, each called with its arguments by name. */
export type Kernels = Readonly<
  { [Kernel in KernelName]: (given: KernelArguments<Kernel>) => void }
>;

/** The exports of a build, to be called by name. */
export function callsByName(exports: WebAssembly.Exports): Kernels {
  const calls: Partial<Record<KernelName, unknown>> = {};
  for (const kernel of Object.keys(PARAMETERS) as KernelName[]) {
    calls[kernel] = callByName(exports[kernel], PARAMETERS[kernel]); // flags become 0 or 1
  }
  return Object.freeze(calls) as Kernels;
}
