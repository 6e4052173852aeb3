/** Runs `infer` with a committed checkpoint to its end. */
export async function infer(
  ...args: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const permissions = ["--allow-read", "--allow-write=.temporary"];
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--frozen", "--no-prompt", ...permissions, "lib/cli/infer.ts", ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
