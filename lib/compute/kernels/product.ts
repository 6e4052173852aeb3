/**
 * Products of row-major matrices.
 *
 * @module
 */
import type { Address, Heap } from "./heap.ts";

/** C = A B, or C + A B, with A [m, k], B [k, n] and C [m, n]. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Address;
  /** Whether A lies there transposed, [k, m]; if not given, it doesn't. */
  readonly transposeA?: boolean;
  readonly b: Address;
  /** Whether B lies there transposed, [n, k]; if not given, it doesn't. */
  readonly transposeB?: boolean;
  readonly c: Address;
  /** Whether C is added to; if not given, it is written over. */
  readonly add?: boolean;
  /** [n], added to each row; none if not given. */
  readonly bias?: Address;
  /** Room for {@linkcode productRoom} numbers. */
  readonly work: Address;
}

/** The numbers that a product with n columns needs to work. */
export function productRoom(n: number): number {
  return 8 + 256 * (6 + 8 * Math.ceil(n / 8));
}

/** Computes a product. */
export function multiply(
  { kernels }: Heap,
  { m, n, k, a, transposeA = false, b, transposeB = false, c, add = false, bias = 0, work }:
    Product,
): void {
  kernels.gemm({
    transposeA,
    transposeB,
    m,
    n,
    k,
    a,
    lda: transposeA ? m : k,
    b,
    ldb: transposeB ? k : n,
    c,
    ldc: n,
    add,
    bias,
    work,
  });
}
