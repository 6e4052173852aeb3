import { assertEquals } from "@std/assert";
import { exampleCsv } from "../../lib/cli/example_trace.ts";
import { needs } from "../permissions.ts";

Deno.test({
  ...needs({ read: ["data"] }),
  name: "exampleCsv() is data/example.csv",
  fn: async () => assertEquals(exampleCsv(), await Deno.readTextFile("data/example.csv")),
});
