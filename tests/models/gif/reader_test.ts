import { assertEquals, assertThrows } from "@std/assert";
import { key } from "../../../lib/core/random.ts";
import { simulateJoint } from "../../../lib/model/dataset.ts";
import { gifConfig } from "../../../lib/models/gif/config.ts";
import { gifPrior } from "../../../lib/models/gif/prior/gif.ts";
import { readGifRecording } from "../../../lib/models/gif/reader.ts";
import { gif } from "../../../lib/models/gif/simulator/gif.ts";

const config = gifConfig({ T: 500 });
const { observations } = simulateJoint(key(4), { prior: gifPrior(), simulator: gif(config) }, 1);
const { voltage, spikes, current } = observations.values;

/** A file of these columns. */
function file(
  { V = voltage, S = spikes, I = current, dt = 0.5 }: {
    readonly V?: Float32Array;
    readonly S?: Float32Array;
    readonly I?: Float32Array;
    readonly dt?: number;
  },
  header = "time (ms),V (mV),spikes,I (pA)",
): Uint8Array {
  const rows = [...V].map((v, k) => `${k * dt},${v},${S[k]},${I[k]}\n`);
  return new TextEncoder().encode(`${header}\n${rows.join("")}`);
}

const refused = (bytes: Uint8Array, message: string) =>
  assertThrows(() => readGifRecording(bytes, config), Error, message);

Deno.test("readGifRecording() reads what was simulated", () => {
  const { observation, notes } = readGifRecording(file({}), config);
  assertEquals(observation, observations);
  assertEquals(notes, []);
});

Deno.test("readGifRecording() masks action potentials", () => {
  const first = spikes.indexOf(1);
  const V = voltage.slice();
  V.set([-30, 20, 40, 10, -20], first - 1);
  assertEquals(readGifRecording(file({ V }), config).observation, observations);
});

Deno.test("readGifRecording() refuses a recording of another experiment, and says which would do", () => {
  const cut = { V: voltage.slice(0, 800), S: spikes.slice(0, 800), I: current.slice(0, 800) };
  refused(
    file(cut),
    "Cannot infer from recording as it must have 1000 samples: it has 800; deno task train " +
      "--recipe gif --set T=400 makes a network for such recordings",
  );
  refused(file({ dt: 0.1 }), "deno task train --recipe gif --set T=100,dt=0.1 makes a network");
  refused(file({}, "time,V,spikes,gain"), 'it must have a column "current"');
  refused(file({ V: voltage.map((v) => v / 1000) }), "voltage must be in mV");
  refused(file({ I: current.map((pA) => pA / 1000) }), "current must be in pA");
  const two = "time,V,spikes,I,sweep\n0,-60,0,1,a\n0.5,-60,0,9,a\n0,-60,0,1,b\n0.5,-60,0,9,b\n";
  refused(new TextEncoder().encode(two), "it must be one sweep: it has 2");
});

Deno.test("readGifRecording() refuses spikes that no parameters can make, by their lines", () => {
  const S = new Float32Array(1000);
  S[100] = S[109] = 1;
  refused(
    file({ S }),
    "Cannot infer from recording as spikes must be at least the refractory time of 5 ms apart: " +
      "those on lines 102 and 111 are 4.5 ms apart; the model gives this recording the likelihood 0",
  );
});

Deno.test("readGifRecording() says where the current is none of those of training", () => {
  const constant = readGifRecording(file({ I: new Float32Array(1000).fill(150) }), config);
  assertEquals(constant.notes, [
    "the sd of the current is 0.00 pA, where the network was trained on 100 to 200 pA",
  ]);
  const strong = readGifRecording(file({ I: current.map((pA) => pA + 400) }), config);
  assertEquals(strong.notes.length, 1);
});
