import { assertAlmostEquals, assertEquals } from "@std/assert";
import { atomsOf } from "../../lib/figures/atoms.ts";
import { take } from "../../lib/core/draws.ts";
import { lifPrior } from "../../lib/models/lif/prior/lif.ts";
import { key } from "../../lib/core/random.ts";

const theta = lifPrior().sample(key(3), 4000);

Deno.test("atomsOf() finds the atom of a clipped prior and its mass, and no other", () => {
  const atoms = atomsOf(theta);
  assertEquals(atoms.map((own) => own.map(({ value }) => value)), [[], [], [15], [], [], []]);
  assertAlmostEquals(atoms[2][0].mass, 0.0213, 0.006);
});

Deno.test("atomsOf() takes copies of a whole draw for no atom", () => {
  const copies = take(theta, Array.from({ length: 1000 }, (_, i) => i % 10));
  assertEquals(atomsOf(copies).flat(), []);
});

Deno.test("atomsOf() leaves chance out: two equal draws, or less than one in a thousand", () => {
  const names = ["a", "b"];
  const equal = (count: number, all: number) => {
    const values = Float64Array.from({ length: 2 * all }, (_, i) => i);
    for (let i = 0; i < count; i++) values[2 * i] = -1;
    return atomsOf({ names, count: all, values }).flat();
  };
  assertEquals(equal(2, 100), []);
  assertEquals(equal(3, 100), [{ value: -1, mass: 0.03 }]);
  assertEquals(equal(5, 10_000), []);
});
