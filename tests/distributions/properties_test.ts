/** What holds for every distribution and every chain, whatever their numbers. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { key } from "../../lib/core/random.ts";
import { normalCdf } from "../../lib/core/special.ts";
import { checkDistribution } from "../../lib/distributions/check_distribution.ts";
import { checkPrior } from "../../lib/distributions/check_prior.ts";
import { chains, DISTRIBUTIONS, NAMES, within } from "./random_priors.ts";

const RUNS = { seed: 20, numRuns: 40 };

for (const [name, distributions] of Object.entries(DISTRIBUTIONS)) {
  Deno.test(`${name}() leads back to each z off the atoms`, () => {
    fc.assert(
      fc.property(distributions, within(-4, 4), (distribution, z) => {
        const x = distribution.fromNormal(z);
        if (!distribution.isAtom(x)) assertAlmostEquals(distribution.toNormal(x), z, 1e-5);
      }),
      RUNS,
    );
  });

  Deno.test(`${name}() is increasing, within its support, and has density at its draws`, () => {
    fc.assert(
      fc.property(distributions, within(-8, 8), within(-8, 8), (distribution, a, b) => {
        const [x, y] = [Math.min(a, b), Math.max(a, b)].map(distribution.fromNormal);
        assert(x - y <= 1e-12 * Math.abs(y)); // equal but for rounding, where a and b nearly are
        assert(
          [x, y].every((value) =>
            distribution.support[0] <= value && value <= distribution.support[1]
          ),
        );
        assert(distribution.logProb(x) > -Infinity && distribution.logProb(y) > -Infinity);
      }),
      RUNS,
    );
  });

  Deno.test(`${name}() has the density of its distribution function`, () => {
    fc.assert(
      fc.property(distributions, within(-3, 0), within(0.01, 3), (distribution, from, width) => {
        const cells = 2000;
        let mass = 0, last = distribution.fromNormal(from), covered = 0;
        for (let i = 1; i <= cells; i++) {
          const x = distribution.fromNormal(from + i * width / cells);
          if (!distribution.isAtom(last) && !distribution.isAtom(x)) {
            mass += (x - last) *
              (Math.exp(distribution.logProb(x)) + Math.exp(distribution.logProb(last))) / 2;
            covered += normalCdf(from + i * width / cells) -
              normalCdf(from + (i - 1) * width / cells);
          }
          last = x;
        }
        assertAlmostEquals(mass, covered, 2e-3 * covered);
      }),
      RUNS,
    );
  });

  Deno.test(`checkDistribution() accepts every ${name}()`, () => {
    fc.assert(
      fc.property(distributions, fc.nat(1e6), (distribution, seed) => {
        checkDistribution(key(seed), distribution, { draws: 40 });
      }),
      RUNS,
    );
  });
}

const rows = fc.array(fc.array(within(-4, 4), { minLength: 4, maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
}).map((all) => Float64Array.from(all.flat()));

Deno.test("chain() keeps names and units together in every order of its columns", () => {
  fc.assert(
    fc.property(chains, rows, (prior, z) => {
      assertEquals([...prior.names].sort(), [...NAMES]);
      assertEquals(prior.units[prior.names.indexOf("a")], "mV");
      const theta = prior.fromNormal(z);
      assertEquals([theta.names, theta.count], [prior.names, z.length / NAMES.length]);
    }),
    RUNS,
  );
});

Deno.test("chain() leads back to the same parameters, and off the atoms to the same z", () => {
  fc.assert(
    fc.property(chains, rows, (prior, z) => {
      const theta = prior.fromNormal(z), back = prior.toNormal(theta);
      const again = prior.fromNormal(back), atoms = prior.atoms(theta);
      again.values.forEach((value, at) => {
        const one = theta.values[at];
        assertAlmostEquals(value, one, 1e-9 * Math.abs(one) + 1e-12);
      });
      back.forEach((value, at) => {
        if (atoms[Math.floor(at / NAMES.length)] === 0) assertAlmostEquals(value, z[at], 1e-5);
      });
    }),
    RUNS,
  );
});

Deno.test("checkPrior() accepts every chain of distributions", () => {
  fc.assert(
    fc.property(chains, fc.nat(1e6), (prior, seed) => {
      checkPrior(key(seed), prior, { draws: 40 });
    }),
    RUNS,
  );
});
