/**
 * Showing things in a notebook cell.
 *
 * A display that is awaited is part of the cell, always and in order; the value of a cell's last
 * expression may arrive after the cell is over and be lost.
 *
 * @module
 */

/** One thing to show, in each of the media types that can show it; images are in base64. */
export type MediaBundle = Readonly<Record<string, string>>;

/** Whether this is a notebook: elsewhere the getter of `Deno.jupyter` throws. */
export function inJupyter(): boolean {
  try {
    return typeof Deno.jupyter.display === "function";
  } catch {
    return false;
  }
}

/** Shows something under the cell; outside a notebook it does nothing. */
export async function display(bundle: MediaBundle): Promise<void> {
  if (inJupyter()) await Deno.jupyter.display(bundle, { raw: true });
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
