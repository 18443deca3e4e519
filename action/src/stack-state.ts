import type { DeployedStack } from './aws-client';

/** What a stack's status means for a deployment. */
export type StackState =
  /** Nothing is deployed: no stack, or one whose creation failed and which the next deployment makes anew. */
  | 'absent'
  | 'deployed'
  /** Another operation runs. */
  | 'busy'
  /** A person has to repair it first. */
  | 'stuck';

const ABSENT = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS', 'DELETE_COMPLETE']);
const STUCK = new Set(['UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED', 'UPDATE_FAILED', 'CREATE_FAILED', 'IMPORT_ROLLBACK_FAILED']);

export function stackState(stack: Pick<DeployedStack, 'status'> | undefined): StackState {
  if (!stack || ABSENT.has(stack.status)) return 'absent';
  if (STUCK.has(stack.status)) return 'stuck';
  return stack.status.endsWith('_IN_PROGRESS') ? 'busy' : 'deployed';
}
