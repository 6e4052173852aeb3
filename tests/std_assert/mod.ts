/**
 * The few assertions that the tests use, under the name and with the signatures of
 * `jsr:@std/assert`, on top of Node's assertions: so that the tests run where JSR can't be reached.
 *
 * @module
 */
import nodeAssert from "node:assert/strict";

type ErrorClass<E extends Error> = new (...args: never[]) => E;

/** Fails unless `condition` is truthy. */
export function assert(condition: unknown, message = "the condition is false"): asserts condition {
  nodeAssert.ok(condition, message);
}

/** Fails unless both are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepEqual(actual, expected, message);
}

/** Fails if both are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepEqual(actual, expected, message);
}

/** Fails unless |actual − expected| ≤ tolerance. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Math.abs(expected) * 1e-7 || 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const difference = Math.abs(actual - expected);
  nodeAssert.ok(
    difference <= tolerance,
    message ??
      `${actual} is not within ${tolerance} of ${expected}: the difference is ${difference}`,
  );
}

/** Fails unless `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `Expected ${JSON.stringify(actual)} to include ${JSON.stringify(expected)}`,
  );
}

/** Fails unless `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message);
}

function checkError<E extends Error>(error: unknown, type?: ErrorClass<E>, words?: string): E {
  if (type) nodeAssert.ok(error instanceof type, `Expected a ${type.name}, got ${error}`);
  if (words !== undefined) assertStringIncludes((error as Error).message, words);
  return error as E;
}

/** Fails unless `run` throws such an error; returns it. */
export function assertThrows<E extends Error = Error>(
  run: () => unknown,
  type?: ErrorClass<E>,
  words?: string,
): E {
  try {
    run();
  } catch (error) {
    return checkError(error, type, words);
  }
  throw new nodeAssert.AssertionError({ message: "Expected function to throw" });
}

/** Fails unless the promise is rejected with such an error; returns it. */
export async function assertRejects<E extends Error = Error>(
  run: () => PromiseLike<unknown>,
  type?: ErrorClass<E>,
  words?: string,
): Promise<E> {
  try {
    await run();
  } catch (error) {
    return checkError(error, type, words);
  }
  throw new nodeAssert.AssertionError({ message: "Expected function to reject" });
}
