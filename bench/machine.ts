/**
 * Where and with what a benchmark ran.
 *
 * @module
 */
import { cpus } from "node:os";
import { TFJS_VERSION } from "../lib/compute/backend.ts";
import { VERSION } from "../lib/core/version.ts";

/** A machine and the versions of what runs on it. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    memoryGib: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    system: Deno.build.target,
    versions: {
      "lif-sbi": VERSION,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      tfjs: TFJS_VERSION,
    },
  };
}

/** A machine in one line. */
export function machineText({ cpu, cores, memoryGib, system, versions }: Machine): string {
  const said = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} cores, ${memoryGib} GiB, ${system}; ${said.join(", ")}`;
}
