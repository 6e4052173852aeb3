// Where everything lies in the module's memory, in bytes. The host fills the constants and theta.

/** Rows that are simulated side by side. */
export const LANES: i32 = 4;

/** 512 layers of the ziggurat, negative first: acceptance bound (u32), padding, signed width (f64). */
export const LAYERS: usize = 0;
/** 256 heights of the density at the layers' edges, f64. */
export const HEIGHT: usize = 8192;
/** Four lanes of sfc32: a, b, c, counter, each i32x4. */
export const STATE: usize = 10240;
/** I_mean, I_std, obs_noise_std, v_clip, dt, and 1, f64. */
export const CONFIG: usize = 10304;
/** 1 and 511, u32. These and the 1 above are read, as a literal vector is made anew at each use. */
export const ONE: usize = 10352;
export const MASK: usize = 10356;
/** Six parameters in their usual order, each for four rows, f64. */
export const THETA: usize = 10368;
/** Buffered random numbers, [4, numbers] u32; what follows depends on the number of steps. */
export const BITS: usize = 10560;
