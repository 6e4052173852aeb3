/**
 * Families of kits: what a kit's network is fed with, which is what its results depend on most.
 *
 * @module
 */
import { COLORS } from "../../lib/figures/theme.ts";

/** Kits of one kind. */
export interface Family {
  readonly label: string;
  readonly color: string;
  /** The names of kits. */
  readonly members: readonly string[];
}

/** Of kits in no other family. */
const OTHERS: Family = { label: "other kits", color: COLORS.prior, members: [] };

/** In the order of a legend. Only the first uses a likelihood: an approximate one. */
export const FAMILIES: readonly Family[] = [
  {
    label: "guided by an approximate likelihood",
    color: COLORS.posterior,
    members: ["default"],
  },
  {
    label: "likelihood-free, statistics",
    color: "#E69F00",
    members: ["statistics", "whitened", "affine", "matching", "ensemble"],
  },
  { label: "likelihood-free, statistics and series", color: "#D55E00", members: ["hybrid"] },
  {
    label: "likelihood-free, raw series",
    color: "#CC79A7",
    members: ["original", "convolution", "transformer", "recurrent", "squared_convolution"],
  },
  {
    label: "likelihood-free, aligned to spikes",
    color: "#56B4E9",
    members: [
      "learned",
      "learned_adamw",
      "learned_few",
      "set_transformer",
      "linear_recurrence",
      "clock_transformer",
    ],
  },
  OTHERS,
];

/**
 * The family of a kit.
 *
 * @example Usage
 * ```ts
 * import { familyOf } from "./families.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(familyOf("default").label, "guided by an approximate likelihood");
 * ```
 */
export function familyOf(recipe: string): Family {
  return FAMILIES.find(({ members }) => members.includes(recipe)) ?? OTHERS;
}
