/**
 * The version that is written into every file the project makes.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** The project's version. */
export const VERSION: string = config.version;
