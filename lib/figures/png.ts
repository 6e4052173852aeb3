/**
 * From SVG to PNG: resvg with the project's own font, so that the same picture gives the same bytes on
 * every machine.
 *
 * @module
 */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import resvgWasm from "@resvg/resvg-wasm/index_bg.wasm" with { type: "bytes" };
import bold from "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf" with { type: "bytes" };
import regular from "dejavu-fonts-ttf/ttf/DejaVuSans.ttf" with { type: "bytes" };

let fonts: Promise<Uint8Array[]> | undefined;

/**
 * A picture at two pixels a px.
 *
 * @param svg A standalone document, such as a figure's `svg`.
 *
 * @example Usage
 * ```ts
 * import { pngOf } from "./png.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>';
 * assertEquals([...(await pngOf(svg)).subarray(1, 4)], [0x50, 0x4e, 0x47]); // "PNG"
 * ```
 */
export async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const fontBuffers = await (fonts ??= initWasm(resvgWasm).then(() => [regular, bold]));
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
  });
  const image = resvg.render();
  const png = new Uint8Array(image.asPng());
  image.free();
  resvg.free();
  return png;
}
