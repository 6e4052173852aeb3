import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { needs } from "../permissions.ts";
import { temporaryFolder } from "../temporary_folder.ts";
import { infer } from "./run_infer.ts";

const needed = needs({ read: ["."], write: [".temporary"], run: ["deno"] });
const EXAMPLE = "data/example.csv";

Deno.test({
  ...needed,
  name: "infer refuses, in one sentence, draws without end and checkpoints that are none",
  async fn() {
    const many = await infer(EXAMPLE, "--draws", "1000000000");
    assertEquals([many.code, many.stdout], [1, ""]);
    assertStringIncludes(
      many.stderr,
      "--draws must be in [2, 1000000]: current value is 1000000000",
    );
    const none = await infer(EXAMPLE, "--checkpoint", EXAMPLE);
    assertEquals([none.code, none.stdout], [1, ""]);
    assertMatch(none.stderr, /^error: Cannot read checkpoint \S+example\.csv as .+\n$/);
    const missing = await infer(EXAMPLE, "--set", "T=100,dt=0.1");
    assertEquals([missing.code, missing.stdout], [1, ""]);
    assertStringIncludes(missing.stderr, "deno task train --set T=100,dt=0.1 makes it");
  },
});

Deno.test({
  ...needed,
  name: "infer answers the example with text, draws and figures",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    await Deno.copyFile(EXAMPLE, at("trace.csv"));
    const files = ["--draws", "50", "--out", at("draws.csv"), "--figure"];
    const { code, stdout, stderr } = await infer(at("trace.csv"), ...files);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /^assumes \(default\): white current of 200 ± 50 pA/);
    assertMatch(stdout, /made it\? p = [01]\.\d+ \(least possible 0\.00\d+\)/);
    assertMatch(stdout, /V_th \(mV\) +-5[34]/);
    assertEquals((await Deno.readTextFile(at("draws.csv"))).trim().split("\n").length, 51);
    for (const name of ["posterior", "ppc_voltage", "ppc_spikecount"]) {
      assert((await Deno.stat(at(`trace_${name}.png`))).size > 10_000);
    }
    assertEquals(await Deno.readTextFile(at("trace.csv")), await Deno.readTextFile(EXAMPLE));

    const same = await infer(at("trace.csv"), "--out", at("trace.csv"));
    assertEquals(same.code, 1);
    assertStringIncludes(same.stderr, "as it must be another file than the observation");
  },
});

Deno.test({
  ...needed,
  name: "infer --json --exact prints one object",
  async fn() {
    const { code, stdout, stderr } = await infer(EXAMPLE, "--json", "--exact", "--draws", "100");
    assertEquals([code, stderr], [0, ""]);
    const { source, warnings, exact, p, least_p } = JSON.parse(stdout);
    assertEquals([source, warnings, exact.found], ["exact", [], true]);
    assert(p > least_p && least_p < 0.005);
  },
});

Deno.test({
  ...needed,
  name: "infer warns of a flat line with two marks by words, exit code, JSON and draws",
  async fn() {
    await using folder = await temporaryFolder();
    const at = (name: string) => `${folder.path}/${name}`;
    const rows = Array.from({ length: 1000 }, (_, k) => `${k},30,${Number(k % 500 === 200)}\n`);
    const flat = `n,V,spk,t\n${rows.map((row, k) => row.replace("\n", `,${k / 5}\n`)).join("")}`;
    await Deno.writeTextFile(at("flat.csv"), flat);
    const { code, stdout, stderr } = await infer(at("flat.csv"), "--json", "--out", at("d.csv"));
    assertEquals(code, 2);
    const { warnings, p, level, notes } = JSON.parse(stdout);
    assert(p <= level);
    assert(warnings.length > 0);
    assertStringIncludes(stderr, `warning: ${warnings[0].message}`);
    assertEquals(notes, ['ignored column "n"']);
    const [head, first] = (await Deno.readTextFile(at("d.csv"))).split("\n");
    assertEquals(head.split(",").at(-1), "warnings");
    assertEquals(first.split(",").at(-1), String(warnings.length));

    await Deno.writeTextFile(at("close.csv"), flat.replace("\n201,30,0", "\n201,30,1"));
    const refused = await infer(at("close.csv"));
    assertEquals([refused.code, refused.stdout], [1, ""]);
    assertStringIncludes(refused.stderr, "the spike on line 203 comes 1 after that on line 202");
    assertEquals(refused.stderr.trim().split("\n").length, 1);
  },
});

Deno.test({
  ...needed,
  name: "infer --help reports the model, its parameters and the experiment",
  async fn() {
    const { code, stdout } = await infer("--help");
    assertEquals(code, 0);
    for (const words of ["tau_m dV/dt", "200 ± 50 pA", "g_L (nS)", "log-normal", "Exit code 2"]) {
      assertStringIncludes(stdout, words);
    }
  },
});
