import type { Action, ResourceChange, StackReview } from '../types';

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
