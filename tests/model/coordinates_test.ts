import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { inOrder } from "../../lib/core/columns.ts";
import { key, normalRows } from "../../lib/core/random.ts";
import { normalLogDensity } from "../../lib/core/special.ts";
import {
  fromCoordinates,
  jointCoordinates,
  normalFromCoordinates,
  toCoordinates,
} from "../../lib/model/coordinates.ts";
import {
  momentsOf,
  normalTransform,
  standardised,
  type Transform,
} from "../../lib/model/transform.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";

const prior = lifPrior();
/** Parameters with the z that they are of. */
const drawnFrom = (z: Float64Array) => ({ theta: prior.fromNormal(z), z });
const rows = drawnFrom(normalRows(key(1), 6, { to: 400 }));
const { theta, z } = rows;
const atoms = prior.atoms(theta);
const normal = () => normalTransform;
const standard = () => standardised(momentsOf(theta));

Deno.test("toCoordinates() makes a standard normal flow the prior", () => {
  const { values, logDet } = toCoordinates(prior, theta, normal);
  const logPrior = prior.logProb(theta);
  for (let i = 0; i < theta.count; i++) {
    if (atoms[i] === 1) {
      assert(Number.isNaN(logDet[i]));
      continue;
    }
    let logQ = logDet[i];
    for (const c of values.subarray(i * 6, i * 6 + 6)) logQ += normalLogDensity(c);
    assertAlmostEquals(logQ, logPrior[i], 1e-9);
  }
  assert(atoms.includes(1));
});

Deno.test("toCoordinates() gives no density on a bound, and 0 beyond, to one row, and others theirs", () => {
  const odd = [
    [-55, 10, 10, -74, -70.5, -70], // V_init at E_L − 0.5
    [-60, 10, 10, -74, -72, -70], // V_th at its least
    [-61, 10, 10, -74, -72, -70], // below it
    [-55, 10, 15, -74, -64, -70], // g_L at an atom, V_init beyond its bound
  ];
  const values = theta.values.slice();
  values.set(odd.flat());
  const { logDet } = toCoordinates(prior, { ...theta, values }, normal);
  assertEquals([...logDet.subarray(0, 4)], [NaN, NaN, -Infinity, -Infinity]);
  assertEquals(logDet.subarray(4), toCoordinates(prior, theta, normal).logDet.subarray(4));
});

Deno.test("toCoordinates() has no bounds for a transform of all theta", () => {
  const far = { ...theta, values: theta.values.map((value) => 2 * value) };
  const { values, logDet } = toCoordinates(prior, far, standard);
  const expected = momentsOf(theta).sd.reduce((sum, sd) => sum - Math.log(sd), 0);
  logDet.forEach((value) => assertAlmostEquals(value, expected, 1e-12));
  fromCoordinates(prior, values, standard).values.forEach((value, i) =>
    assertAlmostEquals(value, far.values[i], 1e-9)
  );
});

Deno.test("toCoordinates() and jointCoordinates() match columns by name", () => {
  const turned = inOrder("turn", theta, [...prior.names].reverse());
  assert(turned.values[0] !== theta.values[0]);
  for (const transformOf of [normal, standard]) {
    assertEquals(
      toCoordinates(prior, turned, transformOf),
      toCoordinates(prior, theta, transformOf),
    );
    assertEquals(
      jointCoordinates(prior, { theta: turned, z }, transformOf).values,
      jointCoordinates(prior, rows, transformOf).values,
    );
  }
});

Deno.test("jointCoordinates() have the Jacobian of rows on an atom, before they were clipped", () => {
  const own = jointCoordinates(prior, rows, normal);
  assertEquals(own.values, z);
  assertEquals(own.logDet("z"), new Float64Array(400));
  const ofTheta = own.logDet("theta");
  const { logDet } = toCoordinates(prior, theta, normal);
  const j = prior.names.indexOf("g_L");
  for (let i = 0; i < theta.count; i++) {
    if (atoms[i] === 0) {
      assertAlmostEquals(ofTheta[i], logDet[i], 1e-9);
      continue;
    }
    // A row like it whose g_L was not clipped: log |dz/dg_L| = −log(0.2 g_L) is all that differs.
    const at = prior.fromNormal(z.slice(6 * i, 6 * i + 6).with(j, 0));
    const like = toCoordinates(prior, at, normal).logDet[0];
    assertAlmostEquals(ofTheta[i], like - 0.2 * z[6 * i + j], 1e-9);
  }
});

Deno.test("jointCoordinates() of all theta have their log-determinant in z, too", () => {
  const own = jointCoordinates(prior, rows, standard);
  const [ofTheta, ofZ] = [own.logDet("theta"), own.logDet("z")];
  const ofPrior = jointCoordinates(prior, rows, normal).logDet("theta");
  ofZ.forEach((value, i) => assertAlmostEquals(value + ofPrior[i], ofTheta[i], 1e-9));
});

/** The prior's coordinates as a map of theta, which writes those z only that theta does not tell. */
const bySupport: Transform<"support"> = {
  domain: "support",
  forward(point, out) {
    normalTransform.forward(point, out);
    return prior.unclippedLogProb(point.z)[0] - out.reduce(
      (sum, c) => sum + normalLogDensity(c),
      0,
    );
  },
  inverse(c, { theta, z }) {
    theta.set(prior.fromNormal(c).values);
    for (const name of ["tau_m", "g_L"] as const) {
      const j = prior.names.indexOf(name);
      z[j] = c[j];
    }
  },
};

Deno.test("coordinates of rows with transforms of other domains are each their own", () => {
  const mixed = (row: number) => row % 2 === 0 ? normalTransform : bySupport;
  const near = Array.from(z, (value) => Math.max(-3, Math.min(3, value)));
  const own = drawnFrom(Float64Array.from(near));
  const back = normalFromCoordinates(prior, own.z, mixed);
  back.values.forEach((value, i) => assertAlmostEquals(value, own.z[i], 1e-6));
  back.logDet.forEach((value) => assertAlmostEquals(value, 0, 1e-6));
  assertEquals(fromCoordinates(prior, own.z, mixed).values, own.theta.values);
  const [one, other] = [
    toCoordinates(prior, own.theta, mixed),
    toCoordinates(prior, own.theta, normal),
  ];
  one.logDet.forEach((value, i) => assertAlmostEquals(value, other.logDet[i], 1e-6));
});

Deno.test("a transform that gives what is not finite is refused with the row that shows it", () => {
  const broken = (c: number, logDet: number): Transform => ({
    ...normalTransform,
    forward: ({ z }, out) => {
      out.set(z);
      if (z[0] !== rows.z[12]) return 0; // row 2
      out[0] = c;
      return logDet;
    },
  });
  for (const [c, logDet] of [[NaN, 0], [Infinity, 0], [0, NaN]]) {
    assertThrows(
      () => jointCoordinates(prior, rows, () => broken(c, logDet)),
      RangeError,
      "Cannot find coordinates as a transform must give finite ones: those of row 2, theta (",
    );
  }
});
