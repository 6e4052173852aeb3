import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { blankRecordings, decodeDataset, encodeDataset, simulateJoint } from "../lib/dataset.ts";
import { lifPrior } from "../lib/priors/lif.ts";
import { key } from "../lib/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../lib/safetensors.ts";
import { lif, simConfig } from "../lib/simulators/lif.ts";
import { VERSION } from "../lib/version.ts";

const model = { prior: lifPrior(), simulator: lif() };
const data = simulateJoint(key(45), model, 12);
const provenance = { seed: 45, configuration: { sim: simConfig() } };

Deno.test("simulateJoint() gives row i whatever is drawn before and beside it", () => {
  const cut = simulateJoint(key(45), model, 5, { from: 7 });
  assertEquals(cut.theta.values, data.theta.values.slice(7 * 6));
  assertEquals(cut.z, data.z.slice(7 * 6));
  assertEquals(cut.recordings.channels.voltage, data.recordings.channels.voltage.slice(7000));
  assertEquals(cut.recordings.channels.spikes, data.recordings.channels.spikes.slice(7000));
  assertNotEquals(simulateJoint(key(46), model, 5).theta.values, data.theta.values.slice(0, 30));
});

Deno.test("simulateJoint() pairs theta with its coordinates z", () => {
  assertEquals(model.prior.unwhiten(data.z), data.theta);
});

Deno.test("decodeDataset() gives back what encodeDataset() was given", () => {
  assertEquals(decodeDataset(encodeDataset(data, provenance), model), data);
});

Deno.test("encodeDataset() writes configuration, seed and version", () => {
  const { metadata } = decodeSafetensors(encodeDataset(data, provenance));
  assertEquals(metadata.seed, "45");
  assertEquals(metadata.version, VERSION);
  assertEquals(JSON.parse(metadata.configuration).sim.dt, 0.2);
});

Deno.test("decodeDataset() refuses another model's data", () => {
  const { tensors, metadata } = decodeSafetensors(encodeDataset(data, provenance));
  const { spikes: _, ...silent } = tensors;
  const refuse = (content: Parameters<typeof encodeSafetensors>[0], words: string) =>
    assertThrows(() => decodeDataset(encodeSafetensors(content), model), SyntaxError, words);
  refuse({ tensors: silent, metadata }, 'must have a tensor "spikes"');
  refuse({ tensors, metadata: { parameters: "a,b" } }, "parameters must be V_th,tau_m");
  const short = { ...tensors, voltage: { data: new Float32Array(12), shape: [12, 1] } };
  refuse({ tensors: short, metadata }, '"voltage" must have the shape [12,1000]: it has [12,1]');
});

Deno.test("simulateJoint() refuses a count that is none", () => {
  assertThrows(() => simulateJoint(key(1), model, 0), RangeError, "count must be an integer >= 1");
});

Deno.test("simulateJoint() writes over the recordings it is given", () => {
  const into = blankRecordings(model.simulator, 12);
  const { recordings } = simulateJoint(key(45), model, 12, { into });
  assert(recordings === into);
  assertEquals(recordings, data.recordings);
  assertThrows(
    () => simulateJoint(key(45), model, 11, { into }),
    RangeError,
    "into.channels.voltage must have 11000 values: it has 12000",
  );
});
