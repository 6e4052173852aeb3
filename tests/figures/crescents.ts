/** The two moons of Greenberg et al. 2019, arXiv:1905.07488: their posterior for x = (0, 0). */
import { key, stream } from "../../lib/core/random.ts";

const RADIUS = 0.1, WIDTH = 0.01;

/** Draws of both parameters. */
export function crescents(seed: number, count: number): { x: Float64Array; y: Float64Array } {
  const rng = stream(key(seed));
  const x = new Float64Array(count), y = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const angle = Math.PI * (rng.uniform() - 0.5), r = RADIUS + WIDTH * rng.normal();
    const side = rng.uniform() < 0.5 ? -1 : 1;
    const [u, v] = [side * (r * Math.cos(angle) + 0.25), r * Math.sin(angle)];
    [x[i], y[i]] = [(u + v) * Math.SQRT1_2, (u - v) * Math.SQRT1_2];
  }
  return { x, y };
}

/** The area of the smallest region that holds a share of them: the density is φ(r) / r on both. */
export function crescentArea(level: number): number {
  const steps = 4000, step = 8 * WIDTH / steps;
  const rings = Array.from({ length: steps }, (_, i) => {
    const r = RADIUS - 4 * WIDTH + (i + 0.5) * step;
    const area = 2 * Math.PI * r * step;
    return { density: Math.exp(-0.5 * ((r - RADIUS) / WIDTH) ** 2) / r, area };
  }).sort((a, b) => b.density - a.density);
  const total = rings.reduce((sum, { density, area }) => sum + density * area, 0);
  let mass = 0, area = 0;
  for (const ring of rings) {
    if (mass >= level * total) break;
    mass += ring.density * ring.area;
    area += ring.area;
  }
  return area;
}
