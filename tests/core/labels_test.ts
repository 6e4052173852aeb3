import { assertEquals } from "@std/assert";
import { spans } from "../../lib/core/labels.ts";

const plain = (text: string) => ({ text, subscript: false });
const sub = (text: string) => ({ text, subscript: true });

Deno.test("spans() finds names with an underscore within a label", () => {
  assertEquals(spans("true V_th (mV)"), [plain("true "), plain("V"), sub("th"), plain(" (mV)")]);
});

Deno.test("spans() spells Greek letters", () => {
  assertEquals(spans("tau_m"), [plain("τ"), sub("m")]);
});

Deno.test("spans() leaves other text alone", () => {
  assertEquals(spans("voltage (mV)"), [plain("voltage (mV)")]);
  assertEquals(spans(""), []);
});
