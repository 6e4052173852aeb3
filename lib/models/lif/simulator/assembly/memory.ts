// Where everything lies in the module's memory behind the tables of random numbers, in bytes. The host
// fills the constants and theta.

/** I_mean, I_std, obs_noise_std, v_clip, dt, and 1, f64: this is read for the reason that ONE is. */
export const CONFIG: usize = 10320;
/** Six parameters in their usual order, each for four rows, f64. */
export const THETA: usize = 10368;
/** Buffered random numbers, [4, numbers] u32; what follows depends on the number of steps. */
export const BITS: usize = 10560;
