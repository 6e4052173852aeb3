/**
 * Showing things in a notebook cell.
 *
 * A display that is awaited is part of the cell, always and in order; the value of a cell's last
 * expression may arrive after the cell is over and be lost.
 *
 * @module
 */
import { JUPYTER_DISPLAY, type MediaBundle, type Showable } from "../../core/display.ts";

/** Whether this is a notebook: elsewhere the getter of `Deno.jupyter` throws. */
export function inJupyter(): boolean {
  try {
    return typeof Deno.jupyter.display === "function";
  } catch {
    return false;
  }
}

/** A message that shows a value: its media, and the size of its image. */
export async function displayData(value: Showable) {
  const { width, height } = value;
  const data = await value[JUPYTER_DISPLAY]();
  const size = width !== undefined && height !== undefined && { width, height };
  const metadata = size && "image/png" in data ? { "image/png": size } : {};
  return { data, metadata, transient: {} };
}

/**
 * Shows values under the cell, one below the other; outside a notebook it does nothing.
 *
 * @example Usage
 * ```ts
 * import { show } from "./jupyter.ts";
 * import { table } from "../../tables/table.ts";
 *
 * await show(table(["parameter", "mean"], [["tau_m (ms)", 10.25]]));
 * ```
 */
export async function show(...values: readonly Showable[]): Promise<void> {
  if (!inJupyter()) return;
  for (const value of values) {
    // Not Deno.jupyter.display, which has no room for the size of an image.
    await Deno.jupyter.broadcast("display_data", await displayData(value));
  }
}

/** A place under the cell, to be filled again and again, each time awaiting the last. */
export function displaySlot(id: string): (bundle: MediaBundle) => Promise<void> {
  let shown = false;
  return async (bundle) => {
    const update = shown;
    shown = true;
    await Deno.jupyter.display(bundle, { raw: true, display_id: id, update });
  };
}
