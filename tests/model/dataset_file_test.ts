import { assertEquals, assertThrows } from "@std/assert";
import { simulateJoint } from "../../lib/model/dataset.ts";
import { decodeDataset, encodeDataset } from "../../lib/model/dataset_file.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/core/safetensors.ts";
import { lif, simConfig } from "../../lib/models/lif/simulator/lif.ts";
import { VERSION } from "../../lib/core/version.ts";

const model = { prior: lifPrior(), simulator: lif() };
const data = simulateJoint(key(45), model, 12);
const provenance = { seed: 45, configuration: { sim: simConfig() } };

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

Deno.test("decodeDataset() refuses a file of another step, naming both", () => {
  const bytes = encodeDataset(data, provenance);
  const fine = { prior: model.prior, simulator: lif({ T: 100, dt: 0.1 }) };
  const words =
    "observations.fields.voltage must be a series of 1000 samples, 0.1 ms apart: it is " +
    "a series of 1000 samples, 0.2 ms apart";
  assertThrows(() => decodeDataset(bytes, fine), RangeError, `Cannot read data set as ${words}`);
  const { tensors: { times: _, ...tensors } } = decodeSafetensors(bytes);
  const stepOnly = encodeSafetensors({ tensors, metadata: { dt_ms: "0.2" } });
  assertEquals(decodeDataset(stepOnly, model), data);
  assertThrows(() => decodeDataset(stepOnly, fine), RangeError, words);
});

Deno.test("decodeDataset() refuses a file of another prior, with z or without", () => {
  const other = { ...model, prior: lifPrior({ g_L_median: 9 }) };
  const bytes = encodeDataset(data, provenance);
  assertThrows(
    () => decodeDataset(bytes, other),
    RangeError,
    "theta must be of this prior: g_L of",
  );
  const { tensors: { z: _, ...tensors } } = decodeSafetensors(bytes);
  const narrow = { ...model, prior: lifPrior({ V_th_low: -54 }) };
  assertThrows(
    () => decodeDataset(encodeSafetensors({ tensors }), narrow),
    RangeError,
    "theta must be of this prior: V_th of row",
  );
});

Deno.test("decodeDataset() refuses values that are impossible", () => {
  const { tensors } = decodeSafetensors(encodeDataset(data, provenance));
  const refuse = (change: typeof tensors, words: string) =>
    assertThrows(
      () => decodeDataset(encodeSafetensors({ tensors: { ...tensors, ...change } }), model),
      RangeError,
      words,
    );
  const { voltage, spikes } = data.observations.values;
  const shape = [12, 1000];
  refuse({ voltage: { data: voltage.with(1003, NaN), shape } }, "sample 3 of observation 1 is NaN");
  refuse({ spikes: { data: spikes.with(0, 2), shape } }, "spikes must be 0 or 1");
  const theta = { data: data.theta.values.with(7, Infinity), shape: [12, 6] };
  refuse({ theta }, "tau_m of draw 1 must be finite");
});
