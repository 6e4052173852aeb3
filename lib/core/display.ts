/**
 * What shows itself in a notebook.
 *
 * @module
 */

/** The name under which a notebook's kernel looks for a value's own way of showing itself. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** One thing to show, in each of the media types that can show it; images are in base64. */
export type MediaBundle = Readonly<Record<string, string>>;

/** A value that shows itself, alone or as the value of a notebook cell. */
export interface Showable {
  /** The size of an image in px, if its pixels are smaller. */
  readonly width?: number;
  /** The height in px. */
  readonly height?: number;
  /** The value in each medium. */
  [JUPYTER_DISPLAY](): Promise<MediaBundle>;
}
