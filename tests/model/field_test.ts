import { assertEquals, assertThrows } from "@std/assert";
import {
  fieldSize,
  fieldText,
  observationSize,
  series,
  set,
  timesOf,
  vector,
} from "../../lib/model/field.ts";

Deno.test("vector() refuses no name, and one that is there twice", () => {
  assertThrows(() => vector([]), RangeError, "names.length must be an integer >= 1");
  assertThrows(
    () => vector(["x", "y", "x"]),
    RangeError,
    'Cannot make vector field as every name must be there once: "x" is there twice',
  );
});

Deno.test("vector() is not changed with the list of names it was made of", () => {
  const names = ["x", "y"];
  const field = vector(names);
  names.push("z");
  assertEquals(field.names, ["x", "y"]);
  assertEquals([field, field.names].map(Object.isFrozen), [true, true]);
});

Deno.test("series() refuses a length or a step that is none", () => {
  for (const length of [0, -1, 2.5, NaN]) {
    const words = "Cannot make series field as length must be an integer >= 1";
    assertThrows(() => series({ length, step: 1 }), RangeError, words);
  }
  for (const step of [0, -0.2, NaN]) {
    const words = "Cannot make series field as step must be > 0";
    assertThrows(() => series({ length: 3, step }), RangeError, words);
  }
});

Deno.test("series() has no unit, and is not binary, unless given", () => {
  assertEquals(series({ length: 3, step: 0.2 }), {
    kind: "series",
    length: 3,
    step: 0.2,
    unit: "",
    stepUnit: "",
    binary: false,
  });
});

Deno.test("set() refuses to have no place", () => {
  for (const most of [0, 1.5, NaN]) {
    const words = "Cannot make set field as most must be an integer >= 1";
    assertThrows(() => set(vector(["x"]), { most }), RangeError, words);
  }
});

Deno.test("observationSize() is the sum of fieldSize(), of sets with all their places", () => {
  const fields = {
    x: vector(["a", "b", "c"]),
    v: series({ length: 10, step: 0.1 }),
    trials: set(series({ length: 4, step: 1 }), { most: 5 }),
  };
  assertEquals(Object.values(fields).map(fieldSize), [3, 10, 20]);
  assertEquals(observationSize(fields), 33);
  assertEquals(observationSize({}), 0);
});

Deno.test("fieldText() describes a field", () => {
  const inner = series({ length: 4, step: 0.1 + 0.2, stepUnit: "s" });
  assertEquals(fieldText(vector(["a", "b"])), "a vector of a, b");
  assertEquals(fieldText(inner), "a series of 4 samples, 0.3 s apart");
  assertEquals(
    fieldText(set(inner, { most: 9 })),
    "a set of at most 9, each a series of 4 samples, 0.3 s apart",
  );
});

Deno.test("timesOf() begins at 0 and adds up no rounding errors", () => {
  const times = timesOf({ length: 1001, step: 0.1 });
  assertEquals([times.length, times[0], times[10], times[1000]], [1001, 0, 1, 100]);
});
