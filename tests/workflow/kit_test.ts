import { assertEquals, assertThrows } from "@std/assert";
import { type KitFamily, type KitSource, makeKit } from "../../lib/workflow/kit.ts";
import user from "./user_model.ts";

const family: KitFamily = {
  numbers: { length: 12, gain: 2 },
  kit: ({ length, gain }) => ({ name: `decay of ${length} at ${gain}`, model: user }),
};

Deno.test("makeKit() makes a kit of a plain model, and keeps one that is made", () => {
  assertEquals(makeKit(user), { kit: { name: "decay", model: user }, numbers: {}, standard: {} });
  const kit = { name: "mine", model: user, train: { epochs: 3 } };
  assertEquals(makeKit(kit).kit, kit);
});

Deno.test("makeKit() gives a family all its numbers, and keeps the standard ones", () => {
  const { kit, numbers, standard } = makeKit(family, { gain: 3 });
  assertEquals(kit.name, "decay of 12 at 3");
  assertEquals([numbers, standard], [{ length: 12, gain: 3 }, { length: 12, gain: 2 }]);
  assertEquals(makeKit(family).numbers, family.numbers);
  assertEquals(family.numbers, { length: 12, gain: 2 });
});

Deno.test("makeKit() refuses unknown numbers, and names the nearest", () => {
  assertThrows(
    () => makeKit(family, { gian: 3 }, "./mine.ts"),
    TypeError,
    'Cannot set up ./mine.ts as its numbers are length, gain: "gian" is none of them, did you mean "gain"?',
  );
  for (const source of [user, { name: "mine", model: user }]) {
    assertThrows(
      () => makeKit(source, { gain: 3 }),
      TypeError,
      'it depends on no numbers: "gain" is given',
    );
  }
});

Deno.test("makeKit() refuses numbers that are not finite, also a family's own", () => {
  const words = "Cannot set up model as gain must be a finite number: it is ";
  for (const gain of [NaN, Infinity, "3", null]) {
    const numbers = { gain } as Record<string, number>;
    assertThrows(() => makeKit(family, numbers), RangeError, words + gain);
    assertThrows(() => makeKit({ ...family, numbers }), RangeError, words + gain);
  }
});

Deno.test("makeKit() refuses by name what is no model", () => {
  const wish =
    "Cannot set up ./mine.ts as its default export must be a model, such as model({ … }) " +
    "makes, a kit, or a family of kits: ";
  const cases: [unknown, string][] = [
    [undefined, "it is undefined"],
    [null, "it is null"],
    [3, "it is 3"],
    [() => user, "it is a function"],
    [{}, "it has nothing in it"],
    [{ prior: user.prior, simulator: user.simulator }, "it has prior, simulator"],
    [{ name: "mine", model: null }, "it has name, model"],
    [{ name: "mine", model: { prior: user.prior } }, "it has name, model"],
    [{ model: user }, "it has model"],
    [{ kit: user }, "its kit is no function, or it has no numbers"],
    [{ kit: () => user }, "its kit is no function, or it has no numbers"],
    [{ numbers: {}, kit: () => {} }, "the kit of its numbers is none, it is undefined"],
    [{ numbers: {}, kit: () => user }, "the kit of its numbers is none, it has name, prior"],
  ];
  for (const [source, state] of cases) {
    assertThrows(() => makeKit(source as KitSource, {}, "./mine.ts"), TypeError, wish + state);
  }
});
