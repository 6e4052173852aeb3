import { assertEquals, assertThrows } from "@std/assert";
import { parseSweepsCsv } from "../../../../lib/models/neuron/reader/sweeps_csv.ts";

const EXPECTED = { steps: 4, dt: 0.2, limit: 120 };
const read = (text: string) => parseSweepsCsv(new TextEncoder().encode(text), EXPECTED);

function assertRefused(
  text: string,
  error: typeof SyntaxError | typeof RangeError,
  words: string,
): void {
  assertThrows(() => read(text), error, `Cannot read recording as ${words}`);
}

Deno.test("parseSweepsCsv() reads one sweep of a file without a column of sweeps", () => {
  const { sweeps, ignored } = read(
    "# mine\nt (ms);V;spk;I (pA);note\n0;-70;0;100;1\n0.2;-69;0;50;2\n",
  );
  assertEquals(sweeps, [{
    times: Float64Array.of(0, 0.2),
    voltage: Float32Array.of(-70, -69),
    spikes: Float32Array.of(0, 0),
    current: Float32Array.of(100, 50),
    lines: [3, 4],
  }]);
  assertEquals(ignored, ['"note"']);
});

Deno.test("parseSweepsCsv() reads sweeps of several lengths, however their lines are mixed", () => {
  const text = "sweep,time,voltage,spikes,current\n" +
    "b,0,-71,0,0\na,5,-70,0,100\nb,0.2,-72,0,20\na,5.2,-69,0,100\na,5.4,-68,1,100\n";
  const { sweeps } = read(text);
  assertEquals(sweeps.map(({ voltage }) => [...voltage]), [[-71, -72], [-70, -69, -68]]);
  assertEquals(sweeps.map(({ lines }) => lines), [[2, 4], [3, 5, 6]]);
});

Deno.test("parseSweepsCsv() requires a current in pA", () => {
  assertRefused(
    "t,V,spikes\n0,-70,0\n",
    SyntaxError,
    'it must have a column "current", the injected current in pA: the columns on line 1 are "t", ' +
      '"V", "spikes"',
  );
  assertRefused(
    "t,V,spikes,I (nA)\n0,-70,0,0.1\n",
    SyntaxError,
    'current must be in pA: its column is "I (nA)"; convert it, and call it "current (pA)"',
  );
  assertRefused(
    "t,V,spikes,I\n0,-70,0,0.1\n0.2,-70,0,-0.3\n",
    RangeError,
    "current must be in pA: all of it is between -2 and 2, as if in nA; multiply it by 1000",
  );
  assertRefused(
    "t,V,spikes,I\n0,-70,0,1e999\n0.2,-70,0,5\n",
    RangeError,
    "current must be finite on line 2: it is Infinity",
  );
  // No current at all is one.
  assertEquals(read("t,V,spikes,I\n0,-70,0,0\n0.2,-70,0,0\n").sweeps.length, 1);
});

Deno.test("parseSweepsCsv() says which sweep is too long, too short or off the grid", () => {
  const line = (sweep: string, k: number) => `${sweep},${(k / 5).toFixed(1)},-70,0,100\n`;
  const header = "sweep,t,V,spikes,I\n";
  const long = header + [0, 1, 2, 3, 4].map((k) => line("x", k)).join("");
  assertRefused(long, RangeError, 'sweep "x" must have 2 to 4 samples: it has 5');
  const short = header + line("x", 0) + line("x", 1) + line("y", 0);
  assertRefused(short, RangeError, 'sweep "y" must have 2 to 4 samples: it has 1');
  const gap = header + line("x", 0) + line("x", 1) + line("x", 3);
  assertRefused(
    gap,
    RangeError,
    "the time step must be 0.2 ms throughout: on line 4 the time is 0.6",
  );
  assertRefused(header, RangeError, "it must have samples: there is no line below the header");
});

Deno.test("parseSweepsCsv() refuses two columns of one kind, and what is no mark of a spike", () => {
  assertRefused(
    "sweep,trial,t,V,spikes,I\n1,1,0,-70,0,100\n",
    SyntaxError,
    'it must have one column of sweep: it has "sweep" and "trial"; remove all but one',
  );
  assertRefused(
    "t,V,spikes,I,stim\n0,-70,0,100,100\n",
    SyntaxError,
    'it must have one column of current: it has "I" and "stim"; remove all but one',
  );
  assertRefused(
    "t,V,spikes,I\n0,-70,0.5,100\n0.2,-70,0.1,100\n",
    RangeError,
    "spikes must be 0 or 1 on line 2: it is 0.5",
  );
});
