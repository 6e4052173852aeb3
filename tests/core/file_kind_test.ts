import { assertEquals } from "@std/assert";
import { fileKind } from "../../lib/core/file_kind.ts";
import { encodeTraceCsv } from "../../lib/models/neuron/reader/trace_csv.ts";
import { encodeSafetensors } from "../../lib/core/safetensors.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

Deno.test("fileKind() recognises what people have instead of CSV", async () => {
  const csv = encodeTraceCsv({
    times: Float64Array.of(0),
    voltage: Float32Array.of(-70),
    spikes: Float32Array.of(0),
  });
  const zipped = new Blob([csv]).stream().pipeThrough(new CompressionStream("gzip"));
  const gzip = new Uint8Array(await new Response(zipped).arrayBuffer());
  assertEquals(fileKind(gzip)?.name, "gzip");
  assertEquals(fileKind(gzip)?.advice, "unpack it first");
  const tensors = { v: { data: Float32Array.of(1), shape: [1] } };
  assertEquals(fileKind(encodeSafetensors({ tensors }))?.name, "safetensors");
  for (
    const [head, name] of [
      ["\x89HDF\r\n\x1a\n", "HDF5, as NWB is"],
      ["MATLAB 5.0 MAT-file, Platform", "a MATLAB file"],
      ["ABF \x66\x66\xe6\x3f", "ABF, of Axon's pCLAMP"],
      ["ABF2\0\0\x06\x02", "ABF, of Axon's pCLAMP"],
      ["PK\x03\x04\x14\0", "zip, as Excel's xlsx is"],
      ["\x05\0\xd4\x62\0\0", "a wave of Igor Pro"],
      ["\0\x05\x62\xd4\0\0", "a wave of Igor Pro"],
      ["\xff\xfet\0i\0", "text in UTF-16"],
    ]
  ) {
    assertEquals(fileKind(bytesOf(head))?.name, name);
  }
});

Deno.test("fileKind() lets plain text pass", () => {
  for (
    const text of ["time,voltage,spikes\n", "\ufefft\tV\n", "1,2", "ab", "# BZh\n", '"t"', "t"]
  ) {
    assertEquals(fileKind(new TextEncoder().encode(text)), undefined, text);
  }
});
