/**
 * The laws of the house, as functions of sources: which file may import which, and what may stand
 * in none.
 *
 * @module
 */
import { posix } from "node:path";

/** Sources by path, relative to the root of the project. */
export type Sources = ReadonlyMap<string, string>;

interface Law {
  readonly law: string;
  /** The files it binds. */
  readonly files: RegExp;
  readonly except?: RegExp;
  /** Imports they may not have: paths in the project, or names of packages. */
  readonly noImport?: RegExp;
  /** What may not stand in their code. */
  readonly noCode?: RegExp;
}

/** The rooms of the library, from the ground up: what stands on a floor knows those below it. */
const FLOORS = [
  "core",
  "compute",
  "distributions",
  "networks",
  "flows",
  "model",
  "training",
  "posterior",
  "diagnostics",
  "figures",
  "tables",
  "workflow",
  "models",
  "cli",
] as const;

/** Where tensors live. */
const TENSOR_WING =
  /^lib\/(?:(?:compute|networks|flows|training)\/.*|posterior\/amortized_posterior)\.ts$/;
/** Where the parts are chosen and put together. */
const COMPOSITION = /^lib\/(?:mod\.ts|(?:workflow|cli)\/.*\.ts|models\/\w+\/(?:kits\/.*|kit)\.ts)$/;

/** Each room, and the floors above it. */
const FLOOR_LAWS = FLOORS.slice(0, -1).map((room, floor): Law => ({
  law: `${room} knows its own floor and those below`,
  files: new RegExp(`^lib/${room}/`),
  noImport: new RegExp(`^lib/(?:(?:${FLOORS.slice(floor + 1).join("|")})/|mod\\.ts$)`),
}));

export const LAWS: readonly Law[] = [
  ...FLOOR_LAWS,
  {
    law: "every room has a floor",
    files: /^lib\//,
    noImport: new RegExp(`^lib/(?!(?:${FLOORS.join("|")})/|(?:files|mod)\\.ts$)`),
  },
  {
    law: "only commands know a file system",
    files: /^lib\//,
    except: /^lib\/cli\//,
    noImport: /^lib\/files\.ts$/,
  },
  {
    law: "a library that any model can live in knows none",
    files: /^lib\//,
    except: /^lib\/(?:models|cli)\//,
    noImport: /^lib\/models\//,
  },
  {
    law: "what is known of neurons is known of any of their models",
    files: /^lib\/models\/neuron\//,
    noImport: /^lib\/models\/(?!neuron\/)/,
  },
  {
    law: "tfjs lives in the tensor wing",
    files: /^lib\//,
    except: TENSOR_WING,
    noImport: /^@tensorflow\//,
  },
  {
    law: "only what composes knows the tensor wing",
    files: /^lib\//,
    except: new RegExp(`${TENSOR_WING.source}|${COMPOSITION.source}`),
    noImport: TENSOR_WING,
  },
  {
    law: "randomness comes from keys, and no result depends on the clock",
    files: /^lib\//,
    noCode: /\bMath\.random\b|\btf\.(random|truncatedNormal|dropout)|\bDate\b|\bcrypto\./,
  },
  {
    law: "the library runs in a browser: Deno is for files and commands",
    files: /^lib\//,
    except: /^lib\/(files\.ts$|cli\/)/,
    noCode: /\bDeno\b/,
  },
  {
    law: "packages are named in deno.json only",
    files: /./,
    noImport: /^(npm|jsr|https?):/,
  },
];

const MAX_LINES = 250;

/** A source without its comments, so far as the formatter puts them at the start or after code. */
function withoutComments(source: string): string {
  return source.replaceAll(/^\s*\/\*[^]*?\*\//gm, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}

/** What a file imports: paths in the project, or names of packages. */
export function importsOf(path: string, source: string): string[] {
  const specifiers = withoutComments(source).matchAll(
    /^(?:import|export)\b(?:[^;"]*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm,
  );
  return Array.from(specifiers, ([_, written, called]) => written ?? called).map((specifier) =>
    specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier
  );
}

/** Modules that a file starts as workers. */
function workersOf(path: string, source: string): string[] {
  const urls = withoutComments(source).matchAll(/\bnew URL\(\s*"(\.[^"]+\.ts)"/g);
  return Array.from(urls, ([, url]) => posix.join(posix.dirname(path), url));
}

/** All that a module imports or starts, itself or through others: paths, or names of packages. */
export function behind(path: string, sources: Sources): Set<string> {
  const found = new Set([path]);
  for (const next of found) { // grows as it is walked
    const source = sources.get(next) ?? "";
    for (const name of [...importsOf(next, source), ...workersOf(next, source)]) found.add(name);
  }
  return found;
}

/** What no browser has: Node's modules, and what only commands and tests may have. */
const NOT_PUBLIC = /^(?:node:|lib\/(?:cli\/|files\.ts$)|(?:bench|examples|tests)\/)/;

/** What stands behind an entry of the library and may not, a sentence each. */
export function doorViolations(entry: string, sources: Sources): string[] {
  return [...behind(entry, sources)].flatMap((name) => {
    const what = NOT_PUBLIC.test(name)
      ? name
      : withoutComments(sources.get(name) ?? "").match(/\bDeno\b/) && `Deno in ${name}`;
    return what ? [`${entry} has ${what} behind it`] : [];
  });
}

/** What breaks a law, a sentence each. */
export function violations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const lines = source.split("\n").length - 1;
    if (lines > MAX_LINES) found.push(`${path} has ${lines} lines: at most ${MAX_LINES}`);
    for (const { law, files, except, noImport, noCode } of LAWS) {
      if (!files.test(path) || except?.test(path)) continue;
      const imported = importsOf(path, source).filter((name) => noImport?.test(name));
      const code = noCode && withoutComments(source).match(noCode)?.[0];
      for (const what of code ? [...imported, code] : imported) {
        found.push(`${path} has ${what}: ${law}`);
      }
    }
  }
  return found;
}

/** The first cycle of imports, as the paths along it. */
export function importCycle(sources: Sources): string[] | undefined {
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return undefined;
    for (const next of importsOf(path, sources.get(path) ?? "")) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    finished.add(path);
  };
  return [...sources.keys()].map((path) => visit(path, [])).find((cycle) => cycle);
}
