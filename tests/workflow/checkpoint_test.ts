import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeCheckpoint,
  decodeRunningCheckpoint,
  encodeCheckpoint,
} from "../../lib/workflow/checkpoint.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
} from "../../lib/core/safetensors.ts";
import {
  assertRefused,
  finished,
  layout,
  numbers,
  report,
  running,
  signed,
} from "./checkpoint_example.ts";

Deno.test("encodeCheckpoint() then decoding is the identity, also of a run under way", () => {
  assertEquals(decodeCheckpoint(encodeCheckpoint(finished)), finished);
  assertEquals(decodeRunningCheckpoint(encodeCheckpoint(running)), running);
  assertEquals(decodeCheckpoint(encodeCheckpoint(running)), finished);
});

Deno.test("decodeCheckpoint() reads a checkpoint from before Muon as of AdamW, and lacks nothing else", () => {
  const content = decodeSafetensors(encodeCheckpoint(running));
  const train: Record<string, number> = JSON.parse(content.metadata.train);
  const without = (name: string) => {
    const { [name]: _, ...rest } = train;
    return signed({ ...content, metadata: { ...content.metadata, train: JSON.stringify(rest) } });
  };
  assertEquals(train.muon, 0);
  assertEquals(decodeRunningCheckpoint(without("muon")), running);
  for (const name of Object.keys(train).filter((name) => name !== "muon")) {
    assertRefused(without(name), `no ${name}`);
  }
  const muon = { ...finished, train: { ...finished.train, muon: 1 } };
  assertEquals(decodeCheckpoint(encodeCheckpoint(muon)), muon);
});

Deno.test("decodeCheckpoint() refuses other files, and names both formats and both checksums", () => {
  const content = decodeSafetensors(encodeCheckpoint(finished));
  const { format: _, sha256: __, ...old } = content.metadata;
  const reading = (metadata: Safetensors["metadata"]) => () =>
    decodeCheckpoint(encodeSafetensors({ ...content, metadata }));
  assertThrows(
    reading({ ...content.metadata, format: "4", version: "9.9.9" }),
    SyntaxError,
    "its format must be 3, which version 0.1.0 writes: it is 4, written by version 9.9.9",
  );
  assertThrows(
    reading({ ...content.metadata, format: "2" }),
    SyntaxError,
    "it is 2, written by version 0.1.0; train anew, or use that version",
  );
  assertThrows(reading(old), SyntaxError, "it is older, written by version 0.1.0; train anew");
  assertThrows(
    reading({ ...content.metadata, name: "original" }),
    SyntaxError,
    "its sha256 must be that of its content",
  );
  assertThrows(
    () => decodeCheckpoint(encodeSafetensors({ tensors: {} })),
    SyntaxError,
    'its kind must be "lif-sbi checkpoint": it has none',
  );
  assertThrows(() => decodeCheckpoint(new Uint8Array(3)), SyntaxError, "Cannot decode safetensors");
  assertThrows(
    () => decodeRunningCheckpoint(encodeCheckpoint(finished)),
    SyntaxError,
    "it must be of a run under way: it is a finished one",
  );
});

Deno.test("decodeCheckpoint() holds little more than the file, whatever its texts promise", () => {
  const content = decodeSafetensors(encodeCheckpoint(finished));
  const many = JSON.stringify(new Array(20_000).fill(layout[0]));
  const bytes = signed({ ...content, metadata: { ...content.metadata, layout: many } });
  assertThrows(() => decodeCheckpoint(bytes), SyntaxError, "its layout[1].path must be a text of");
  const huge = JSON.stringify([{ path: "a/weights", shape: [2 ** 40, 2 ** 40] }]);
  assertRefused(
    signed({ ...content, metadata: { ...content.metadata, layout: huge } }),
    "a shape larger than the file",
  );
});

Deno.test("encodeCheckpoint() refuses what could not be read again", () => {
  const weights = numbers(1);
  weights[4] = NaN;
  assertThrows(
    () => encodeCheckpoint({ ...finished, weights }),
    SyntaxError,
    'Cannot write checkpoint as its tensor "weights/a/weights" must be finite: value 4 is NaN',
  );
  assertThrows(() => encodeCheckpoint({ ...finished, weights: weights.slice(1) }), RangeError);
  const history = [{ ...report, validationLoss: NaN }];
  assertThrows(() => encodeCheckpoint({ ...finished, history }), SyntaxError, "history[0].valida");
});
