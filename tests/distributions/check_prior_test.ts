import { assertMatch, assertThrows } from "@std/assert";
import { type Key, key } from "../../lib/core/random.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { checkDistribution } from "../../lib/distributions/check_distribution.ts";
import { checkPrior } from "../../lib/distributions/check_prior.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import type { Distribution } from "../../lib/distributions/distribution.ts";
import { gamma } from "../../lib/distributions/gamma.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { normal } from "../../lib/distributions/normal.ts";
import type { Prior } from "../../lib/distributions/prior.ts";
import { truncatedNormal } from "../../lib/distributions/truncated_normal.ts";
import { uniform } from "../../lib/distributions/uniform.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";

const tau = logNormal({ median: 10, logSd: 0.2 });
const cut = clipped(tau, { low: 9, high: 12 });
const DISTRIBUTIONS: Record<string, Distribution> = {
  normal: normal({ mean: -70, sd: 2 }),
  truncatedNormal: truncatedNormal({ mean: -55, sd: 2, low: -60, high: -50 }),
  "truncatedNormal far out": truncatedNormal({ mean: 0, sd: 1, low: 4, high: 9 }),
  "half a normal": truncatedNormal({ mean: 0, sd: 1, low: 0, high: Infinity }),
  "the lower half of a normal": truncatedNormal({ mean: 5, sd: 1, low: -Infinity, high: 5 }),
  logNormal: tau,
  uniform: uniform({ low: 100, high: 101 }),
  gamma: gamma({ shape: 2, rate: 0.1 }),
  "gamma of a small shape": gamma({ shape: 0.05, rate: 1 }),
  clipped: cut,
  "clipped of nearly all mass": clipped(tau, { low: 9.99, high: 10.01 }),
};

for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
  Deno.test(`checkDistribution() accepts ${name}`, () => {
    for (let seed = 0; seed < 5; seed++) checkDistribution(key(seed), distribution);
  });
}

Deno.test("checkPrior() accepts the neuron's prior, and others", () => {
  for (let seed = 0; seed < 3; seed++) {
    checkPrior(key(seed), lifPrior());
    checkPrior(key(seed), lifPrior({ tau_m_low: 9, tau_m_high: 11 }));
    checkPrior(key(seed), chain(DISTRIBUTIONS), { draws: 50 });
  }
});

/** Distributions with a fault, and what must be said of it. */
const FAULTS: Record<string, readonly [Distribution, string]> = {
  "a density of another width": [
    { ...tau, logProb: normal({ mean: 10, sd: 2 }).logProb },
    "the density of x must match its map: at z = ",
  ],
  "a density that does not integrate to one": [
    { ...tau, logProb: (x) => tau.logProb(x) + 0.01 },
    "the density of x must match its map: at z = ",
  ],
  "an inverse of another distribution": [
    { ...tau, toNormal: logNormal({ median: 10, logSd: 0.21 }).toNormal },
    "the map of x must be inverted by toNormal: z = ",
  ],
  "an inverse that is NaN": [
    { ...tau, toNormal: () => NaN },
    "the map of x must be inverted by toNormal: z = ",
  ],
  "a decreasing map": [
    { ...tau, fromNormal: (z) => tau.fromNormal(-z), toNormal: (x) => -tau.toNormal(x) },
    "the map of x must be increasing: it is ",
  ],
  "a map that is constant where there is no atom": [
    { ...cut, isAtom: () => false },
    "the map of x must be increasing: it is ",
  ],
  "an atom where the map is increasing": [
    { ...tau, isAtom: () => true, unclipped: tau },
    "an atom must be where the map is constant",
  ],
  "a density in place of a mass": [
    { ...cut, logProb: (x) => x >= 9 && x <= 12 ? tau.logProb(x) : -Infinity },
    "the mass of x must match its map: the log mass at ",
  ],
  "an atom of which the inverse is elsewhere": [
    { ...cut, toNormal: (x) => cut.isAtom(x) ? 0 : cut.toNormal(x) },
    "the map of x must lead back to an atom: ",
  ],
  "draws that are NaN": [
    { ...tau, fromNormal: (z) => z > 1 ? NaN : tau.fromNormal(z) },
    "x must be finite: at z = ",
  ],
  "draws without density": [
    { ...tau, logProb: (x) => x > 11 ? -Infinity : tau.logProb(x) },
    "its own draw of x must have a finite log density: at ",
  ],
  "draws off the support": [{ ...tau, support: [0, 12] }, "its draws must be in its support 0 to"],
  "a support that is none": [{ ...tau, support: [1, 1] }, "its support must be an interval"],
  "density off the support": [
    { ...DISTRIBUTIONS.uniform, logProb: () => 0 },
    "its density must be zero where its map does not lead: its logarithm is 0 at x = 99.99",
  ],
  "another distribution before it was clipped": [
    { ...tau, unclipped: normal({ mean: 0, sd: 1 }) },
    "unclippedLogProb must be logProb off the atoms, and finite on them: it is ",
  ],
};

for (const [name, [distribution, wish]] of Object.entries(FAULTS)) {
  Deno.test(`checkDistribution() refuses ${name}`, () => {
    assertThrows(
      () => checkDistribution(key(1), distribution),
      RangeError,
      `Cannot use distribution as ${wish}`,
    );
  });
}

Deno.test("checkDistribution() refuses a distribution that lacks a part", () => {
  const part = { support: [0, 1], logProb: () => 0 } as unknown as Distribution;
  assertThrows(() => checkDistribution(key(1), part), TypeError, "it has support, logProb");
});

const good = chain({ a: normal({ mean: 0, sd: 1 }), tau: ({ a }) => normal({ mean: a, sd: 0.5 }) });

Deno.test("checkPrior() names the parameter, its z, its value and the whole draw", () => {
  const wide = normal({ mean: 0, sd: 1 });
  const bad = chain({ a: wide, tau: { ...tau, logProb: (x: number) => tau.logProb(x) - 1 } });
  const number = "-?[0-9.]+(e-[0-9]+)?";
  const message = new RegExp(
    `^Cannot use prior as the density of tau must match its map: at z = ${number}, tau = ${number} ` +
      `its logarithm is ${number}, not ${number}, in draw 0 \\(a = ${number}, tau = ${number}\\)$`,
  );
  const error = assertThrows(() => checkPrior(key(1), bad), RangeError);
  assertMatch(error.message, message);
});

/** Priors with a fault that no distribution has. */
const PRIOR_FAULTS: Record<string, readonly [Prior<"a" | "tau">, string]> = {
  "a name used twice": [{ ...good, names: ["a", "a"] }, '"a" is there twice'],
  "no names": [{ ...good, names: [] }, "it must have a parameter: there is none"],
  "units of another number": [{ ...good, units: [""] }, "units must have 2 values: it has 1"],
  "columns of other names": [
    { ...good, fromNormal: (z) => ({ ...good.fromNormal(z), names: ["tau", "a"] }) },
    "the columns of fromNormal must be a, tau: they are tau, a",
  ],
  "another number of draws": [
    { ...good, sample: (seed: Key, count: number) => good.sample(seed, count - 1) },
    "sample must give 256 draws: it gives 255",
  ],
  "a sampler that is not the map": [
    { ...good, sample: (_, count: number) => good.sample(key(9), count) },
    "sample must be fromNormal of the key's normalRows: its a is ",
  ],
  "a density that is not the sum of its factors": [
    { ...good, logProb: (theta) => good.logProb(theta).map((value) => value + 1) },
    "logProb must be the sum of logFactors: it is ",
  ],
  "densities of another number": [
    { ...good, logProb: () => new Float64Array(3) },
    "logProb must have 256 values: it has 3",
  ],
  "a conditional density without its parent": [
    {
      ...chain({ a: normal({ mean: 0, sd: 1 }), tau: normal({ mean: 0, sd: 0.5 }) }),
      fromNormal: good.fromNormal,
      sample: good.sample,
      toNormal: good.toNormal,
      unclippedLogProb: (z) =>
        chain({ a: normal({ mean: 0, sd: 1 }), tau: normal({ mean: 0, sd: 0.5 }) }).logProb(
          good.fromNormal(z),
        ),
    },
    "the density of tau must match its map: at z = ",
  ],
};

for (const [name, [prior, wish]] of Object.entries(PRIOR_FAULTS)) {
  Deno.test(`checkPrior() refuses ${name}`, () => {
    assertThrows(() => checkPrior(key(1), prior), RangeError, wish);
  });
}

Deno.test("checkPrior() refuses to check nothing", () => {
  assertThrows(
    () => checkPrior(key(1), good, { draws: 0 }),
    RangeError,
    "draws must be an integer",
  );
});
