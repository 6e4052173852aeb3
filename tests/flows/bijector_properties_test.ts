import * as tf from "@tensorflow/tfjs";
import { startBackend } from "../../lib/compute/backend.ts";
import { actNorm } from "../../lib/flows/act_norm.ts";
import { affineFamily } from "../../lib/flows/affine_family.ts";
import type { Bijector, ScalarFamily } from "../../lib/flows/bijector.ts";
import { chain } from "../../lib/flows/chain.ts";
import { conditionalAffine } from "../../lib/flows/conditional_affine.ts";
import { coupling } from "../../lib/flows/coupling.ts";
import { permute } from "../../lib/flows/permute.ts";
import { rationalQuadraticSpline } from "../../lib/flows/rational_quadratic_spline.ts";
import { mlp } from "../../lib/networks/mlp.ts";
import { fold, key } from "../../lib/core/random.ts";
import { type Scope, scope } from "../../lib/compute/scope.ts";
import {
  assertInverts,
  assertLogDetByAutodiff,
  assertLogDetByDifferences,
  invert,
} from "../bijector_properties.ts";
import { assertEveryWeightLearns, assertNoLeak, normalTensor, perturb } from "../support.ts";

await startBackend();

const CONTEXT = 3;
const spline = rationalQuadraticSpline({ bins: 5, bound: 4 });

function couplingOf(scope: Scope, dim: number, held: number, family: ScalarFamily): Bijector {
  const inputs = held + CONTEXT, outputs = (dim - held) * family.parametersPerDim;
  const conditioner = mlp(scope, { inputs, outputs, widths: [8], zero: true });
  return coupling({ dim, held, family, conditioner });
}

const affineOf = (scope: Scope, dim: number): Bijector =>
  conditionalAffine(scope, { dim, contextDim: CONTEXT });

function deep(scope: Scope, dim: number, family: ScalarFamily): Bijector {
  const held = dim >> 1;
  return chain([0, 1, 2, 3].flatMap((i) => [
    couplingOf(scope.child(i), dim, held, family),
    permute(Array.from({ length: dim }, (_, j) => (j + held) % dim)),
  ]));
}

const TABLE: Readonly<Record<string, (scope: Scope) => Bijector>> = {
  "permute()": () => permute([2, 0, 3, 1]),
  "actNorm()": (s) => actNorm(s, 4),
  "conditionalAffine()": (s) => affineOf(s, 5),
  "conditionalAffine() of one coordinate": (s) => affineOf(s, 1),
  "conditionalAffine() of twelve coordinates": (s) => affineOf(s, 12),
  "coupling() of affine maps": (s) => couplingOf(s, 5, 2, affineFamily()),
  "coupling() of splines": (s) => couplingOf(s, 5, 2, spline),
  "coupling() of splines with nothing held": (s) => couplingOf(s, 2, 0, spline),
  "coupling() of splines with one moved": (s) => couplingOf(s, 4, 3, spline),
  "chain() of affine couplings": (s) => deep(s, 6, affineFamily()),
  "chain() of spline couplings": (s) => deep(s, 6, spline),
  "invert() of an affine coupling": (s) => invert(couplingOf(s, 4, 2, affineFamily())),
  "invert() of a spline coupling": (s) => invert(couplingOf(s, 4, 2, spline)),
};

const CASES = Object.entries(TABLE).flatMap(([title, make]) => [
  { name: title, title, make, kernels: "on" as const },
  { name: `${title} without own kernels`, title, make, kernels: "off" as const },
]);

for (const { name, title, make, kernels } of CASES) {
  const root = fold(key(7), title);
  const prepare = async (count: number) => {
    await startBackend("wasm", { kernels });
    const weights = scope(fold(root, "weights"));
    const bijector = make(weights);
    perturb(weights, fold(root, "perturbation"), 0.1); // from the identity to a mild curve
    const x = normalTensor(fold(root, "x"), [count, bijector.dim]);
    const context = normalTensor(fold(root, "context"), [count, CONTEXT]);
    return { weights, bijector, x, context };
  };

  Deno.test(`${name} has an inverse that undoes it`, async () => {
    const { weights, bijector, x, context } = await prepare(50);
    await assertInverts(bijector, x, context);
    await assertInverts(invert(bijector), x, context);
    tf.dispose([x, context]);
    weights[Symbol.dispose]();
  });

  Deno.test(`${name} has the log-determinant that automatic differentiation finds`, async () => {
    const { weights, bijector, x, context } = await prepare(10);
    await assertLogDetByAutodiff(bijector, x, context);
    tf.dispose([x, context]);
    weights[Symbol.dispose]();
  });

  Deno.test(`${name} has the log-determinant that central differences find`, async () => {
    const { weights, bijector, x, context } = await prepare(10);
    await assertLogDetByDifferences(bijector, x, context);
    tf.dispose([x, context]);
    weights[Symbol.dispose]();
  });

  Deno.test(`${name} leaves no tensor behind`, async () => {
    const { weights, bijector, x, context } = await prepare(3);
    assertNoLeak(() => tf.tidy(() => ({ ...bijector.forward(x, context) })));
    assertNoLeak(() => tf.tidy(() => ({ ...bijector.inverse(x, context) })));
    assertNoLeak(() =>
      tf.grad((x) => {
        const { value, logDet } = bijector.forward(x as tf.Tensor2D, context);
        return value.sum().add(logDet.sum());
      })(x)
    );
    tf.dispose([x, context]);
    weights[Symbol.dispose]();
  });

  Deno.test(`${name} gives every weight a gradient`, async () => {
    const { weights, bijector, x, context } = await prepare(20);
    if (weights.variables.size > 0) {
      await assertEveryWeightLearns(weights, () => {
        const { value, logDet } = bijector.forward(x, context);
        return value.square().sum<tf.Scalar>().sub(logDet.sum());
      });
    }
    tf.dispose([x, context]);
    weights[Symbol.dispose]();
  });
}
