/**
 * The kind of a file by its first bytes, so that an error about a file that is no text table can
 * say which kind it is, and what to do.
 *
 * @module
 */

interface Kind {
  /** The bytes that it begins with, as text in Latin-1. */
  readonly begins: string;
  readonly name: string;
  readonly advice: string;
}

const UNPACK = "unpack it first";
const EXPORT = "export the recording as CSV";

const KINDS: readonly Kind[] = [
  { begins: "\x1f\x8b", name: "gzip", advice: UNPACK },
  { begins: "BZh", name: "bzip2", advice: UNPACK },
  { begins: "\xfd7zXZ\0", name: "xz", advice: UNPACK },
  { begins: "(\xb5/\xfd", name: "Zstandard", advice: UNPACK },
  { begins: "PK\x03\x04", name: "zip, as Excel's xlsx is", advice: `unpack it, or ${EXPORT}` },
  { begins: "\xd0\xcf\x11\xe0", name: "an old Excel or Office file", advice: EXPORT },
  { begins: "\x89HDF\r\n", name: "HDF5, as NWB is", advice: EXPORT },
  { begins: "MATLAB 7.3", name: "a MATLAB file, HDF5 within", advice: EXPORT },
  { begins: "MATLAB 5.0", name: "a MATLAB file", advice: EXPORT },
  { begins: "ABF", name: "ABF, of Axon's pCLAMP", advice: EXPORT },
  { begins: "ATF\t", name: "Axon's text format, ATF", advice: EXPORT },
  { begins: "IGOR", name: "a text file of Igor Pro", advice: EXPORT },
  { begins: "DAT1", name: "a bundle of HEKA's Patchmaster", advice: EXPORT },
  { begins: "DAT2", name: "a bundle of HEKA's Patchmaster", advice: EXPORT },
  { begins: "\x93NUMPY", name: "a NumPy array", advice: EXPORT },
  { begins: "PAR1", name: "Parquet", advice: EXPORT },
  { begins: "%PDF", name: "PDF", advice: EXPORT },
  { begins: "\xff\xfe", name: "text in UTF-16", advice: "save it as UTF-8" },
  { begins: "\xfe\xff", name: "text in UTF-16", advice: "save it as UTF-8" },
];

/** The versions of an Igor binary wave: its first two bytes, in either order. */
const IGOR_VERSIONS = [1, 2, 3, 5];
/** The length of a header of JSON, below 2⁴⁸, and its beginning. */
const SAFETENSORS = /^[^]{6}\0\0\{/;

/**
 * The kind of a file that is no plain text in UTF-8, with what to do; nothing if none is known.
 *
 * @example Usage
 * ```ts
 * import { fileKind } from "./file_kind.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { name } = fileKind(Uint8Array.of(0x1f, 0x8b, 8, 0)) ?? {};
 * assertEquals(name, "gzip");
 * assertEquals(fileKind(new TextEncoder().encode("time,voltage,spikes\n")), undefined);
 * ```
 */
export function fileKind(
  bytes: Uint8Array,
): { readonly name: string; readonly advice: string } | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const known = KINDS.find(({ begins }) => head.startsWith(begins));
  if (known) return known;
  const version = bytes[0] === 0 ? bytes[1] : bytes[1] === 0 ? bytes[0] : 0;
  if (IGOR_VERSIONS.includes(version)) return { name: "a wave of Igor Pro", advice: EXPORT };
  if (SAFETENSORS.test(head)) return { name: "safetensors", advice: EXPORT };
  return undefined;
}
