/** What a reader finds in an SVG. */

/** The lines of text, in order, subscripts written into the line. */
export function linesOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, inner]) =>
    inner.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<")
  ).filter((line) => line !== "");
}

/** Attributes of each element of a kind and a fill, numbers rounded to whole px. */
export function shapesOf(
  svg: string,
  { name, fill, attributes }: { name: string; fill: string; attributes: readonly string[] },
): number[][] {
  const group = svg.match(new RegExp(`<g[^>]*fill="${fill}"[^>]*>(.*?)</g>`, "s"))?.[1] ?? "";
  return [...group.matchAll(new RegExp(`<${name}[^>]*>`, "g"))].map(([element]) =>
    attributes.map((attribute) =>
      Math.round(Number(element.match(new RegExp(` ${attribute}="([^"]*)"`))?.[1]))
    )
  );
}

/** An axis of a panel: what stands at its ticks, and where, in px along it. */
export interface ReadAxis {
  readonly direction: "x" | "y";
  readonly labels: readonly string[];
  readonly places: readonly number[];
}

/** All axes of a figure; those that only repeat the ticks of a neighbour have no labels. */
export function axesOf(svg: string): ReadAxis[] {
  const groups = svg.matchAll(/<g[^>]*aria-label="([xy])-axis tick label"[^>]*>(.*?)<\/g>/gs);
  return Array.from(groups, ([, letter, inner]) => {
    const direction = letter === "x" ? "x" : "y";
    const texts = [
      ...inner.matchAll(/<text[^>]*translate\(([\d.-]+),([\d.-]+)\)[^>]*>(.*?)<\/text>/gs),
    ]
      .filter(([, , , text]) => text !== "");
    return {
      direction,
      labels: texts.map(([, , , text]) => text),
      places: texts.map(([, x, y]) => Number(direction === "x" ? x : y)),
    };
  });
}
