/** What holds for the guide of every recording, at any point of its coordinates. */
import { assert, assertAlmostEquals } from "@std/assert";
import fc from "fast-check";
import { key } from "../../../../lib/core/random.ts";
import {
  fromCoordinates,
  jointCoordinates,
  normalFromCoordinates,
} from "../../../../lib/model/coordinates.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { lifGuide } from "../../../../lib/models/lif/guide/guide.ts";
import { lifPrior, priorConfig } from "../../../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../../../lib/models/lif/simulator/lif.ts";
import { logAbsDet } from "../../../bijector_properties.ts";

const RUNS = { seed: 20, numRuns: 60 };
const COUNT = 40;
const prior = lifPrior();
const { observations } = simulateJoint(key(8), { prior, simulator: lif() }, COUNT);
const guide = lifGuide(simConfig(), priorConfig());
const transforms = Array.from({ length: COUNT }, (_, i) => guide.of(observations, i).transform());

const points = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
  minLength: 6,
  maxLength: 6,
}).map((values) => Float64Array.from(values));

Deno.test("lifGuide() leads from any point into the support, and back", () => {
  fc.assert(
    fc.property(fc.nat(COUNT - 1), points, (row, c) => {
      const one = () => transforms[row];
      const theta = fromCoordinates(prior, c, one);
      assert(prior.logProb(theta)[0] > -Infinity, `${theta.values}`);
      const { values: z } = normalFromCoordinates(prior, c, one);
      const back = jointCoordinates(prior, { theta, z }, one);
      back.values.forEach((value, j) => assertAlmostEquals(value, c[j], 1e-5, prior.names[j]));
    }),
    RUNS,
  );
});

Deno.test("lifGuide() has the log-determinant that differences of its inverse find", () => {
  fc.assert(
    fc.property(fc.nat(COUNT - 1), points, (row, c) => {
      const one = () => transforms[row];
      const zOf = (at: Float64Array) => normalFromCoordinates(prior, at, one).values;
      const h = 1e-4;
      const columns = Array.from(c, (value, j) => {
        const up = zOf(c.with(j, value + h)), down = zOf(c.with(j, value - h));
        return Array.from(c, (_, i) => (up[i] - down[i]) / (2 * h));
      });
      const found = logAbsDet(columns.map((_, i) => columns.map((own) => own[i])));
      assertAlmostEquals(normalFromCoordinates(prior, c, one).logDet[0], -found, 1e-2);
    }),
    RUNS,
  );
});
