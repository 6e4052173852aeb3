import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { lifGrid } from "../../../../lib/models/lif/likelihood/lif_grid.ts";
import { logNormalCdf } from "../../../../lib/core/special.ts";

const transition = { retain: 0.98, drift: -0.4, sd: 1.4 };

function opened(mean: number, sd: number) {
  const grid = lifGrid();
  grid.open(transition);
  return { grid, logMass: grid.enter(mean, sd) };
}

Deno.test("lifGrid() keeps the mass of a normal distribution below the threshold", () => {
  for (const [mean, sd] of [[20, 2], [5, 4], [0, 3], [-4, 1.5], [-15, 3]]) {
    assertAlmostEquals(opened(mean, sd).logMass, logNormalCdf(mean / sd), 1e-8);
  }
});

Deno.test("lifGrid() crosses the threshold, or not, with probabilities that add up to 1", () => {
  for (const [mean, sd] of [[12, 3], [3, 4], [-2, 1.5]]) {
    const crossing = opened(mean, sd).grid.spike();
    const staying = opened(mean, sd).grid.observe(0, 1e6); // an observation that says nothing
    assertAlmostEquals(Math.exp(crossing) + Math.exp(staying), 1, 1e-8);
  }
});

Deno.test("lifGrid() far from the threshold is Kalman's filter", () => {
  const { grid } = opened(60, 3);
  const [mean, variance] = [0.98 * 60 - 0.4, 0.98 ** 2 * 9 + 1.4 ** 2];
  const [eta, rho] = [61, 12];
  const total = variance + rho * rho;
  const expected = -0.5 * (eta - mean) ** 2 / total + Math.log(rho / Math.sqrt(total));
  assertAlmostEquals(grid.observeFree(eta, rho), expected, 1e-9);
  assertAlmostEquals(grid.observe(eta, rho), expected, 1e-9);
});

Deno.test("lifGrid() has the probability of a spike as far as its window reaches", () => {
  const grid = lifGrid();
  for (const mean of [8, 12, 20]) {
    grid.open({ retain: 0.98, drift: 0, sd: 3 });
    grid.enter(mean, 1.2); // of which next to nothing is cut
    const expected = logNormalCdf(-0.98 * mean / Math.hypot(0.98 * 1.2, 3));
    assertAlmostEquals(grid.spike(), expected, 1e-8);
  }
});

Deno.test("lifGrid() stays finite where a spike or an observation is next to impossible", () => {
  const spike = opened(300, 3).grid.spike();
  assert(Number.isFinite(spike) && spike < -700);
  const seen = opened(60, 3).grid.observe(-300, 2);
  assert(Number.isFinite(seen) && seen < -700);
});

Deno.test("lifGrid() can be used for one transition after the other", () => {
  const grid = lifGrid();
  grid.open({ retain: 0.9, drift: 1, sd: 3 });
  grid.enter(5, 4);
  grid.observe(4, 10);
  grid.open(transition);
  grid.enter(3, 4);
  assertEquals(grid.observe(2, 9), opened(3, 4).grid.observe(2, 9));
});

Deno.test("lifGrid() goes on with another drift as if it had been opened with it", () => {
  for (const drift of [-0.4, 1.1, -2]) {
    const moved = lifGrid(), opened = lifGrid();
    moved.open({ ...transition, drift: 0.3 });
    moved.enter(5, 4);
    moved.moveBy(drift);
    opened.open({ ...transition, drift });
    opened.enter(5, 4);
    assertEquals(moved.observe(4, 10), opened.observe(4, 10));
    moved.moveBy(0.3);
    opened.moveBy(0.3);
    assertEquals(moved.spike(), opened.spike());
  }
});

Deno.test("lifGrid() refuses a grid that would need too many nodes", () => {
  const grid = lifGrid();
  grid.open(transition);
  assertThrows(() => grid.enter(1e6, 3), RangeError, "must have at most 32768 nodes");
});
