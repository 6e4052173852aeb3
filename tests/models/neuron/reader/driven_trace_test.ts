import { assertEquals, assertThrows } from "@std/assert";
import { readDrivenTrace } from "../../../../lib/models/neuron/reader/driven_trace.ts";

const expected = { steps: 3, dt: 0.5, recipe: "gif" };
const read = (text: string) => readDrivenTrace(new TextEncoder().encode(text), expected);

Deno.test("readDrivenTrace() reads columns in any order, and says which it ignores", () => {
  const { trace, notes } = read("I,V,gain,spikes,t\n1,-60,7,0,0\n20,-50,7,1,0.5\n3,-65,7,0,1\n");
  assertEquals(trace.voltage, Float32Array.of(-60, -50, -65));
  assertEquals(trace.current, Float32Array.of(1, 20, 3));
  assertEquals(trace.spikes, Float32Array.of(0, 1, 0));
  assertEquals(notes, ['ignored column "gain"']);
});

Deno.test("readDrivenTrace() refuses what is shorter, longer, of another step, or several sweeps", () => {
  const refused = (text: string, message: string) => assertThrows(() => read(text), Error, message);
  const head = "t,V,spikes,I\n";
  refused(`${head}0,-60,0,9\n0.5,-60,0,9\n`, "it must have 3 samples: it has 2; deno task train");
  refused(`${head}0,-60,0,9\n0.1,-60,0,9\n0.2,-6,0,9\n`, "--recipe gif --set T=0.3,dt=0.1 makes");
  const long = [0, 1, 2, 3].map((k) => `${k / 2},-60,0,9\n`).join("");
  refused(`${head}${long}`, "--set T=2 makes a network for such recordings");
  const sweeps = "sweep,t,V,spikes,I\n1,0,-60,0,9\n1,0.5,-60,0,9\n2,0,-60,0,9\n2,0.5,-60,0,9\n";
  refused(sweeps, "it must be one sweep: it has 2");
});
