/**
 * Which columns of a file are time, voltage and spikes, and of sweeps under known currents these
 * and the sweep, by the names that people give them. A unit that is named must be ours; where it
 * would go unused, a current is refused.
 *
 * @module
 */

/** The columns of a recording. */
export type TraceColumn = "time" | "voltage" | "spikes";

/** The columns of a recording under a known current. */
export type SweepColumn = TraceColumn | "current";

/** Where each is, and what is left over. */
export interface TraceColumns<Column extends string = TraceColumn> {
  /** The place of each column in a line. */
  readonly places: Readonly<Record<Column, number>>;
  /** Columns that are not used, as the file calls them. */
  readonly ignored: readonly string[];
}

/** The expected header. */
export const TRACE_HEADER = "time,voltage,spikes";

interface Role {
  readonly names: readonly string[];
  /** Its unit in this project; the first is how it is written. */
  readonly units: readonly string[];
  readonly advice: string;
}

/** A small i is an index. */
const CURRENTS = [
  "I",
  "i_inj",
  "iinj",
  "current",
  "injected_current",
  "stimulus",
  "stim",
  "i_stim",
];

const ROLES: Readonly<Record<SweepColumn, Role>> = {
  time: {
    names: ["t", "time", "times"],
    units: ["ms", "msec", "millisecond", "milliseconds"],
    advice: "the time of each sample, in ms",
  },
  voltage: {
    names: [
      "v",
      "vm",
      "v_m",
      "voltage",
      "potential",
      "vmem",
      "v_mem",
      "membrane_voltage",
      "membrane_potential",
    ],
    units: ["mV", "millivolt", "millivolts"],
    advice: "the voltage in mV",
  },
  spikes: {
    names: ["spike", "spikes", "spk", "spks", "is_spike", "events", "event", "ap", "aps"],
    units: ["0/1", "1", "bool"],
    advice: "1 at each sample where the neuron spiked, 0 at all others",
  },
  current: {
    names: CURRENTS,
    units: ["pA", "picoampere", "picoamperes"],
    advice: "the injected current in pA",
  },
};
/** The names of a column that says to which sweep a sample belongs. */
const SWEEPS = ["sweep", "sweeps", "sweep_number", "trial", "trials", "episode"];
const SPIKE_TIMES = ["spike_time", "spike_times", "spiketimes", "spiketime", "t_spike", "t_spikes"];
/** A name with its unit: `time (ms)`, `V [mV]`, `t/ms`. */
const WITH_UNIT = /^(.*?)\s*(?:\(([^()]*)\)|\[([^[\]]*)\]|\/\s*([a-zµμ]+))$/i;
/** A unit after an underscore, `time_ms`: only those that are units of something here. */
const WITH_SUFFIX = /^(.+?)_(ms|msec|s|sec|us|mv|v|uv|pa|na)$/i;

/** Refuses the header. */
function refuse(wish: string, state: string): never {
  throw new SyntaxError(`Cannot read recording as ${wish}: ${state}`);
}

function plain(name: string): string {
  return name.trim() === "I" ? "I" : name.trim().toLowerCase().replaceAll(/[\s.-]+/g, "_");
}

/** A name in its plain form and its unit, if the header has one. */
function nameAndUnit(cell: string): { name: string; unit?: string } {
  const whole = plain(cell);
  const known = Object.values(ROLES).flatMap(({ names }) => names);
  if (known.includes(whole)) return { name: whole };
  const [, name, ...units] = WITH_UNIT.exec(cell.trim()) ?? WITH_SUFFIX.exec(cell.trim()) ?? [];
  const unit = units.find((text) => text !== undefined)?.trim();
  return unit ? { name: plain(name), unit } : { name: whole };
}

function checkUnit(column: SweepColumn, cell: string, unit: string): void {
  const { units } = ROLES[column];
  if (units.some((known) => known.toLowerCase() === unit.toLowerCase())) return;
  const [ours] = units;
  refuse(
    `${column} must be in ${ours}`,
    `its column is "${cell}"; convert it, and call it "${column}${
      column === "spikes" ? "" : ` (${ours})`
    }"`,
  );
}

/** A header with what is known of it. */
function headerOf(header: readonly string[], line: number) {
  const cells = header.map(nameAndUnit);
  const written = header.map((cell) => `"${cell}"`).join(", ");
  if (header.every((cell) => cell.trim() !== "" && Number.isFinite(Number(cell)))) {
    refuse(
      "it must begin with the names of its columns",
      `line ${line} is numbers, ${written}; put "${TRACE_HEADER}", in their order, above it`,
    );
  }
  /** The places of the columns with one of these names. */
  const placesOf = (names: readonly string[]) =>
    cells.flatMap(({ name }, j) => names.includes(name) ? [j] : []);
  const only = (what: string, found: readonly number[]) => {
    if (found.length < 2) return;
    refuse(
      `it must have one column of ${what}`,
      `it has ${found.map((j) => `"${header[j]}"`).join(" and ")}; remove all but one`,
    );
  };
  /** The one place of a column that must be there. */
  const placeOf = (column: SweepColumn): number => {
    const { names, advice } = ROLES[column];
    const found = placesOf(names);
    only(column, found);
    if (found.length === 0) {
      const times = cells.findIndex(({ name }) => SPIKE_TIMES.includes(name));
      const state = column === "spikes" && times >= 0
        ? `"${header[times]}" holds times; mark the samples instead`
        : `the columns on line ${line} are ${written}`;
      refuse(`it must have a column "${column}", ${advice}`, state);
    }
    const [place] = found;
    const { unit } = cells[place];
    if (unit !== undefined) checkUnit(column, header[place], unit);
    return place;
  };
  return {
    placesOf,
    only,
    placeOf,
    unused: (used: readonly number[]) =>
      header.flatMap((cell, j) =>
        used.includes(j) ? [] : [cell.trim() === "" ? `column ${j + 1}` : `"${cell}"`]
      ),
  };
}

/**
 * Finds the columns of a recording in a header.
 *
 * @param header Its cells, in which order ever.
 * @param line Where it stands in the file.
 * @param current What the network takes the current to be, for the error about one that is given.
 * @throws {SyntaxError} If a column is missing, there twice or in another unit; if there is no
 * header; if there is a current.
 *
 * @example Usage
 * ```ts
 * import { traceColumns } from "./trace_columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { places, ignored } = traceColumns(["", "V (mV)", "spk", "t"], 1, "white");
 * assertEquals(places, { time: 3, voltage: 1, spikes: 2 });
 * assertEquals(ignored, ["column 1"]);
 * ```
 */
export function traceColumns(
  header: readonly string[],
  line: number,
  current: string,
): TraceColumns {
  const { placesOf, placeOf, unused } = headerOf(header, line);
  const [injected] = placesOf(CURRENTS);
  if (injected !== undefined) {
    refuse(
      `the network assumes a ${current}, and no other can be given`,
      `it has the column "${
        header[injected]
      }"; remove it if that is such a current, otherwise the ` +
        "answer would be wrong",
    );
  }
  const places = { time: placeOf("time"), voltage: placeOf("voltage"), spikes: placeOf("spikes") };
  return { places, ignored: unused(Object.values(places)) };
}

/** The columns of sweeps under known currents, and that of the sweep, if there is one. */
export interface SweepColumns extends TraceColumns<SweepColumn> {
  /** Its place in a line. */
  readonly sweep?: number;
}

/**
 * Finds the columns of sweeps under known currents in a header.
 *
 * @throws {SyntaxError} If a column is missing, there twice or in another unit; if there is no
 * header.
 *
 * @example Usage
 * ```ts
 * import { sweepColumns } from "./trace_columns.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { places, sweep } = sweepColumns(["trial", "t", "V", "spikes", "I (pA)"], 1);
 * assertEquals([places.current, sweep], [4, 0]);
 * ```
 */
export function sweepColumns(header: readonly string[], line: number): SweepColumns {
  const { placesOf, only, placeOf, unused } = headerOf(header, line);
  const places = {
    time: placeOf("time"),
    voltage: placeOf("voltage"),
    spikes: placeOf("spikes"),
    current: placeOf("current"),
  };
  const found = placesOf(SWEEPS);
  only("sweep", found);
  const used = [...Object.values(places), ...found];
  return { places, ignored: unused(used), ...(found.length > 0 && { sweep: found[0] }) };
}
