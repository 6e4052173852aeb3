import { assertEquals, assertThrows } from "@std/assert";
import defaultKit from "../../lib/models/lif/kits/default.ts";
import { differences, setup } from "../../lib/workflow/setup.ts";
import { STANDARD_TRAIN } from "../../lib/workflow/standard.ts";
import user from "./user_model.ts";

Deno.test("setup() takes numbers from the user, else from the kit, else the standard ones", () => {
  const plain = setup(user);
  assertEquals([plain.kit.name, plain.numbers, plain.train], ["decay", {}, STANDARD_TRAIN]);
  assertEquals(setup(user, { train: { epochs: 3 } }).train, { ...STANDARD_TRAIN, epochs: 3 });
  const kit = { name: "mine", model: user, train: { epochs: 5, seed: 9 } };
  const { train, standard } = setup(kit, { train: { epochs: 3 } });
  assertEquals([train.epochs, train.seed, standard.train.epochs], [3, 9, 5]);
  assertEquals(train.n_train, STANDARD_TRAIN.n_train);
});

Deno.test("setup() keeps where workers find its kit, if it is given", () => {
  assertEquals(setup(user).module, undefined);
  const module = { url: "file:///mine.ts", name: "./mine.ts" };
  assertEquals(setup(user, { module }).module, module);
});

Deno.test("setup() refuses by name what it can't train with", () => {
  assertThrows(
    () => setup(user, { train: { epoch: 3 } as object }),
    TypeError,
    'unknown key "epoch", did you mean "epochs"?',
  );
  assertThrows(() => setup(user, { train: { epochs: 0 } }), RangeError, "epochs must be");
  assertThrows(() => setup(defaultKit, { numbers: { dt: -1 } }), RangeError, "dt must be > 0");
  const family = { numbers: { seed: 3 }, kit: () => ({ name: "mine", model: user }) };
  assertThrows(() => setup(family), RangeError, "other names than those of training: it has seed");
});

Deno.test("differences() name the numbers in which two setups differ", () => {
  const standard = setup(defaultKit);
  const other = setup(defaultKit, { numbers: { I_std: 20 }, train: { epochs: 3 } });
  assertEquals(differences(standard, setup(defaultKit)), []);
  assertEquals(differences(other, standard), [
    "I_std: 20, not 50",
    `epochs: 3, not ${standard.train.epochs}`,
  ]);
  assertEquals(
    differences({ ...standard, numbers: { a: 1 } }, { ...standard, numbers: { b: 2 } }),
    [
      "a: 1, not undefined",
      "b: undefined, not 2",
    ],
  );
});
