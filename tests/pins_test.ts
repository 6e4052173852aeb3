import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { needs } from "./permissions.ts";

Deno.test({
  ...needs({ read: ["CITATION.cff"] }),
  name: "CITATION.cff has the version of deno.json",
  fn: async () => {
    const version = /^version: (.+)$/m.exec(await Deno.readTextFile("CITATION.cff"))?.[1];
    assertEquals(version, config.version);
  },
});

const PINNED = [".ci/run", "Containerfile", "environment.yml"];

Deno.test({
  ...needs({ read: PINNED }),
  name: "the version of Deno is the same wherever it is pinned",
  fn: async () => {
    const texts = await Promise.all(PINNED.map((path) => Deno.readTextFile(path)));
    const pins = texts.map((text) => text.match(/\bdeno@[\d.]+/g) ?? []);
    assert(pins.every(({ length }) => length > 0));
    assertEquals(new Set(pins.flat()).size, 1);
  },
});
