// Where everything lies in the module's memory, in bytes. The host fills the constants and theta.

/** Rows that are simulated side by side. */
export const LANES: i32 = 4;

/** 512 layers of the ziggurat, negative first: acceptance bound (u32), padding, signed width (f64). */
export const LAYERS: usize = 0;
/** 256 heights of the density at the layers' edges, f64. */
export const HEIGHT: usize = 8192;
/** Four lanes of sfc32: a, b, c, counter, each i32x4. */
export const STATE: usize = 10240;
/** I_mean, I_std, obs_noise_std, v_clip, dt, f64. */
export const CONFIG: usize = 10304;
/** Six parameters in their usual order, each for four rows, f64. */
export const THETA: usize = 10368;
/** Four random numbers of each lane before they are sorted by lane, [4, 4] u32. */
export const MIXED: usize = 10560;
/** 511 in four lanes, which choose a layer; a constant would be made anew for each use. */
export const MASK: usize = 10624;
/** Buffered random numbers, [4, numbers] u32; what follows depends on the number of steps. */
export const BITS: usize = 10640;
