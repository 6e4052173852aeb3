/**
 * Which model made a recording: candidates that are recorded alike, the classifier among them, and
 * the exact posteriors of those that have a likelihood.
 *
 * @module
 */
export { type CandidateName, candidates } from "./candidates.ts";
export { logOdds } from "./evidence.ts";
export { default as choiceKit, neuronChoice } from "./kit.ts";
export { leaky, leakyProblem } from "./leaky.ts";
export type { LeakyParameter } from "../gif/prior/gif.ts";
