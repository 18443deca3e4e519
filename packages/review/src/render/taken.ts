import type { Action, Finding, ResourceChange, StackReview } from '../types';

/** Actions that take the resource as it is away, at once or maybe. */
export const TAKING_ACTIONS = ['remove', 'replace', 'may replace', 'orphan'] as const satisfies readonly Action[];

/** Whether the change takes the resource as it is away. */
export function isTaken({ action }: Pick<ResourceChange, 'action'>): boolean {
  return (TAKING_ACTIONS as readonly Action[]).includes(action);
}

/** Every removal and replacement of the stacks, with its stack. */
export function takenOf(stacks: readonly StackReview[]): { readonly stack: StackReview; readonly change: ResourceChange }[] {
  return stacks.flatMap((stack) => stack.resources.filter(isTaken).map((change) => ({ stack, change })));
}

/** Finds the change of the resource that a finding is about. */
export function changesByPlace(stacks: readonly StackReview[]): (finding: Finding) => ResourceChange | undefined {
  const changes = new Map(stacks.map(({ stackId, resources }) => [stackId, new Map(resources.map((change) => [change.logicalId, change]))]));
  return ({ stackId, logicalId }) => (logicalId === undefined ? undefined : changes.get(stackId)?.get(logicalId));
}
