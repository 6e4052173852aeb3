import { assert, assertEquals } from "@std/assert";
import { key, stream } from "../../../lib/core/random.ts";
import { maskVoltage, seenSamples } from "../../../lib/models/gif/mask.ts";

const grid = { before: 2, after: 4 };

Deno.test("seenSamples() are those with no spike near, by definition", () => {
  const rng = stream(key(1));
  for (let run = 0; run < 200; run++) {
    const spikes = Float32Array.from({ length: 40 }, () => rng.uniform() < 0.08 ? 1 : 0);
    const expected = [...spikes.keys()].filter((k) =>
      spikes.every((spike, at) => spike === 0 || k < at - grid.before || k > at + grid.after)
    );
    assertEquals([...seenSamples(spikes, grid)], expected);
  }
});

Deno.test("maskVoltage() leaves what is seen, and nothing of what is not", () => {
  const spikes = new Float32Array(30);
  spikes[1] = spikes[12] = spikes[27] = 1;
  const voltage = Float32Array.from({ length: 30 }, (_, k) => k + 1);
  const other = voltage.map((v, k) => seenSamples(spikes, grid).includes(k) ? v : -v);
  const before = voltage.slice();
  maskVoltage(voltage, spikes, grid);
  maskVoltage(other, spikes, grid);
  assertEquals(voltage, other);
  for (const k of seenSamples(spikes, grid)) assertEquals(voltage[k], before[k]);
  assertEquals([voltage[0], voltage[16], voltage[29]], [before[6], before[9], before[24]]);
  const again = voltage.slice();
  maskVoltage(again, spikes, grid);
  assertEquals(again, voltage);
});

Deno.test("maskVoltage() writes 0 where nothing is seen", () => {
  const voltage = Float32Array.of(-60, -50);
  maskVoltage(voltage, Float32Array.of(0, 1), grid);
  assert(voltage.every((v) => v === 0));
});
