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
