/**
 * The example models by name.
 *
 * @module
 */
import drivenMembrane from "../../examples/driven_membrane.ts";
import gaussian from "../../examples/gaussian.ts";
import gaussianSet from "../../examples/gaussian_set.ts";
import sir from "../../examples/sir.ts";
import twoMoons from "../../examples/two_moons.ts";

export const EXAMPLES = { twoMoons, gaussian, sir, gaussianSet, drivenMembrane } as const;
