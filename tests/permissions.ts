/**
 * Tests that need a permission: a bare `deno test` shows them as ignored, `deno task test` grants
 * everything they need and fails if it doesn't.
 *
 * @module
 */

/** What a test needs, spelled as in the `permissions` of `Deno.test`. */
export interface Needs {
  /** Files and folders, relative to the root of the project. */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  /** Programs. */
  readonly run?: readonly string[];
  /** Environment variables. */
  readonly env?: readonly string[];
}

function descriptors(needs: Needs): Deno.PermissionDescriptor[] {
  return [
    ...(needs.read ?? []).map((path) => ({ name: "read" as const, path })),
    ...(needs.write ?? []).map((path) => ({ name: "write" as const, path })),
    ...(needs.run ?? []).map((command) => ({ name: "run" as const, command })),
    ...(needs.env ?? []).map((variable) => ({ name: "env" as const, variable })),
  ];
}

function granted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** 1 under `deno task test`: a test that lacks a permission is then an error. */
const STRICT = "LIF_SBI_STRICT_TESTS";
const strict = granted({ name: "env", variable: STRICT }) && Deno.env.get(STRICT) === "1";

/**
 * To be spread into a test's definition: `Deno.test({ ...needs({ read: ["lib"] }), name, fn })`.
 *
 * @throws {Deno.errors.NotCapable} If a permission is missing where every test must run.
 */
export function needs(permissions: Needs): { readonly ignore: boolean } {
  const missing = descriptors(permissions).filter((descriptor) => !granted(descriptor));
  if (strict && missing.length > 0) {
    throw new Deno.errors.NotCapable(
      `Cannot run every test as the task must grant ${JSON.stringify(missing)}`,
    );
  }
  return { ignore: missing.length > 0 };
}
