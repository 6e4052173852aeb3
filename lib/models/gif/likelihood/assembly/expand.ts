// One expansion of ../gif_expansion.ts over a recording, the derivatives two at a time.

declare function exp(x: f64): f64;
declare function log(x: f64): f64;

// The host writes theta [12] at 0, and behind it the constants of the walk.
const THETA: usize = 0;
const REST: usize = 2;
const RESET: usize = 3;
const B_FAST: usize = 4;
const B_SLOW: usize = 5;
const TAU_B: usize = 6;
const THRESHOLD: usize = 7;
const SOFTNESS: usize = 8;
const C_FAST: usize = 9;
const C_SLOW: usize = 10;
const TAU_C: usize = 11;
const CAPACITANCE: usize = 0;
const LEAK: usize = 1;
const DIM: usize = 12;
const VOLTAGE_DIM: usize = 7;

/** Derivatives of the voltage [8], of minus the slow error [8], what is added to the first [8]. */
const DV: usize = 256;
const EARLIER: usize = 320;
const ADDED: usize = 384;
/** Derivatives of a fresh error, or of the distance from the threshold [12]. */
const DX: usize = 448;

/** A sample that tells less of the distance from the threshold than this is passed over. */
const NEGLIGIBLE: f64 = 1e-12;
/** An exponent beyond which no step survives. */
const LARGEST: f64 = 600;
/** Below this, 1 − e^{−μ} is μ (1 − μ / 2) to all digits. */
const SMALL: f64 = 1e-8;

function at(base: usize, index: usize): f64 {
  return load<f64>(base + 8 * index);
}

function put(base: usize, index: usize, value: f64): void {
  store<f64>(base + 8 * index, value);
}

/** e^x − 1, by its series where the difference would lose digits. */
function expm1(x: f64): f64 {
  if (Math.abs(x) > 1e-3) return exp(x) - 1;
  return x * (1 + 0.5 * x * (1 + x / 3 * (1 + 0.25 * x * (1 + 0.2 * x))));
}

/** Adds score · d to the gradient; the entries behind `size` are 0 in d. */
function addSlope(out: usize, size: usize, score: f64): void {
  const gradient = out + 8, scores = f64x2.splat(score);
  for (let j: usize = 0; j < 8 * size; j += 16) {
    const sum = f64x2.add(v128.load(gradient + j), f64x2.mul(scores, v128.load(DX + j)));
    v128.store(gradient + j, sum);
  }
}

/**
 * Adds weight · d dᵀ to the first `size` rows of the lower triangle.
 * Of a pair of columns that the diagonal divides, the upper one is written, too.
 */
function addOuter(out: usize, size: usize, weight: f64): void {
  let row = out + 8 + 8 * DIM;
  for (let i: usize = 0; i < size; i++) {
    const d = at(DX, i);
    const scaled = f64x2.splat(weight * d);
    const end: usize = (i >> 1) << 4;
    for (let j: usize = 0; j <= end; j += 16) {
      v128.store(row + j, f64x2.add(v128.load(row + j), f64x2.mul(scaled, v128.load(DX + j))));
    }
    row += 8 * DIM;
  }
}

/**
 * Expands the log likelihood of `steps` samples about the theta at 0; at `out` it leaves the value
 * less `logScale`, the gradient [12] and, if `curved` is not 0, the lower triangle of the information
 * [12, 12].
 */
export function expand(
  steps: i32,
  refractory: i32,
  curved: i32,
  logStep: f64,
  keep: f64,
  keepByC: f64,
  keepByLeak: f64,
  keepWFast: f64,
  keepWSlow: f64,
  meanFast: f64,
  meanSlow: f64,
  meanByTau: f64,
  growB: f64,
  keepFast: f64,
  keepSlow: f64,
  growC: f64,
  voltage: usize,
  spikes: usize,
  current: usize,
  kept: usize,
  precision: usize,
  gains: usize,
  out: usize,
): void {
  memory.fill(out, 0, 8 * (1 + DIM + DIM * DIM));
  memory.fill(DV, 0, DX + 8 * DIM - DV);
  put(DV, REST, 1);
  const leak = at(THETA, LEAK), rest = at(THETA, REST), threshold = at(THETA, THRESHOLD);
  const bFast = at(THETA, B_FAST) * meanFast, bSlow = at(THETA, B_SLOW) * meanSlow;
  const slowByTau = at(THETA, B_SLOW) * meanByTau;
  const cFast = at(THETA, C_FAST), cSlow = at(THETA, C_SLOW);
  const softness = 1 / at(THETA, SOFTNESS);
  const gain = (1 - keep) / leak;
  const keeps = f64x2.splat(keep), softnesses = f64x2.splat(softness);
  let v = rest;
  let wFast: f64 = 0, wSlow: f64 = 0, wByTau: f64 = 0;
  let fast: f64 = 0, slow: f64 = 0, thetaByTau: f64 = 0;
  let slowError: f64 = 0, value: f64 = 0;
  let free = 0;
  for (let k = 0; k < steps; k++) {
    const k4: usize = <usize> (4 * k), k8: usize = <usize> (8 * k);
    if (k >= free) {
      const x = (v - threshold - cFast * fast - cSlow * slow) * softness;
      const logMean = min<f64>(LARGEST, logStep + x);
      const mean = exp(logMean);
      let score = -mean, curvature = mean;
      if (load<f32>(spikes + k4) > 0) {
        if (mean < SMALL) {
          value += logMean - 0.5 * mean;
          score = 1 - 0.5 * mean;
        } else {
          value += log(-expm1(-mean));
          score = mean / expm1(mean);
        }
        curvature = score * (score * exp(mean) - 1);
        if (!(curvature >= 0)) curvature = 0;
        free = k + refractory;
      } else value -= mean;
      if (Math.abs(score) > NEGLIGIBLE) {
        for (let j: usize = 0; j < 64; j += 16) {
          v128.store(DX + j, f64x2.mul(softnesses, v128.load(DV + j)));
        }
        put(DX, THRESHOLD, -softness);
        put(DX, SOFTNESS, -x * softness);
        put(DX, C_FAST, -fast * softness);
        put(DX, C_SLOW, -slow * softness);
        put(DX, TAU_C, -cSlow * thetaByTau * softness);
        addSlope(out, DIM, score);
        if (curved) addOuter(out, DIM, curvature);
      }
    }
    const weight = load<f64>(precision + k8);
    if (weight > 0) {
      const share = load<f64>(kept + k8), shares = f64x2.splat(share);
      const gained = load<f64>(gains + k8), gainedOnes = f64x2.splat(gained);
      const predicted = share * slowError;
      const fresh = <f64> load<f32>(voltage + k4) - v - predicted;
      value -= 0.5 * weight * fresh * fresh;
      for (let j: usize = 0; j < 64; j += 16) {
        const before = f64x2.mul(shares, v128.load(EARLIER + j));
        const here = f64x2.sub(v128.load(DV + j), before);
        v128.store(DX + j, here);
        v128.store(EARLIER + j, f64x2.add(before, f64x2.mul(gainedOnes, here)));
      }
      addSlope(out, VOLTAGE_DIM, weight * fresh);
      if (curved) addOuter(out, VOLTAGE_DIM, weight);
      slowError = predicted + gained * fresh;
    }
    const drive = <f64> load<f32>(current + k4) - bFast * wFast - bSlow * wSlow;
    const steady = rest + drive / leak;
    put(ADDED, CAPACITANCE, keepByC * (v - steady));
    put(ADDED, LEAK, keepByLeak * (v - steady) - gain * drive / leak);
    put(ADDED, REST, 1 - keep);
    put(ADDED, B_FAST, -gain * meanFast * wFast);
    put(ADDED, B_SLOW, -gain * meanSlow * wSlow);
    put(ADDED, TAU_B, -gain * (slowByTau * wSlow + bSlow * wByTau));
    for (let j: usize = 0; j < 64; j += 16) {
      const before = f64x2.mul(keeps, v128.load(DV + j));
      v128.store(DV + j, f64x2.add(before, v128.load(ADDED + j)));
    }
    v = steady + keep * (v - steady);
    wFast *= keepWFast;
    wByTau = keepWSlow * (wByTau + growB * wSlow);
    wSlow *= keepWSlow;
    fast *= keepFast;
    thetaByTau = keepSlow * (thetaByTau + growC * slow);
    slow *= keepSlow;
    if (k + 1 == free) {
      v = at(THETA, RESET);
      memory.fill(DV, 0, 64);
      put(DV, RESET, 1);
      wFast += 1;
      wSlow += 1;
      fast += 1;
      slow += 1;
    }
  }
  store<f64>(out, value);
}
