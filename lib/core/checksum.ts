/**
 * A checksum in the metadata of a safetensors file, over everything else in it: a file that was
 * changed by accident does not pass for the one that was written. SHA-256 (FIPS 180-4).
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeSafetensors, type Safetensors } from "./safetensors.ts";

/** Its name among the metadata. */
export const CHECKSUM = "sha256";

/** The checksum of all tensors and of all metadata but itself, in whatever order they were given. */
function checksumOf({ tensors, metadata: { [CHECKSUM]: _, ...metadata } }: Safetensors): string {
  const sorted = Object.entries(metadata).sort(([a], [b]) => a < b ? -1 : 1);
  const bytes = encodeSafetensors({ tensors, metadata: Object.fromEntries(sorted) });
  return bytesToHex(sha256(bytes));
}

/** The same content with its checksum. */
export function withChecksum(content: Safetensors): Safetensors {
  const { tensors, metadata } = content;
  return { tensors, metadata: { ...metadata, [CHECKSUM]: checksumOf(content) } };
}

/**
 * Refuses content that is not what its checksum was made of.
 *
 * @param action As in "Cannot read checkpoint as …".
 * @throws {SyntaxError} If it is not, or there is no checksum.
 *
 * @example Usage
 * ```ts
 * import { verifyChecksum, withChecksum } from "./checksum.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const weights = { data: Float32Array.of(1, 2), shape: [2] };
 * const content = withChecksum({ tensors: { weights }, metadata: {} });
 * verifyChecksum("read weights", content);
 * weights.data[0] = 3;
 * assertThrows(() => verifyChecksum("read weights", content), SyntaxError, "the file is damaged");
 * ```
 */
export function verifyChecksum(action: string, content: Safetensors): void {
  const expected = checksumOf(content);
  const found = content.metadata[CHECKSUM];
  if (found !== expected) {
    throw new SyntaxError(
      `Cannot ${action} as its ${CHECKSUM} must be that of its content, ${
        expected.slice(0, 16)
      }…: ` +
        `it is ${found?.slice(0, 16)}…; the file is damaged`,
    );
  }
}
