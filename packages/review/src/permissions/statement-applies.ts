import { conditionHolds } from './condition-holds';
import type { EvaluableStatement } from './evaluable-statement';
import { matchesGlob } from './glob';
import { matchesArn } from './arn-pattern';
import type { Probe } from './probes';

/**
 * Whether a statement speaks of a request, as the IAM reference of policy elements says.
 *
 * @throws RangeError when a condition has an operator that IAM does not have, or a number, date or address that is none
 */
export function statementApplies({ Action, NotAction, Resource, NotResource, Condition }: EvaluableStatement, { action, resource, context }: Probe): boolean {
  const isOf = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchesGlob(pattern.toLowerCase(), action.toLowerCase()));
  const isOn = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchesArn(pattern, resource));
  if (Action ? !isOf(Action) : isOf(NotAction ?? [])) return false;
  if (Resource ? !isOn(Resource) : isOn(NotResource ?? [])) return false;
  return Object.entries(Condition).every(([operator, keys]) => Object.entries(keys).every(([key, values]) => conditionHolds(operator, context[key], values)));
}
