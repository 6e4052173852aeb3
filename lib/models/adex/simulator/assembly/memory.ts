// Where everything lies in the module's memory behind the tables of random numbers, in bytes. The host
// fills constants, coefficients and currents.

/** V_peak, obs_noise_std, and what is kept and fresh of the noise current, f64. */
export const CONFIG: usize = 10320;
/** The constants of the exponential function, f64: read, as a literal vector is made anew at each use. */
export const LARGEST: usize = 10352;
export const LOG2E: usize = 10360;
export const ROUNDING: usize = 10368;
export const LN2: usize = 10376;
/** 1, 1/2, 1/6, 1/24, 1/120, 1/720, 1/5040. */
export const FACTORIALS: usize = 10384;
/** 1023, i64. */
export const BIAS: usize = 10440;
/** Twelve coefficients in the order of COEFFICIENTS, each for four rows, f64. */
export const NEURONS: usize = 10448;
/** Buffered random numbers, [4, numbers] u32; what follows depends on the number of samples. */
export const BITS: usize = 10832;
