import type * as Simulator from '@cloud-copilot/iam-simulate';
import type { EvaluableStatement } from './evaluable-statement';
import { type Probe, probesOf } from './probes';

const ACCOUNT = '000000000000';
const ALLOW_ALL: EvaluableStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'], Condition: {} };

/**
 * Whether everything that a statement allows (or denies) is allowed (or denied) by others, found by evaluating requests at its edges;
 * undefined when no request could be made that the statement itself decides, or the evaluator refuses what a condition says.
 */
export function isDecidedBy(others: readonly EvaluableStatement[], statement: EvaluableStatement): boolean | undefined {
  const decides = DECIDES[statement.Effect];
  try {
    const probes = probesOf(statement, others).filter((probe) => decides([statement], probe));
    return probes.length === 0 ? undefined : probes.every((probe) => decides(others, probe));
  } catch {
    // a number or an address that is none: whoever asks takes the careful answer then
    return undefined;
  }
}

/** Whether statements allow, or deny, a request; of a denial the allowances beside it do not matter. */
const DECIDES: Readonly<Record<EvaluableStatement['Effect'], (statements: readonly EvaluableStatement[], probe: Probe) => boolean>> = {
  Allow: (statements, probe) => evaluate(statements, probe) === 'Allowed',
  Deny: (statements, probe) => evaluate([ALLOW_ALL, ...statements.filter(({ Effect }) => Effect === 'Deny')], probe) === 'ExplicitlyDenied',
};

function evaluate(statements: readonly EvaluableStatement[], { action, resource, context }: Probe): Simulator.EvaluationResult {
  const { runUnsafeSimulation } = simulator();
  return runUnsafeSimulation(
    {
      identityPolicies: [{ name: 'policy', policy: { Version: '2012-10-17', Statement: statements } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: { principal: `arn:aws:iam::${ACCOUNT}:role/reviewed`, action, resource: { resource, accountId: ACCOUNT }, contextVariables: context as Record<string, string | string[]> },
    },
    {},
  );
}

/** The evaluator, loaded by the first change of a policy: most reviews have none. */
function simulator(): typeof Simulator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import loads it in every run, a dynamic one would make the review asynchronous
  return require('@cloud-copilot/iam-simulate') as typeof Simulator;
}
