import type { Action, Counts } from './types';

const NO_COUNTS: Counts = { add: 0, update: 0, replace: 0, 'may replace': 0, remove: 0, orphan: 0 };

/** Actions in the order in which they are counted. */
export const ACTIONS = Object.keys(NO_COUNTS) as readonly Action[];

/** How many of the changes each action makes. */
export function countActions(changes: readonly { readonly action: Action }[]): Counts {
  const counts = { ...NO_COUNTS } as Record<Action, number>;
  for (const { action } of changes) counts[action] += 1;
  return counts;
}
