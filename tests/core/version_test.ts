import { assertEquals } from "@std/assert";
import { VERSION } from "../../lib/core/version.ts";
import config from "../../deno.json" with { type: "json" };

Deno.test("VERSION is that of the package", () => assertEquals(VERSION, config.version));
