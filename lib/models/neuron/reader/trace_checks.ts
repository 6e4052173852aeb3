/**
 * What the samples of a recording must be: on the expected time grid, and in the expected units. An
 * answer for another unit or time step than a network was trained on would look as good as any.
 *
 * @module
 */
import type { ExpectedTrace } from "./trace.ts";

/** How far a time may be from the grid, as a share of the time step: CSV files are rounded. */
const TOLERANCE = 0.1;

/** Refuses the content of the file. */
export function refuseValue(wish: string, state: string): never {
  throw new RangeError(`Cannot read recording as ${wish}: ${state}`);
}

/** Refuses times off the grid. */
export function checkTimes(
  times: Float64Array,
  lines: readonly number[],
  { dt, advice }: Pick<ExpectedTrace, "dt" | "advice">,
): void {
  const stray = (step: number) =>
    times.findIndex((time, k) => Math.abs(time - times[0] - k * step) > TOLERANCE * step);
  const k = stray(dt);
  if (k < 0) return;
  const infinite = times.findIndex((time) => !Number.isFinite(time));
  if (infinite >= 0) {
    refuseValue(`time must be finite on line ${lines[infinite]}`, `it is ${times[infinite]}`);
  }
  const backwards = times.findIndex((time, k) => k > 0 && time <= times[k - 1]);
  if (backwards > 0) {
    refuseValue(
      `time must increase on line ${lines[backwards]}`,
      `after ${times[backwards - 1]} it is ${times[backwards]}`,
    );
  }
  const found = (times[times.length - 1] - times[0]) / (times.length - 1);
  if (stray(found) < 0) {
    const is = (factor: number) => Math.abs(factor * found / dt - 1) < TOLERANCE;
    const hint = is(1000)
      ? ", as if in s; multiply it by 1000"
      : is(0.001)
      ? ", as if in µs; divide it by 1000"
      : found === 1
      ? ", as if samples were counted"
      : undefined;
    const step = Number(found.toPrecision(6));
    const other = advice ? `; ${advice(times.length, step)}` : "";
    refuseValue(`the time step must be ${dt} ms`, `it is ${step}${hint ?? other}`);
  }
  refuseValue(
    `the time step must be ${dt} ms throughout`,
    `on line ${lines[k]} the time is ${times[k]} instead of ${
      Number((times[0] + k * dt).toPrecision(9))
    }`,
  );
}

/** Refuses voltages in another unit, and marks of missing samples. */
export function checkVoltage(voltage: Float64Array, lines: readonly number[], limit: number): void {
  if (voltage.every((v) => Math.abs(v) < 1)) {
    refuseValue(
      "voltage must be in mV",
      "all of it is between -1 and 1, as if in V; multiply it by 1000",
    );
  }
  const far = voltage.findIndex((v) => !(Math.abs(v) <= limit));
  if (far < 0) return;
  const guess = voltage.every((v) => Math.abs(v) > limit)
    ? "as all of it is out of bounds, is it in µV?"
    : "is it the mark of a missing sample, or in another unit?";
  refuseValue(
    `voltage must be between ${-limit} and ${limit} mV on line ${lines[far]}`,
    `it is ${voltage[far]}; ${guess}`,
  );
}

/** Refuses what is no mark of a spike. */
export function checkSpikes(spikes: Float64Array, lines: readonly number[]): void {
  const odd = spikes.findIndex((spike) => spike !== 0 && spike !== 1);
  if (odd < 0) return;
  const increasing = spikes.every((time, k) => k === 0 || time >= spikes[k - 1]);
  const hint = increasing && spikes.length > 1
    ? "; if these are spike times, write 1 at their samples and 0 at all others"
    : "";
  refuseValue(`spikes must be 0 or 1 on line ${lines[odd]}`, `it is ${spikes[odd]}${hint}`);
}
