/**
 * Coordinates that know the recording: those of its {@link ./lif_local.ts | local law}. In them
 * the posterior is nearly N(0, I) for every recording, so that a small network has only the rest to
 * learn, and no draw leaves the prior's support.
 *
 * @module
 */
import type { Coordinates, Given } from "../../../model/coordinates.ts";
import { type Draws, inOrder } from "../../../core/draws.ts";
import { lifLocalLaw, type LocalLaw } from "./lif_local.ts";
import type { PriorConfig } from "./lif.ts";
import type { Prior } from "../../../distributions/prior.ts";
import { LIF_PARAMETERS, type LifParameter, type SimConfig } from "../simulator/lif.ts";
import { normalLogDensity } from "../../../core/special.ts";
import { readMode } from "../statistics/lif_mode.ts";

const DIM = LIF_PARAMETERS.length;
/** The parameters whose prior is clipped: their z, not they, tell the rows of an atom apart. */
const CLIPPED = ["tau_m", "g_L"].map((name) => LIF_PARAMETERS.findIndex((other) => other === name));

/**
 * The local coordinates, for summary variables that begin with those of `lifMode`.
 *
 * @param prior That of the configuration.
 */
export function lifLocalCoordinates(
  prior: Prior<LifParameter>,
  config: { readonly sim: SimConfig; readonly prior: PriorConfig },
): Coordinates<LifParameter> {
  const { sim, prior: numbers } = config;
  const logMedian = [numbers.tau_m_median, numbers.g_L_median].map(Math.log);
  const logSd = [numbers.tau_m_log_sd, numbers.g_L_log_sd];

  /** Calls `visit` with each row of `count` and the law of the recording that it belongs to. */
  function eachRow(
    count: number,
    { summaries, size, each, from = 0 }: Given,
    visit: (law: LocalLaw, row: number) => void,
  ): void {
    for (let row = 0; row < count;) {
      const owner = Math.floor((from + row) / each);
      const law = lifLocalLaw(readMode(summaries, owner * size), numbers, sim);
      const end = Math.min(count, (owner + 1) * each - from);
      for (; row < end; row++) visit(law, row);
    }
  }
  const ordered = (theta: Draws<LifParameter>) =>
    inOrder("find coordinates", theta, LIF_PARAMETERS);
  const rowOf = (values: Float64Array, row: number) => values.subarray(row * DIM, (row + 1) * DIM);

  return {
    names: prior.names,
    whitened: false,
    forward(draws, given) {
      const theta = ordered(draws);
      const z = prior.toNormal(theta), atoms = prior.atoms(theta), possible = prior.logProb(theta);
      const values = new Float64Array(z.length), logDet = new Float64Array(theta.count);
      eachRow(theta.count, given, (law, row) => {
        if (possible[row] === -Infinity) {
          logDet[row] = -Infinity;
          return;
        }
        const out = rowOf(values, row);
        const found = law.forward(rowOf(theta.values, row), rowOf(z, row), out);
        const inside = atoms[row] === 0 && rowOf(z, row).every(Number.isFinite);
        logDet[row] = inside ? found : NaN;
      });
      return { values, logDet };
    },
    ofJoint(draws, z, given) {
      const theta = ordered(draws);
      const values = new Float64Array(z.length);
      eachRow(theta.count, given, (law, row) => {
        law.forward(rowOf(theta.values, row), rowOf(z, row), rowOf(values, row));
      });
      return values;
    },
    logDetOfJoint(draws, z, given) {
      const theta = ordered(draws);
      const logDet = new Float64Array(theta.count), zeta = new Float64Array(DIM);
      eachRow(theta.count, given, (law, row) => {
        logDet[row] = law.forward(rowOf(theta.values, row), rowOf(z, row), zeta);
      });
      return logDet;
    },
    inverse(values, given) {
      const theta = new Float64Array(values.length), z = new Float64Array(DIM);
      eachRow(values.length / DIM, given, (law, row) => {
        law.inverse(rowOf(values, row), rowOf(theta, row), z);
      });
      return { names: prior.names, count: values.length / DIM, values: theta };
    },
    toWhitened(values, given) {
      const count = values.length / DIM;
      const theta = { names: prior.names, count, values: new Float64Array(values.length) };
      const latent = new Float64Array(values.length);
      eachRow(count, given, (law, row) => {
        law.inverse(rowOf(values, row), rowOf(theta.values, row), rowOf(latent, row));
      });
      const z = prior.toNormal(theta), factors = prior.logFactors(theta);
      const logDet = new Float64Array(count), again = new Float64Array(DIM);
      eachRow(count, given, (law, row) => {
        const own = rowOf(z, row);
        CLIPPED.forEach((j) => own[j] = latent[row * DIM + j]);
        // The law tells log |det dζ/dtheta|, with tau_m and g_L as if the prior were not clipped.
        let sum = law.forward(rowOf(theta.values, row), own, again);
        CLIPPED.forEach((j, i) => sum += logMedian[i] + logSd[i] * own[j] + Math.log(logSd[i]));
        for (let j = 0; j < DIM; j++) {
          if (!CLIPPED.includes(j)) sum += normalLogDensity(own[j]) - factors[row * DIM + j];
        }
        logDet[row] = sum;
      });
      return { values: z, logDet };
    },
  };
}
