/**
 * The rules of imports, as functions of sources: which file may import which, and what code is
 * forbidden.
 *
 * @module
 */
import { posix } from "node:path";

/** Sources by path, relative to the root of the project. */
export type Sources = ReadonlyMap<string, string>;

interface Rule {
  readonly rule: string;
  /** The files it is about. */
  readonly files: RegExp;
  readonly except?: RegExp;
  /** Imports they may not have: paths in the project, or names of packages. */
  readonly noImport?: RegExp;
  /** What their code may not contain. */
  readonly noCode?: RegExp;
}

/** The folders of the library, lowest layer first: a folder imports from those before it only. */
const LAYERS = [
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

/** The modules that handle tensors. */
const TENSOR_MODULES =
  /^lib\/(?:(?:compute|networks|flows|training)\/.*|posterior\/amortized_posterior)\.ts$/;
/** Where the parts are chosen and put together. */
const COMPOSITION = /^lib\/(?:mod\.ts|(?:workflow|cli)\/.*\.ts|models\/\w+\/(?:kits\/.*|kit)\.ts)$/;

/** For each folder, the layers above it. */
const LAYER_RULES = LAYERS.slice(0, -1).map((folder, layer): Rule => ({
  rule: `${folder} imports from its own layer and those below`,
  files: new RegExp(`^lib/${folder}/`),
  noImport: new RegExp(`^lib/(?:(?:${LAYERS.slice(layer + 1).join("|")})/|mod\\.ts$)`),
}));

export const RULES: readonly Rule[] = [
  ...LAYER_RULES,
  {
    rule: "every folder has a layer",
    files: /^lib\//,
    noImport: new RegExp(`^lib/(?!(?:${LAYERS.join("|")})/|(?:files|mod)\\.ts$)`),
  },
  {
    rule: "only commands use the file system",
    files: /^lib\//,
    except: /^lib\/cli\//,
    noImport: /^lib\/files\.ts$/,
  },
  {
    rule: "the library is independent of models",
    files: /^lib\//,
    except: /^lib\/(?:models|cli)\//,
    noImport: /^lib\/models\//,
  },
  {
    rule: "what all neurons share is independent of any one model",
    files: /^lib\/models\/neuron\//,
    noImport: /^lib\/models\/(?!neuron\/)/,
  },
  {
    rule: "only tensor modules import tfjs",
    files: /^lib\//,
    except: TENSOR_MODULES,
    noImport: /^@tensorflow\//,
  },
  {
    rule: "only composition imports tensor modules",
    files: /^lib\//,
    except: new RegExp(`${TENSOR_MODULES.source}|${COMPOSITION.source}`),
    noImport: TENSOR_MODULES,
  },
  {
    rule: "randomness comes from keys, and no result depends on the clock",
    files: /^lib\//,
    noCode: /\bMath\.random\b|\btf\.(random|truncatedNormal|dropout)|\bDate\b|\bcrypto\./,
  },
  {
    rule: "the library runs in a browser: Deno is for files and commands",
    files: /^lib\//,
    except: /^lib\/(files\.ts$|cli\/)/,
    noCode: /\bDeno\b/,
  },
  {
    rule: "packages are named in deno.json only",
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

/** What an entry point imports, directly or not, and may not, a sentence each. */
export function entryViolations(entry: string, sources: Sources): string[] {
  return [...behind(entry, sources)].flatMap((name) => {
    const what = NOT_PUBLIC.test(name)
      ? name
      : withoutComments(sources.get(name) ?? "").match(/\bDeno\b/) && `Deno in ${name}`;
    return what ? [`${entry} has ${what} behind it`] : [];
  });
}

/** What breaks a rule, a sentence each. */
export function violations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const lines = source.split("\n").length - 1;
    if (lines > MAX_LINES) found.push(`${path} has ${lines} lines: at most ${MAX_LINES}`);
    for (const { rule, files, except, noImport, noCode } of RULES) {
      if (!files.test(path) || except?.test(path)) continue;
      const imported = importsOf(path, source).filter((name) => noImport?.test(name));
      const code = noCode && withoutComments(source).match(noCode)?.[0];
      for (const what of code ? [...imported, code] : imported) {
        found.push(`${path} has ${what}: ${rule}`);
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
