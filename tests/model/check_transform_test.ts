import { assertThrows } from "@std/assert";
import { key } from "../../lib/core/random.ts";
import { chain } from "../../lib/distributions/chain.ts";
import { clipped } from "../../lib/distributions/clipped.ts";
import { logNormal } from "../../lib/distributions/log_normal.ts";
import { uniform } from "../../lib/distributions/uniform.ts";
import { adapter } from "../../lib/model/adapter.ts";
import { checkTransform } from "../../lib/model/check_transform.ts";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { vector, type VectorField } from "../../lib/model/field.ts";
import { featuresOf, type Guide } from "../../lib/model/guide.ts";
import { model } from "../../lib/model/model.ts";
import { fitStandardisation } from "../../lib/model/standardisation.ts";
import {
  momentsOf,
  normalTransform,
  standardised,
  type Transform,
} from "../../lib/model/transform.ts";
import { lifGuide } from "../../lib/models/lif/guide/guide.ts";
import { lifPrior, priorConfig } from "../../lib/models/lif/prior/lif.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";

type Own = Transform<"normal" | "support">;

/** A rate, whose prior is clipped, and a share. */
const counts = model({
  name: "counts",
  prior: chain({
    rate: clipped(logNormal({ median: 1, logSd: 0.5 }), { low: 0.4, high: 2 }),
    share: uniform({ low: 0, high: 1 }),
  }),
  observables: { x: vector(["rate", "share"]) },
  simulate: (rng, { rate, share }) => ({
    x: [rate + 0.1 * rng.normal(), share + 0.1 * rng.normal()],
  }),
});
type Fields = { readonly x: VectorField };
const { prior, simulator } = counts;
const { observations, theta } = simulateJoint(key(1), counts, 100);

/** A guide that shifts z of the rate by what was seen, and gives the share's logit. */
const guide = (change: (own: Own) => Partial<Own> = () => ({})): Guide<Fields> => ({
  names: ["rate"],
  of({ values: { x } }, row) {
    const seen = x[2 * row];
    const own: Own = {
      domain: "support",
      forward({ theta: [, share], z: [z] }, out) {
        out[0] = 2 * (z - seen);
        out[1] = Math.log(share / (1 - share));
        return Math.log(2) - Math.log(0.5) - 0.5 * z - Math.log(share * (1 - share));
      },
      inverse([c, logit], { theta, z }) {
        z[0] = c / 2 + seen;
        theta[0] = Math.min(2, Math.max(0.4, Math.exp(0.5 * z[0])));
        theta[1] = 1 / (1 + Math.exp(-logit));
      },
    };
    return { features: [seen], transform: () => ({ ...own, ...change(own) }) };
  },
});
const check = (own: Guide<Fields>) => {
  const standardisation = fitStandardisation(featuresOf(own), observations);
  const adapted = adapter({ prior, fields: simulator.fields, guide: own, standardisation });
  checkTransform(key(2), counts, adapted);
};
const refuse = (change: (own: Own) => Partial<Own>, words: string) =>
  assertThrows(() => check(guide(change)), RangeError, words);

Deno.test("checkTransform() accepts transforms that are right, of every domain", () => {
  check(guide());
  const summaries = featuresOf(guide());
  const standardisation = fitStandardisation(summaries, observations);
  for (const transform of [normalTransform, standardised(momentsOf(theta))]) {
    const parts = { prior, fields: simulator.fields, summaries, standardisation, transform };
    checkTransform(key(2), counts, adapter(parts));
  }
});

Deno.test("checkTransform() accepts the neuron's guide", () => {
  const neuron = { prior: lifPrior(), simulator: lif() };
  const own = lifGuide(simConfig(), priorConfig());
  const data = simulateJoint(key(1), neuron, 20);
  const standardisation = fitStandardisation(featuresOf(own), data.observations);
  const fields = neuron.simulator.fields;
  const adapted = adapter({ prior: neuron.prior, fields, guide: own, standardisation });
  for (const seed of [3, 4, 5, 6]) checkTransform(key(seed), neuron, adapted);
});

Deno.test("checkTransform() finds a log-determinant that is wrong, or of another domain", () => {
  const words = "Cannot use transform as forward must return the log-determinant of its domain, ";
  refuse(
    (own) => ({ forward: (point, out) => own.forward(point, out) + 0.1 }),
    `${words}"support"`,
  );
  refuse(() => ({ domain: "normal" }), "Cannot use transform as ");
});

Deno.test("checkTransform() finds an inverse that is none", () => {
  const words = "Cannot use transform as inverse must give back the point that forward was given: ";
  refuse((own) => ({
    inverse(c, point) {
      own.inverse(c, point);
      point.theta[1] *= 0.99;
    },
  }), `${words}theta of share is `);
  // The rows of an atom are all told alike.
  refuse((own) => ({
    inverse: (c, { theta }) => own.inverse(c, { theta, z: new Float64Array(2) }),
  }), `${words}z of rate is `);
});

Deno.test("checkTransform() finds coordinates that are not finite", () => {
  const words =
    "Cannot find coordinates as a transform must give finite ones: those of row 0, theta (";
  refuse(() => ({ forward: () => NaN }), words);
});
