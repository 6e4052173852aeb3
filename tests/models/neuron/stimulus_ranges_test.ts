import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fold, key, stream } from "../../../lib/core/random.ts";
import { stimuli, type StimulusRanges } from "../../../lib/models/neuron/stimulus_ranges.ts";
import { type Stimulus, writeStimulus } from "../../../lib/models/neuron/stimuli.ts";

const drawn = (count: number, ranges?: Partial<StimulusRanges>): Stimulus[] =>
  Array.from({ length: count }, (_, i) => stimuli(ranges)(stream(fold(key(7), i))));

Deno.test("stimuli() draws every kind as often", () => {
  const kinds = drawn(4000).map(({ kind }) => kind);
  for (const kind of ["step", "ramp", "sine", "noise"]) {
    const share = kinds.filter((other) => other === kind).length / kinds.length;
    assertAlmostEquals(share, 0.25, 4 * Math.sqrt(0.25 * 0.75 / 4000));
  }
});

Deno.test("stimuli() keeps every number within its range", () => {
  const ranges = { duration: 100, shortest: 30, level: [50, 60], sd: [1, 2] } as const;
  for (const stimulus of drawn(400, ranges)) {
    if (stimulus.kind === "step" || stimulus.kind === "ramp") {
      assert(stimulus.from >= 0 && stimulus.to <= 100 && stimulus.to - stimulus.from >= 30);
    }
    const level = stimulus.kind === "step"
      ? stimulus.amplitude
      : stimulus.kind === "ramp"
      ? stimulus.end
      : stimulus.mean;
    assert(level >= 50 && level <= 60);
    if (stimulus.kind === "noise") assert(stimulus.sd >= 1 && stimulus.sd <= 2);
  }
});

Deno.test("stimuli() draws what writeStimulus() takes", () => {
  const into = new Float32Array(100);
  drawn(200).forEach((stimulus, i) => {
    writeStimulus(stream(key(i)), stimulus, { length: 100, step: 2 }, into);
    assert(into.every(Number.isFinite));
  });
});

Deno.test("stimuli() refuses what is no range", () => {
  const refused: [Partial<StimulusRanges>, string][] = [
    [
      { level: [3, 2] },
      "Cannot make StimulusRanges as level[0] must be <= level[1] = 2: current value is 3",
    ],
    [
      { sd: [-1, 2] },
      "Cannot make StimulusRanges as sd[0] must be >= 0: current value is -1",
    ],
    [
      { frequency: [0, Infinity] },
      "Cannot make StimulusRanges as frequency[1] must be finite: current value is Infinity",
    ],
    [
      { duration: 10 },
      "Cannot make StimulusRanges as shortest must be <= duration = 10: current value is 20",
    ],
  ];
  for (const [ranges, words] of refused) assertThrows(() => stimuli(ranges), RangeError, words);
  assertEquals(stimuli({ duration: 20 })(stream(key(1))).kind.length > 0, true);
});
