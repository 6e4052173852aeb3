import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { key } from "../../../../lib/core/random.ts";
import { simulateJoint } from "../../../../lib/model/dataset.ts";
import { gifConfig } from "../../../../lib/models/gif/config.ts";
import { gifGuide } from "../../../../lib/models/gif/guide/guide.ts";
import { GIF_PARAMETERS } from "../../../../lib/models/gif/parameters.ts";
import { gifPrior } from "../../../../lib/models/gif/prior/gif.ts";
import { gif } from "../../../../lib/models/gif/simulator/gif.ts";
import { assertInverse, assertLogDet } from "../../../transform_checks.ts";

const DIM = GIF_PARAMETERS.length;
const COUNT = 60;
const prior = gifPrior();
const model = { prior, simulator: gif() };
const { theta, z, observations } = simulateJoint(key(4), model, COUNT);
const guide = gifGuide(gifConfig());
const guided = Array.from({ length: COUNT }, (_, i) => guide.of(observations, i));
const transforms = guided.map(({ transform }) => transform());
const own = { prior, rows: { theta, z }, transformOf: (row: number) => transforms[row] };

Deno.test("gifGuide() makes invertible transforms with their log-determinant", () => {
  assertInverse(own);
  assertLogDet(own);
});

Deno.test("gifGuide() makes the truth nearly standard normal", () => {
  const c = new Float64Array(DIM), sums = new Float64Array(DIM), squares = new Float64Array(DIM);
  for (let i = 0; i < COUNT; i++) {
    const cut = (values: Float64Array) => values.subarray(i * DIM, (i + 1) * DIM);
    transforms[i].forward({ theta: cut(theta.values), z: cut(z) }, c);
    c.forEach((value, j) => {
      sums[j] += value / COUNT;
      squares[j] += value * value / COUNT;
    });
  }
  sums.forEach((mean) => assert(Math.abs(mean) < 1, `${mean}`));
  squares.forEach((square) => assert(square > 0.3 && square < 3, `${square}`));
});

Deno.test("gifGuide() has finite features with a name each, the same whatever came before", () => {
  for (const row of [40, 3, 40]) {
    const { features } = guide.of(observations, row);
    assertEquals(Array.from(features), Array.from(guided[row].features));
  }
  for (const { features } of guided) {
    assertEquals(features.length, guide.names.length);
    assert(Array.from(features).every(Number.isFinite));
  }
  assertEquals(new Set(guide.names).size, guide.names.length);
  // log sd of C: 0.1 of the prior's.
  const at = guide.names.indexOf("log sd of z of C");
  assertAlmostEquals(Math.exp(guided[0].features[at]), 0.1, 0.06);
});
