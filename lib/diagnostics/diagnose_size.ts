/**
 * How much is simulated, checked before the work.
 *
 * @module
 */
import { integer } from "../core/check.ts";
import type { Draws } from "../core/draws.ts";

/** Numbers of simulations and draws. */
export interface DiagnosisSize {
  /** Fresh simulations. */
  readonly simulations: number;
  /** Draws for each. */
  readonly draws: number;
  /** Reference simulations, from the prior as well: for comparisons, local tests and groups. */
  readonly references: number;
}

const ACTION = "diagnose posterior";
/** Bins of histograms of ranks: draws + 1 must be a multiple, and one simulation a bin is the least. */
const BINS = 20;
/** What draws and observations may take, in GiB. */
const MOST_GIB = 2;

/**
 * Refuses numbers with which no diagnosis can end.
 *
 * @param shape Parameters of a draw, numbers of an observation, draws for each reference simulation, and
 * replicates of one observation.
 * @throws {RangeError} If there are fewer than 20 simulations, 19 draws or 100 reference simulations,
 * draws + 1 is no multiple of 20, or they take more memory than 2 GiB.
 */
export function checkDiagnosisSize(
  { simulations, draws, references }: DiagnosisSize,
  shape: {
    readonly dim: number;
    readonly values: number;
    readonly referenceDraws: number;
    readonly replicates: number;
  },
): void {
  integer(ACTION, "simulations", simulations, BINS);
  integer(ACTION, "draws", draws, BINS - 1);
  integer(ACTION, "references", references, 100);
  if ((draws + 1) % BINS !== 0) {
    throw new RangeError(
      `Cannot ${ACTION} as draws + 1 must be a multiple of ${BINS}, the bins of ranks: current value is ${
        draws + 1
      }`,
    );
  }
  const rows = simulations * draws + references * shape.referenceDraws;
  const bytes = 8 * rows * (shape.dim + 1) +
    4 * (simulations + references + shape.replicates) * shape.values;
  const gib = bytes / 2 ** 30;
  if (gib > MOST_GIB) {
    throw new RangeError(
      `Cannot ${ACTION} as draws and observations must fit into ${MOST_GIB} GiB: ${simulations} simulations ` +
        `with ${draws} draws each, and ${references} more, take ${gib.toPrecision(3)} GiB`,
    );
  }
}

/** Refuses truths of which a parameter is always the same: nothing about it can be found out. */
export function checkTruths({ names, count, values }: Draws): void {
  const dim = names.length;
  const still = names.filter((_, j) => values.every((v, k) => k % dim !== j || v === values[j]));
  if (still.length > 0) {
    throw new RangeError(
      `Cannot ${ACTION} as the prior must vary every parameter: ${
        still.join(", ")
      } is the same in all of ${count} simulations`,
    );
  }
}
