import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { truncatedNormal } from "../../../../lib/distributions/truncated_normal.ts";
import { chain } from "../../../../lib/distributions/chain.ts";
import { lifPrior } from "../../../../lib/models/lif/prior/lif.ts";
import { key } from "../../../../lib/core/random.ts";
import { lifCoordinates } from "../../../../lib/models/lif/likelihood/lif_coordinates.ts";
import { LIF_PARAMETERS, type LifParameter } from "../../../../lib/models/lif/simulator/lif.ts";
import { normalLogDensity } from "../../../../lib/core/special.ts";
import { thetaOf } from "../../../posterior/fixture.ts";

const prior = lifPrior();
const coordinates = lifCoordinates(prior, 200);

Deno.test("lifCoordinates() draws what the prior draws", () => {
  const points = coordinates.prior.sample(key(1), 500);
  const { values } = prior.sample(key(1), 500);
  coordinates.theta(points).values.forEach((value, at) => {
    assertAlmostEquals(value, values[at], 1e-10);
  });
});

Deno.test("lifCoordinates() puts the voltage that the neuron drifts to beside g_L", () => {
  const point = Float64Array.of(0, 0, 0, -74, -72, -50);
  const [V_th, tau_m, g_L, ...rest] = coordinates.theta(point).values;
  assertAlmostEquals(V_th, -55, 1e-9);
  assertAlmostEquals(tau_m, 10, 1e-9);
  assertAlmostEquals(g_L, 10, 1e-9);
  assertEquals(rest.map((v) => Math.round(v * 1e9) / 1e9), [-74, -72, -70]);
});

Deno.test("lifCoordinates() has the prior's density times the Jacobian, off the atoms", () => {
  const points = coordinates.prior.sample(key(2), 200);
  const theta = coordinates.theta(points);
  const atoms = prior.atoms(theta);
  const logProb = prior.logProb(theta);
  const factors = prior.logFactors(theta);
  coordinates.prior.logDensity(points).forEach((value, i) => {
    if (atoms[i]) return;
    // dz/dtheta = p(theta) / φ(z) for each parameter told by its z; the shift of E_L has Jacobian
    // 1.
    let expected = logProb[i];
    for (let j = 0; j < 3; j++) {
      expected += normalLogDensity(points[i * 6 + j]) - factors[i * 6 + j];
    }
    assertAlmostEquals(value, expected, 1e-10);
  });
});

Deno.test("lifCoordinates() spreads an atom over its plateau, with the same mass", () => {
  const points = coordinates.prior.sample(key(3), 20_000);
  const { values } = coordinates.theta(points);
  const onAtom = [...Array(20_000).keys()].filter((i) => values[i * 6 + 2] === 15);
  assertAlmostEquals(onAtom.length / 20_000, 0.0213, 0.004);
  const beyond = onAtom.map((i) => points[i * 6 + 2]);
  assert(new Set(beyond).size === beyond.length && Math.min(...beyond) > 2.02);
  const plateau = Float64Array.of(0, 0, 2.5, -74, -72, -56, 0, 0, 3, -74, -72, -56);
  assertEquals(coordinates.theta(plateau).values[2], coordinates.theta(plateau).values[8]);
  const [near, far] = coordinates.prior.logDensity(plateau);
  assertAlmostEquals(near - far, (3 ** 2 - 2.5 ** 2) / 2, 1e-12);
});

Deno.test("lifCoordinates() has no density where the prior has none", () => {
  const rows = [
    [0, 0, 0, -74, -69, -50], // V_init above E_L
    [0, 0, 0, -70, -72, -50], // V_reset above V_init
    [0, 0, 0, -74, -72, -60], // E_L too low
  ];
  const { values } = thetaOf(...rows);
  assert(coordinates.prior.logDensity(values).every((l) => l === -Infinity));
});

Deno.test("lifCoordinates() refuses priors it can't factor", () => {
  const distribution = (high: number) => truncatedNormal({ mean: 0, sd: 1, low: -9, high });
  const links = [...LIF_PARAMETERS].reverse().map((name) => [
    name,
    (before: Record<string, number>) => distribution(name === "V_th" ? before.E_L : 5),
  ]);
  const backwards = chain<LifParameter>(Object.fromEntries(links), { columns: LIF_PARAMETERS });
  assertThrows(
    () => lifCoordinates(backwards, 200),
    RangeError,
    "that of V_th does",
  );
});
