import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { uniform } from "../../lib/distributions/uniform.ts";
import { key } from "../../lib/core/random.ts";
import { drawPrior, simulateJoint } from "../../lib/model/dataset.ts";
import {
  momentsOf,
  normalTransform,
  standardised,
  type Transform,
} from "../../lib/model/transform.ts";
import { lifGuide } from "../../lib/models/lif/guide/guide.ts";
import { lifPrior, priorConfig } from "../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";
import {
  assertInverse,
  assertLogDet,
  assertRowsAlone,
  type TransformCase,
} from "../transform_checks.ts";

const COUNT = 60;
const lifRows = drawPrior(key(3), lifPrior(), { to: COUNT });

/** A correlated normal distribution of z, the same for all observations. */
const correlated: Transform<"normal"> = {
  domain: "normal",
  forward({ z }, out) {
    for (let j = 0; j < z.length; j++) out[j] = (z[j] - 0.2 - (j > 0 ? 0.4 * z[j - 1] : 0)) / 0.8;
    return -z.length * Math.log(0.8);
  },
  inverse(c, { z }) {
    for (let j = 0; j < z.length; j++) z[j] = 0.2 + (j > 0 ? 0.4 * z[j - 1] : 0) + 0.8 * c[j];
  },
};

/** A rate whose prior is clipped, and a share. */
const two = chain({
  rate: clipped(logNormal({ median: 1, logSd: 0.5 }), { low: 0.4, high: 2 }),
  share: uniform({ low: 0, high: 1 }),
});
const twoRows = drawPrior(key(2), two, { to: COUNT });
/** z of the rate, which is log(rate) / 0.5 before it was clipped, and the share's logit. */
const logit: Transform<"support"> = {
  domain: "support",
  forward({ theta: [, share], z: [z] }, out) {
    out[0] = 2 * z - 1;
    out[1] = Math.log(share / (1 - share));
    return Math.log(2) - Math.log(0.5) - 0.5 * z - Math.log(share * (1 - share));
  },
  inverse([c, logOdds], { theta, z }) {
    z[0] = (c + 1) / 2;
    theta[0] = Math.min(2, Math.max(0.4, Math.exp(0.5 * z[0])));
    theta[1] = 1 / (1 + Math.exp(-logOdds));
  },
};

const lifJoint = simulateJoint(key(3), { prior: lifPrior(), simulator: lif() }, COUNT);
const guide = lifGuide(simConfig(), priorConfig());
const guided = Array.from(
  { length: COUNT },
  (_, i) => guide.of(lifJoint.observations, i).transform(),
);

const TABLE: Readonly<Record<string, TransformCase>> = {
  "normalTransform": { prior: lifPrior(), rows: lifRows, transformOf: () => normalTransform },
  "standardised()": {
    prior: lifPrior(),
    rows: lifRows,
    transformOf: () => standardised(momentsOf(lifRows.theta)),
  },
  "a normal distribution of z": { prior: lifPrior(), rows: lifRows, transformOf: () => correlated },
  "a map of one's own": { prior: two, rows: twoRows, transformOf: () => logit },
  "lifGuide()": {
    prior: lifPrior(),
    rows: lifJoint,
    transformOf: (row) => guided[row],
    tolerance: 1e-3,
  },
};

for (const [name, own] of Object.entries(TABLE)) {
  Deno.test(`${name} is inverted, atoms included`, () => {
    assert(own.prior.atoms(own.rows.theta).includes(1));
    assertInverse(own);
  });
  Deno.test(`${name} has the log-determinant that differences find`, () => assertLogDet(own));
  Deno.test(`${name} maps a row as if it were alone`, () => assertRowsAlone(own));
}

Deno.test("the checks of transforms find those that are none", () => {
  const broken = (change: Partial<Transform>): TransformCase => ({
    ...TABLE["a map of one's own"],
    transformOf: () => ({ ...logit, ...change }),
  });
  const noInverse = broken({
    inverse: ([c, logOdds], { theta, z }) => {
      z[0] = theta[0] = c;
      theta[1] = logOdds;
    },
  });
  assertThrows(() => assertInverse(noInverse), Error, "of row");
  // An atom's rows that are all told alike.
  const untold = broken({
    inverse: (c, { theta }) => logit.inverse(c, { theta, z: new Float64Array(2) }),
  });
  assertThrows(() => assertInverse(untold), Error, "z of row");
  const wrong = broken({ forward: (point, out) => logit.forward(point, out) + 0.01 });
  assertThrows(() => assertLogDet(wrong), Error, "dc/dtheta of row");
  // A log-determinant of theta that is said to be one of z.
  const misnamed = broken({ domain: "normal" });
  assertThrows(() => assertLogDet(misnamed), Error, "of row");
  let last = 0;
  const stateful = broken({
    forward(point, out) {
      const found = logit.forward(point, out);
      out[0] += 1e-3 * last;
      last = point.z[0];
      return found;
    },
  });
  assertThrows(() => assertRowsAlone(stateful), Error, "alone");
});

Deno.test("standardised() gives mean 0 and sd 1", () => {
  const { theta, z } = drawPrior(key(4), lifPrior(), { to: 400 });
  const { forward } = standardised(momentsOf(theta));
  const values = new Float64Array(theta.values.length);
  for (let row = 0; row < 400; row++) {
    const cut = (all: Float64Array) => all.subarray(6 * row, 6 * row + 6);
    forward({ theta: cut(theta.values), z: cut(z) }, cut(values));
  }
  const { mean, sd } = momentsOf({ ...theta, values });
  mean.forEach((m) => assertAlmostEquals(m, 0, 1e-9));
  sd.forEach((s) => assertAlmostEquals(s, 1, 1e-9));
});
