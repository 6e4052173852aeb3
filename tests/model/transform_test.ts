import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { momentsOf, standardised, whitened } from "../../lib/model/coordinates.ts";
import { inOrder } from "../../lib/core/draws.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key, normalRows } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";

const prior = lifPrior();
const theta = prior.sample(key(1), 400);
/** These coordinates ask nothing of the recordings. */
const nothing = { summaries: new Float32Array(0), size: 0, each: 1 };

Deno.test("whitened() makes a standard normal flow the prior", () => {
  const { values, logDet } = whitened(prior).forward(theta, nothing);
  const logPrior = prior.logProb(theta);
  const atoms = prior.atoms(theta);
  for (let i = 0; i < theta.count; i++) {
    if (atoms[i] === 1) {
      assert(Number.isNaN(logDet[i]));
      continue;
    }
    let logQ = logDet[i];
    for (const z of values.subarray(i * 6, i * 6 + 6)) logQ += normalLogDensity(z);
    assertAlmostEquals(logQ, logPrior[i], 1e-9);
  }
  assert(atoms.some((atom) => atom === 1));
});

Deno.test("whitened() gives no density on a bound, and 0 beyond", () => {
  const rows = [
    [-55, 10, 10, -74, -70.5, -70], // V_init at E_L − 0.5
    [-60, 10, 10, -74, -72, -70], // V_th at its least
    [-61, 10, 10, -74, -72, -70], // below it
    [-55, 10, 15, -74, -64, -70], // g_L at an atom, V_init beyond its bound
  ];
  const values = Float64Array.from(rows.flat());
  const { logDet } = whitened(prior).forward({ names: prior.names, count: 4, values }, nothing);
  assertEquals([...logDet], [NaN, NaN, -Infinity, -Infinity]);
});

Deno.test("standardised() knows columns by their names", () => {
  const coordinates = standardised(prior.names, momentsOf(theta));
  const turned = inOrder("turn", theta, [...prior.names].reverse());
  assertEquals(coordinates.forward(turned, nothing), coordinates.forward(theta, nothing));
});

Deno.test("whitened() learns the coordinates that rows were drawn with, beyond atoms too", () => {
  const z = normalRows(key(1), 6, { to: 400 });
  assertEquals(whitened(prior).ofJoint(theta, z, nothing), z);
});

Deno.test("whitened() knows the Jacobian of rows on an atom, before they were clipped", () => {
  const z = normalRows(key(1), 6, { to: 400 });
  const own = whitened(prior).logDetOfJoint(theta, z, nothing);
  const { logDet } = whitened(prior).forward(theta, nothing);
  const atoms = prior.atoms(theta), j = prior.names.indexOf("g_L");
  for (let i = 0; i < theta.count; i++) {
    if (atoms[i] === 0) {
      assertAlmostEquals(own[i], logDet[i], 1e-9);
      continue;
    }
    // A row like it whose g_L was not clipped: log |dz/dg_L| = −log(0.2 g_L) is all that differs.
    const inside = z.slice(6 * i, 6 * i + 6).with(j, 0);
    const at = prior.fromNormal(inside);
    const like = whitened(prior).forward(at, nothing).logDet[0];
    assertAlmostEquals(own[i], like - 0.2 * z[6 * i + j], 1e-9);
  }
});

Deno.test("standardised() gives mean 0 and sd 1, and back", () => {
  const coordinates = standardised(prior.names, momentsOf(theta));
  const { values, logDet } = coordinates.forward(theta, nothing);
  const { mean, sd } = momentsOf({ ...theta, values });
  mean.forEach((m) => assertAlmostEquals(m, 0, 1e-9));
  sd.forEach((s) => assertAlmostEquals(s, 1, 1e-9));
  coordinates.inverse(values, nothing).values.forEach((v, i) =>
    assertAlmostEquals(v, theta.values[i], 1e-9)
  );
  const expected = momentsOf(theta).sd.reduce((sum, s) => sum - Math.log(s), 0);
  assertAlmostEquals(logDet[0], expected, 1e-12);
  assertEquals(coordinates.logDetOfJoint(theta, values, nothing), logDet);
});
