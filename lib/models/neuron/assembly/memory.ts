// Where the tables and the state of random.ts lie in a module's memory, in bytes. The host fills the
// tables: `startRows` of ../simulated_rows.ts.

/** Rows that are simulated side by side. */
export const LANES: i32 = 4;

/** 512 layers of the ziggurat, negative first: acceptance bound (u32), padding, signed width (f64). */
export const LAYERS: usize = 0;
/** 256 heights of the density at the layers' edges, f64. */
export const HEIGHT: usize = 8192;
/** Four lanes of sfc32: a, b, c, counter, each i32x4. */
export const STATE: usize = 10240;
/** 1 and 511, u32, which are read, as a literal vector is made anew at each use. */
export const ONE: usize = 10304;
export const MASK: usize = 10308;
// From 10320 on memory is free for what is simulated.
