/**
 * Marks that Plot lacks: many dots, and polygons with holes, each as one path.
 *
 * @module
 */
import type * as Plot from "@observablehq/plot";

const SVG = "http://www.w3.org/2000/svg";

/** How a shape looks. */
export interface ShapeStyle {
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly stroke?: string;
  readonly strokeOpacity?: number;
  readonly strokeWidth?: number;
}

/** A panel's scales, which its domains make. */
interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const px = (value: number) => String(Math.round(100 * value) / 100);

/** One path; `trace` says along which points, in px. */
function path(
  attributes: Readonly<Record<string, string | number>>,
  trace: (place: Place) => string,
): Plot.RenderFunction {
  return (_index, scales, _values, { marginLeft, marginTop, width, height, ...rest }, context) => {
    const right = width - rest.marginRight, bottom = height - rest.marginBottom;
    const clamp = (value: number, low: number, high: number) =>
      Math.min(high, Math.max(low, value));
    const node = context.document.createElementNS(SVG, "path");
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    // The frame's edge stands for what lies beyond it.
    const d = trace({
      x: (value) => clamp(scales.x?.(value) ?? NaN, marginLeft, right),
      y: (value) => clamp(scales.y?.(value) ?? NaN, marginTop, bottom),
    });
    node.setAttribute("d", d);
    return node;
  };
}

/** Attributes of a style as SVG names them. */
function attributesOf({ fill = "none", stroke = "none", ...style }: ShapeStyle) {
  return {
    fill,
    "fill-opacity": style.fillOpacity ?? 1,
    stroke,
    "stroke-opacity": style.strokeOpacity ?? 1,
    "stroke-width": style.strokeWidth ?? 1,
  };
}

/** Vertices nearer to the one before, in px, are left out. */
const NEAR = 0.4;

/** Polygons, each its rim and its holes, in the units of the axes; they end at the frame. */
export function polygons(
  shapes: readonly (readonly (readonly (readonly [number, number])[])[])[],
  style: ShapeStyle,
): Plot.RenderFunction {
  const attributes = { ...attributesOf(style), "fill-rule": "evenodd", "stroke-linejoin": "round" };
  return path(attributes, ({ x, y }) =>
    shapes.flat().map((ring) => {
      let last: readonly [number, number] = [Infinity, Infinity];
      const kept = ring.map(([a, b]) => [x(a), y(b)] as const).filter((point) => {
        if (Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR) return false;
        last = point;
        return true;
      });
      return kept.length === 0 ? "" : `M${kept.map((point) => point.map(px).join()).join("L")}Z`;
    }).join(""));
}

/** A dot for each point inside the frame; `r` is its radius in px. */
export function dots(
  points: readonly (readonly [number, number])[],
  { r, color, opacity }: { readonly r: number; readonly color: string; readonly opacity: number },
): Plot.RenderFunction {
  const attributes = {
    ...attributesOf({ stroke: color, strokeOpacity: opacity, strokeWidth: 2 * r }),
    "stroke-linecap": "round",
  };
  return path(
    attributes,
    ({ x, y }) => points.map(([a, b]) => `M${px(x(a))},${px(y(b))}h.01`).join(""),
  );
}
