/**
 * A study: a recipe with its parts made. From nothing to a trained posterior in three calls:
 * {@linkcode pilotOf}, {@linkcode studyOf}, {@linkcode trainStudy}; or from a checkpoint in one,
 * {@linkcode restoreStudy}.
 *
 * @module
 */
import { type Adapter, adapter, fillRows } from "../model/adapter.ts";
import type { Checkpoint, Pilot, RunningCheckpoint } from "./checkpoint.ts";
import { checkRecipe } from "./checkpoint_recipe.ts";
import { momentsOf } from "../model/coordinates.ts";
import { drawPrior, simulatePieces } from "../model/dataset.ts";
import type { JointModel } from "../model/simulator.ts";
import type { Batch } from "../model/batch.ts";
import { amortizedPosterior } from "../posterior/amortized_posterior.ts";
import { type Npe, npe } from "../flows/npe.ts";
import type { RowSource } from "../training/pool.ts";
import type { TrainingRun } from "../training/train.ts";
import { trainInWorkers } from "../training/train_in_workers.ts";
import type { Trainee } from "../training/trainee.ts";
import { layoutOf, writeWeights } from "../training/weights.ts";
import type { AmortizedPosterior } from "../posterior/posterior.ts";
import { lifPrior } from "../models/lif/prior/lif.ts";
import { fold, type Key, key } from "../core/random.ts";
import type { KnownStimulus } from "../models/lif/likelihood/lif_likelihood.ts";
import { lifProblem } from "../models/lif/likelihood/lif_problem.ts";
import { refine, type Refinement } from "../posterior/refine.ts";
import type { Recipe } from "./recipe.ts";
import { fitStandardisationTo } from "../model/standardisation.ts";
import { lif, type LifFields, type LifParameter } from "../models/lif/simulator/lif.ts";
import type { Simulator } from "../model/simulator.ts";

/** The parts of a recipe, made. Disposing it disposes the weights. */
export interface Study extends Disposable {
  readonly recipe: Recipe;
  readonly pilot: Pilot;
  readonly model: JointModel<LifParameter, LifFields>;
  readonly adapter: Adapter<LifParameter, LifFields>;
  readonly network: Npe;
  /** q(theta | x), as good as the network is trained. */
  readonly posterior: AmortizedPosterior<LifParameter, LifFields>;
  /**
   * Exact draws for one recording, from those of the posterior.
   *
   * @param known The current that was injected, where it is known. The network never saw it, so that
   * its draws may be worth little; the exact ones are of this current.
   * @throws {RangeError} If the recipe does not learn in the prior's coordinates, or the experiment
   * has no exact likelihood.
   */
  refine(
    key: Key,
    observation: Batch<LifFields>,
    count: number,
    known?: KnownStimulus,
  ): Promise<Refinement<LifParameter>>;
  /**
   * The neuron of this study under a known current: what replicates of a recording must be simulated
   * with where {@linkcode refine} was told that current.
   *
   * @param stimulus In pA, one value a sample.
   * @throws {RangeError} If it has another length, or a value is not finite.
   */
  simulatorUnder(stimulus: Float64Array): Simulator<LifParameter, LifFields>;
}

/** Simulations that set the standard units. */
const PILOT = 10_000;

function jointModel({ configuration: { sim, prior } }: Recipe) {
  return { prior: lifPrior(prior), simulator: lif(sim) };
}

/** Learns standard units from simulations of its own, in memory that doesn't grow with their length. */
export function pilotOf(recipe: Recipe): Pilot {
  const { configuration } = recipe;
  const model = jointModel(recipe);
  const own = fold(key(configuration.train.seed), "pilot");
  function* observations() {
    for (const piece of simulatePieces(own, model, { from: 0, to: PILOT })) {
      yield piece.observations;
    }
  }
  return {
    moments: momentsOf(drawPrior(own, model.prior, { to: PILOT }).theta),
    standardisation: fitStandardisationTo(recipe.variables(configuration), PILOT, observations),
  };
}

/** Makes the parts of a recipe, the networks untrained. A backend must have been started. */
export function studyOf(recipe: Recipe, pilot: Pilot): Study {
  const { sim, train: { seed } } = recipe.configuration;
  const model = jointModel(recipe);
  const adapted = adapter(
    recipe.coordinates(model.prior, pilot.moments, recipe.configuration),
    recipe.variables(recipe.configuration),
    pilot.standardisation,
    model.simulator.fields,
  );
  const network = npe(
    fold(key(seed), "weights"),
    { dim: model.prior.names.length, summaryShape: adapted.summaryShape },
    recipe.architecture,
  );
  const posterior = amortizedPosterior(network, adapted);
  return {
    recipe,
    pilot,
    model,
    adapter: adapted,
    network,
    posterior,
    simulatorUnder: (stimulus) => lif(sim, stimulus),
    async refine(key, observation, count, known) {
      if (!adapted.coordinates.toWhitened) {
        throw new RangeError(
          `Cannot refine posterior as its recipe must learn in the prior's coordinates: ${recipe.name} does not`,
        );
      }
      return await refine(
        key,
        (key, count) => posterior.propose(key, observation, count),
        lifProblem(model.prior, sim, observation, known),
        count,
      );
    },
    [Symbol.dispose]: () => network[Symbol.dispose](),
  };
}

/** Rows of the joint law in standard units. */
function jointRows(
  key: Key,
  { model, adapter }: Pick<Study, "model" | "adapter">,
): RowSource {
  return { fill: (range, into, at) => fillRows(key, model, adapter, range, into, at) };
}

/** A study as something to be trained. */
export function traineeOf(study: Study): Trainee {
  const { recipe: { configuration: { train } }, network } = study;
  const root = key(train.seed);
  return {
    key: fold(root, "batches"),
    model: network,
    config: train,
    training: jointRows(fold(root, "training"), study),
    validation: jointRows(fold(root, "validation"), study),
  };
}

/** What a worker makes a study's copy from: a recipe by name, and what was learned before. */
export type StudyArgument = Pick<Checkpoint, "recipe" | "configuration" | "pilot">;

/** Where to go on, whom to tell, and how many threads to use. */
export interface TrainStudyOptions extends TrainingRun {
  /**
   * Threads that train, of no influence on the result: as many as there are cores, at most 4, if not
   * given. With 1, the recipe need not be one by name.
   */
  readonly workers?: number | undefined;
}

/**
 * Simulates and trains; yields a checkpoint after each epoch, and leaves the best weights in the
 * study's network.
 */
export async function* trainStudy(
  study: Study,
  options: TrainStudyOptions = {},
): AsyncGenerator<RunningCheckpoint> {
  const { recipe: { name, configuration }, pilot, network } = study;
  const made = { recipe: name, configuration, pilot } satisfies StudyArgument;
  const module = { url: new URL("./study_trainee.ts", import.meta.url).href, argument: made };
  for await (const state of trainInWorkers(traineeOf(study), module, options)) {
    yield {
      ...made,
      history: state.history,
      layout: layoutOf(network.variables),
      weights: state.best,
      state,
    };
  }
}

/** Refuses weights that are not those of the study's networks. */
function checkLayout({ network }: Study, { recipe, layout }: Checkpoint): void {
  const wanted = layoutOf(network.variables);
  const unlike = wanted.findIndex(({ path, shape }, i) =>
    layout[i]?.path !== path || `${layout[i].shape}` !== `${shape}`
  );
  if (unlike < 0 && wanted.length === layout.length) return;
  const say = (entry?: { path: string; shape: readonly number[] }) =>
    entry ? `${entry.path} [${entry.shape}]` : "nothing";
  const at = Math.max(0, unlike);
  throw new SyntaxError(
    `Cannot restore checkpoint of recipe ${recipe} as its weights must begin with ` +
      `${say(wanted[at])}: found ${say(layout[at])}`,
  );
}

/**
 * The study that a checkpoint was made from, with its weights.
 *
 * @param recipe With the checkpoint's configuration.
 * @throws {SyntaxError} If it is of another recipe or other numbers, or its weights do not fit the
 * recipe's networks.
 * @throws {RangeError} If its units or weights are not as many numbers as the recipe has.
 */
export function restoreStudy(recipe: Recipe, checkpoint: Checkpoint): Study {
  checkRecipe(recipe, checkpoint);
  const study = studyOf(recipe, checkpoint.pilot);
  try {
    checkLayout(study, checkpoint);
    writeWeights(study.network.variables, checkpoint.weights);
    return study;
  } catch (error) {
    study[Symbol.dispose]();
    throw error;
  }
}
