import { assert, assertAlmostEquals } from "@std/assert";
import { key, normals } from "../../../../lib/core/random.ts";
import { checkPrior } from "../../../../lib/distributions/check_prior.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifJacobian, gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif } from "../../../../lib/models/gif/simulator/gif.ts";
import { spikeCounts } from "../../../../lib/models/neuron/spikes.ts";

const prior = gifPrior();
const dim = GIF_PARAMETERS.length;

Deno.test("gifPrior() is a prior whose map, inverse and density agree", () => {
  checkPrior(key(1), prior);
});

Deno.test("gifPrior() covers what was fitted to pyramidal cells, within 3 sd in each coordinate", () => {
  // Pozzorini's model fitted to a layer-5 cell: the ends of what was found.
  const ends = [
    [143, 6.5, -61, -40, 300, 40, 45, -42, 0.6, 3, 1, 40],
    [172, 7.5, -58, -33, 370, 90, 80, -36, 1.2, 10, 8, 80],
  ];
  for (const values of ends) {
    const z = prior.toNormal({
      names: GIF_PARAMETERS,
      count: 1,
      values: Float64Array.from(values),
    });
    z.forEach((value, j) => assert(Math.abs(value) < 3, `${GIF_PARAMETERS[j]}: ${value}`));
  }
});

Deno.test("gifPrior() makes neurons that fire at rates that are seen", () => {
  const { observations } = simulateJoint(key(2), { prior, simulator: gif() }, 1000);
  const counts = spikeCounts(observations);
  const plausible = counts.filter((count) => count >= 1 && count <= 40).length / 1000;
  assert(plausible > 0.98, `${plausible}`);
});

Deno.test("gifJacobian() is the derivative of the prior's map", () => {
  const z = normals(key(3), dim), out = new Float64Array(dim * dim), h = 1e-5;
  gifJacobian(prior.fromNormal(z).values, out);
  for (let j = 0; j < dim; j++) {
    const at = (shift: number) =>
      prior.fromNormal(z.map((value, i) => i === j ? value + shift : value)).values;
    const [above, below] = [at(h), at(-h)];
    for (let i = 0; i < dim; i++) {
      const slope = (above[i] - below[i]) / (2 * h);
      assertAlmostEquals(out[i * dim + j], slope, 1e-6 * (1 + Math.abs(slope)));
    }
  }
});
