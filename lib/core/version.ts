/**
 * The version of this library.
 *
 * @module
 */

/** Written into every file; the same as in deno.json. */
export const VERSION = "0.1.0";
