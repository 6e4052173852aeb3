/** What holds for transforms of any prior, at any point. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { key, normalRows } from "../../lib/core/random.ts";
import { normalCdf, normalLogDensity } from "../../lib/core/special.ts";
import { chain } from "../../lib/distributions/chain.ts";
import type { Prior } from "../../lib/distributions/prior.ts";
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
import { chains, distributions, NAMES, scale, within } from "../distributions/random_priors.ts";
import { logAbsDet } from "../bijector_properties.ts";
import { assertRowsAlone } from "../transform_checks.ts";

const RUNS = { seed: 20, numRuns: 40 };
const DIM = NAMES.length;

const logNormal = (z: Float64Array) => z.reduce((sum, value) => sum + normalLogDensity(value), 0);
/** log |det dtheta/dz| of one row, theta before it was clipped. */
const logDetOfPrior = (prior: Prior, z: Float64Array) =>
  logNormal(z) - prior.unclippedLogProb(z)[0];

/** A triangular map of z, bent: as a guide of one's own may give it. */
interface Bend {
  readonly centre: readonly number[];
  readonly sd: readonly number[];
  readonly slope: number;
}
const bends = (dim: number): fc.Arbitrary<Bend> =>
  fc.record({
    centre: fc.array(within(-1, 1), { minLength: dim, maxLength: dim }),
    sd: fc.array(scale(0.3, 3), { minLength: dim, maxLength: dim }),
    slope: within(-0.8, 0.8),
  });

/** c = asinh((z − centre − slope · the z before) / sd), each. */
function bent({ centre, sd, slope }: Bend): Transform<"normal"> {
  const middle = (z: Float64Array, j: number) => centre[j] + (j > 0 ? slope * z[j - 1] : 0);
  return {
    domain: "normal",
    forward({ z }, out) {
      let logDet = 0;
      for (let j = 0; j < z.length; j++) {
        const y = (z[j] - middle(z, j)) / sd[j];
        out[j] = Math.asinh(y);
        logDet -= Math.log(sd[j]) + Math.log(1 + y * y) / 2;
      }
      return logDet;
    },
    inverse(c, { z }) {
      for (let j = 0; j < z.length; j++) z[j] = middle(z, j) + sd[j] * Math.sinh(c[j]);
    },
  };
}

/** The same coordinates, said to be of theta: on an atom, z tells what theta does not. */
function ofTheta(prior: Prior, own: Transform<"normal">): Transform<"support"> {
  return {
    domain: "support",
    forward: (point, out) => own.forward(point, out) - logDetOfPrior(prior, point.z),
    inverse(c, { theta, z }) {
      own.inverse(c, { theta, z });
      theta.set(prior.fromNormal(z).values);
    },
  };
}

/** The transform of a prior: those that are ready, and a user's of z and of theta. */
const TRANSFORMS: Readonly<Record<string, (prior: Prior, bend: Bend) => Transform>> = {
  "normalTransform": () => normalTransform,
  "standardised()": (prior) => standardised(momentsOf(prior.sample(key(1), 100))),
  "a guide of z": (_, bend) => bent(bend),
  "a guide of theta": (prior, bend) => ofTheta(prior, bent(bend)),
};

const points = fc.array(within(-3, 3), { minLength: DIM, maxLength: DIM })
  .map((values) => Float64Array.from(values));
const cases = fc.tuple(chains, points, bends(DIM));

/** log |det| of the derivatives of a map, by central differences of these steps. */
function logDetByDifferences(
  at: Float64Array,
  steps: readonly number[],
  map: (point: Float64Array) => Float64Array,
): number {
  const columns = steps.map((h, j) => {
    const up = map(at.with(j, at[j] + h)), down = map(at.with(j, at[j] - h));
    return Array.from(at, (_, i) => (up[i] - down[i]) / (2 * h));
  });
  return logAbsDet(steps.map((_, i) => columns.map((column) => column[i])));
}

const near = (value: number, expected: number, tolerance: number, what: string) =>
  assertAlmostEquals(value, expected, tolerance * (1 + Math.abs(expected)), what);

for (const [name, make] of Object.entries(TRANSFORMS)) {
  Deno.test(`${name} is inverted, at atoms too`, () => {
    fc.assert(
      fc.property(cases, ([prior, z, bend]) => {
        const own = make(prior, bend), one = () => own;
        const theta = prior.fromNormal(z);
        const { values: c } = jointCoordinates(prior, { theta, z }, one);
        const back = fromCoordinates(prior, c, one);
        assertEquals([back.names, back.count], [prior.names, 1]);
        back.values.forEach((value, j) => near(value, theta.values[j], 1e-8, prior.names[j]));
        if (own.domain === "reals") return;
        const latent = normalFromCoordinates(prior, c, one);
        latent.values.forEach((value, j) => near(value, z[j], 1e-9, prior.names[j]));
        const { logDet } = jointCoordinates(prior, { theta, z }, one);
        near(latent.logDet[0], logDet("z")[0], 1e-6, "log-determinant");
      }),
      RUNS,
    );
  });

  Deno.test(`${name} has the log-determinants that differences find`, () => {
    let checked = 0;
    fc.assert(
      fc.property(cases, ([prior, z, bend]) => {
        const own = make(prior, bend), one = () => own;
        const theta = prior.fromNormal(z), isReal = own.domain === "reals";
        const { logDet } = jointCoordinates(prior, { theta, z }, one);
        if (!isReal) {
          const found = logDetByDifferences(z, Array(DIM).fill(1e-5), (at) => {
            return jointCoordinates(prior, { theta: prior.fromNormal(at), z: at }, one).values;
          });
          near(logDet("z")[0], found, 1e-5, "dc/dz");
        }
        near(logDet("theta")[0], logDet("z")[0] - logDetOfPrior(prior, z), 1e-9, "dc/dtheta");
        if (prior.atoms(theta)[0] === 1) return;
        const found = toCoordinates(prior, theta, one).logDet[0];
        near(found, logDet("theta")[0], 1e-5, "dc/dtheta");
        // A step is the same share of each parameter's sd, given those before it.
        const factors = prior.logFactors(theta);
        const steps = Array.from(z, (value, j) => {
          return 1e-4 * Math.exp(normalLogDensity(value) - factors[j]);
        });
        const differences = logDetByDifferences(theta.values, steps, (values) => {
          return toCoordinates(prior, { ...theta, values }, one).values;
        });
        if (Number.isFinite(differences)) { // not across a bound
          near(found, differences, 1e-3, "dc/dtheta by differences");
          checked++;
        }
      }),
      RUNS,
    );
    assert(checked > 10, `only ${checked} points were off the atoms`);
  });
}

Deno.test("a density in c is the same distribution in theta: its mass between any two points", () => {
  const ones = fc.tuple(distributions, within(-3, 0), within(0.01, 3), bends(1), fc.boolean());
  fc.assert(
    fc.property(ones, ([distribution, from, width, bend, inTheta]) => {
      const prior = chain({ a: distribution });
      const own = inTheta ? ofTheta(prior, bent(bend)) : bent(bend);
      const cells = 2000;
      const theta = prior.fromNormal(
        Float64Array.from({ length: cells + 1 }, (_, i) => from + i * width / cells),
      );
      const { values: c, logDet } = toCoordinates(prior, theta, () => own);
      const density = c.map((value, i) => Math.exp(normalLogDensity(value) + logDet[i]));
      let mass = 0, expected = 0;
      for (let i = 1; i <= cells; i++) {
        if (Number.isNaN(logDet[i - 1]) || Number.isNaN(logDet[i])) continue; // an atom
        const step = theta.values[i] - theta.values[i - 1];
        mass += step * (density[i] + density[i - 1]) / 2;
        expected += normalCdf(c[i]) - normalCdf(c[i - 1]);
      }
      assertAlmostEquals(mass, expected, 3e-3 * expected + 1e-12);
    }),
    RUNS,
  );
});

/** Rows that are drawn, on an atom of "d", or below its least value: what each must be. */
const KINDS = ["drawn", "on an atom", "off the support"] as const;

Deno.test("toCoordinates() has no density at atoms, 0 off the support, and to each row its own", () => {
  const rows = fc.array(fc.tuple(points, fc.constantFrom(...KINDS)), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(chains, rows, bends(DIM), (prior, all, bend) => {
      const d = prior.names.indexOf("d");
      const z = all.flatMap((
        [values, kind],
      ) => [...kind === "drawn" ? values : values.with(d, -40)]);
      const theta = prior.fromNormal(Float64Array.from(z));
      all.forEach(([, kind], i) => {
        if (kind === "off the support") theta.values[i * DIM + d] -= 1;
      });
      const atoms = prior.atoms(theta);
      for (const make of Object.values(TRANSFORMS)) {
        const own = make(prior, bend);
        const { logDet, values } = toCoordinates(prior, theta, () => own);
        all.forEach(([, kind], i) => {
          const cut = theta.values.slice(i * DIM, (i + 1) * DIM);
          const alone = toCoordinates(prior, { ...theta, count: 1, values: cut }, () => own);
          assertEquals(alone.logDet[0], logDet[i]);
          assertEquals(alone.values, values.slice(i * DIM, (i + 1) * DIM));
          if (own.domain === "reals") assert(Number.isFinite(logDet[i]));
          else if (kind === "off the support") assertEquals(logDet[i], -Infinity);
          else if (atoms[i] === 1) assertEquals(logDet[i], NaN);
          else assert(Number.isFinite(logDet[i]), `${logDet[i]}`);
          assertEquals(kind !== "on an atom" || atoms[i] === 1, true);
        });
      }
    }),
    RUNS,
  );
});

Deno.test("rows of transforms of other domains are each as if alone", () => {
  fc.assert(
    fc.property(chains, bends(DIM), fc.nat(1e6), (prior, bend, seed) => {
      const z = normalRows(key(seed), DIM, { to: 8 });
      const all = Object.values(TRANSFORMS).map((make) => make(prior, bend));
      const transformOf = (row: number) => all[row % all.length];
      assertRowsAlone({ prior, rows: { theta: prior.fromNormal(z), z }, transformOf });
    }),
    RUNS,
  );
});
