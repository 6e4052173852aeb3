import { assert, assertEquals } from "@std/assert";
import { countTicks, fittingTicks, logAxis } from "../../lib/figures/ticks.ts";
import { textWidth } from "../../lib/figures/theme.ts";
import { key, stream } from "../../lib/core/random.ts";

/** What stands at the ticks of an axis. */
function labels({ ticks, tickFormat }: ReturnType<typeof logAxis>): string[] {
  assert(Array.isArray(ticks) && typeof tickFormat === "function");
  return ticks.map((tick, i) => String(tickFormat(tick, i)));
}

Deno.test("fittingTicks() gives two ticks or more, apart and inside, on any axis of a small cell", () => {
  const rng = stream(key(1));
  const room = { frame: 92, beyond: 8 };
  for (let i = 0; i < 300; i++) {
    const width = 10 ** (3.4 * rng.uniform() - 1.4), low = -80 + 100 * rng.uniform();
    const scale = fittingTicks([low, low + width], room);
    const texts = labels(scale);
    assert(texts.length >= 2, `${low} to ${low + width}: ${texts}`);
    const places = (scale.ticks as number[]).map((tick) => room.frame * (tick - low) / width);
    assert(places.every((place) => place >= -1e-9 && place <= room.frame + 1e-9));
    places.slice(1).forEach((place, k) =>
      assert(place - places[k] >= (textWidth(texts[k]) + textWidth(texts[k + 1])) / 2, `${texts}`)
    );
  }
});

Deno.test("fittingTicks() prefers few decimals, and writes them alike", () => {
  const cell = { frame: 92, beyond: 8 };
  assertEquals(labels(fittingTicks([-73.13, -70.95], cell)), ["−73", "−72"]);
  assertEquals(labels(fittingTicks([-74.31, -73.9], cell)), ["−74.2", "−74.0"]);
  assertEquals(labels(fittingTicks([-74.32, -73.86], cell)), ["−74.2", "−74.0"]);
  assertEquals(labels(fittingTicks([-60, -50], { frame: 176, beyond: 20 })).length, 6);
});

Deno.test("logAxis() reports times in seconds, minutes and hours, from a tenth of a second on", () => {
  const times = (low: number, high: number) =>
    labels(logAxis([low, high], { frame: 420, direction: "across", times: true }));
  assertEquals(times(2, 9).sort(), ["2 s", "3 s", "5 s"]);
  assert(times(0.05, 2).includes("0.1 s"));
  for (const [low, high] of [[0.1, 1], [1.5, 9], [11, 55], [70, 500], [2, 4000], [4000, 90_000]]) {
    assert(times(low, high).length >= 2, `${low} to ${high} s: ${times(low, high)}`);
  }
});

Deno.test("logAxis() has two ticks however narrow the axis, and not too many on a long one", () => {
  const numbers = (low: number, high: number) =>
    labels(logAxis([low, high], { frame: 176, direction: "across" }));
  for (
    const [low, high] of [[1e-12, 1], [0.01, 20], [2.1, 2.9], [3.2, 3.3], [970, 1020], [6, 9.5]]
  ) {
    const found = numbers(low, high);
    assert(found.length >= 2, `${low} to ${high}: ${found}`);
    assert(textWidth(found.join(" ")) <= 176 + textWidth("100"), `${found}`);
  }
});

Deno.test("countTicks() never stand between two counts", () => {
  assertEquals(countTicks(0, 3).ticks, [0, 1, 2, 3]);
});
