/**
 * How much is examined, checked before the work.
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
  /** Further simulations. */
  readonly bank: number;
}

const ACTION = "diagnose posterior";
/** Bins of histograms of ranks: draws + 1 must be a multiple, and one simulation a bin is the least. */
const BINS = 20;
/** What draws and recordings may take, in GiB. */
const MOST_GIB = 2;

/**
 * Refuses numbers with which no examination can end.
 *
 * @param shape Parameters of a draw, numbers of a recording, draws for each further simulation, and
 * replicates of one recording.
 * @throws {RangeError} If there are fewer than 20 simulations, 19 draws or 100 further simulations,
 * draws + 1 is no multiple of 20, or they take more memory than 2 GiB.
 */
export function checkDiagnosisSize(
  { simulations, draws, bank }: DiagnosisSize,
  shape: {
    readonly dim: number;
    readonly values: number;
    readonly bankDraws: number;
    readonly replicates: number;
  },
): void {
  integer(ACTION, "simulations", simulations, BINS);
  integer(ACTION, "draws", draws, BINS - 1);
  integer(ACTION, "bank", bank, 100);
  if ((draws + 1) % BINS !== 0) {
    throw new RangeError(
      `Cannot ${ACTION} as draws + 1 must be a multiple of ${BINS}, the bins of ranks: current value is ${
        draws + 1
      }`,
    );
  }
  const rows = simulations * draws + bank * shape.bankDraws;
  const bytes = 8 * rows * (shape.dim + 1) +
    4 * (simulations + bank + shape.replicates) * shape.values;
  const gib = bytes / 2 ** 30;
  if (gib > MOST_GIB) {
    throw new RangeError(
      `Cannot ${ACTION} as draws and recordings must fit into ${MOST_GIB} GiB: ${simulations} simulations ` +
        `with ${draws} draws each, and ${bank} more, take ${gib.toPrecision(3)} GiB`,
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
