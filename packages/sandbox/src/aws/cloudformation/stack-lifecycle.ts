import { validationError } from '../errors';
import { uuidOf } from '../identifiers';
import { type CloudFormationRequest } from './request-context';
import { type StackState } from './stack-state';

const UPDATABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'CREATE_FAILED', 'UPDATE_FAILED', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'];

/** Throws CloudFormation's refusal when the stack is busy or stuck. */
export function requireUpdatable(stack: StackState): void {
  if (!UPDATABLE.includes(stack.status)) throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
}

/** A stack without resources; it is not yet part of the state. */
export function newStack({ accountId, region, engine }: CloudFormationRequest, name: string): StackState {
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw validationError(`1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
  }
  const id = uuidOf(`${accountId}/${region}/${name}/${engine.state.next(`stack/${accountId}/${region}/${name}`)}`);
  return {
    stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${id}`,
    name,
    accountId,
    region,
    creationTime: engine.now().toISOString(),
    status: 'REVIEW_IN_PROGRESS',
    outputs: [],
    terminationProtection: false,
    resources: {},
    events: [],
    changeSets: [],
    revision: 0,
  };
}
