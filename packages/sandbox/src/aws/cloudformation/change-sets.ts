import { AwsError, validationError } from '../errors';
import { uuidOf } from '../identifiers';
import { isSet, requireText, text } from '../params';
import { type Answer } from '../query-protocol';
import { changeSetSummary, describedChangeSet } from './answers';
import { differenceOf } from './change-set-diff';
import { pageOf } from './paging';
import { desiredOf, findStack, requireAssumable, requireStack, type CloudFormationRequest } from './request-context';
import { createStack, executionCaller, snapshotOf, updateStack } from './stack-operations';
import { isBusy, isLive, type ChangeSetState, type StackState } from './stack-state';
import { newStack, requireUpdatable } from './stack-lifecycle';
import { parseTemplate } from './template';

const NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set.";
/** Changes a page of DescribeChangeSet. */
const PAGE = 100;

/** A change set is complete a moment after its creation is answered. */
export async function createChangeSet(request: CloudFormationRequest): Promise<Answer> {
  const { params, engine } = request;
  const stackName = requireText(params, 'StackName');
  const name = requireText(params, 'ChangeSetName');
  const type = text(params, 'ChangeSetType') ?? 'UPDATE';
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw validationError(`1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
  }
  if (type !== 'CREATE' && type !== 'UPDATE') throw validationError(`The sandbox has no change sets of type ${type}`);
  const found = findStack(request, stackName);
  if (type === 'CREATE' && found !== undefined && found.status !== 'REVIEW_IN_PROGRESS') {
    throw validationError(`Stack [${found.name}] already exists and cannot be created again with the changeSet [${name}].`);
  }
  if (type === 'UPDATE') {
    if (found === undefined || found.status === 'REVIEW_IN_PROGRESS' || !isLive(found)) throw validationError(`Stack [${stackName}] does not exist`);
    requireUpdatable(found);
  }
  const stack = found ?? newStack(request, stackName);
  if (stack.changeSets.some((other) => other.name === name)) throw new AwsError('AlreadyExistsException', `ChangeSet ${name} cannot be created due to a mismatch with existing attribute: a change set of that name exists`);
  const { desired, plan } = await desiredOf(request, stack);
  const description = text(params, 'Description');
  const changeSet: ChangeSetState = {
    id: `arn:aws:cloudformation:${stack.region}:${stack.accountId}:changeSet/${name}/${uuidOf(`${stack.stackId}/${name}/${engine.state.next('changeSet')}`)}`,
    name,
    changeSetType: type,
    creationTime: engine.now().toISOString(),
    desired,
    status: 'CREATE_PENDING',
    executionStatus: 'UNAVAILABLE',
    changes: [],
    stackRevision: stack.revision,
    ...(description === undefined ? {} : { description }),
  };
  if (found === undefined) {
    engine.state.stacks.push(stack);
    engine.events.ofStack(stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  }
  stack.changeSets.push(changeSet);
  engine.state.saveStack(stack);
  request.start(stack, async () => {
    changeSet.status = 'CREATE_IN_PROGRESS';
    await engine.step();
    try {
      const previous = stack.current === undefined ? undefined : parseTemplate(stack.current.templateBody);
      const { changes, outputsChanged } = differenceOf(stack, plan, previous);
      changeSet.changes = changes;
      const isEmpty = changes.length === 0 && !outputsChanged && type === 'UPDATE';
      Object.assign(changeSet, isEmpty ? { status: 'FAILED', statusReason: NO_CHANGES } : { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' });
    } catch (error) {
      Object.assign(changeSet, { status: 'FAILED', statusReason: error instanceof Error ? error.message : String(error) });
    }
  });
  return { Id: changeSet.id, StackId: stack.stackId };
}

export async function describeChangeSet(request: CloudFormationRequest): Promise<Answer> {
  const { stack, changeSet } = requireChangeSet(request);
  const { items, nextToken } = pageOf(changeSet.changes, PAGE, text(request.params, 'NextToken'));
  const withValues = { ...changeSet, includePropertyValues: isSet(request.params, 'IncludePropertyValues') };
  return describedChangeSet(stack, withValues, items, nextToken);
}

export async function listChangeSets(request: CloudFormationRequest): Promise<Answer> {
  const stack = requireStack(request, requireText(request.params, 'StackName'));
  return { Summaries: stack.changeSets.filter(({ executionStatus }) => executionStatus !== 'EXECUTE_COMPLETE').map((changeSet) => changeSetSummary(stack, changeSet)) };
}

/** Succeeds also when there is no such change set, as long as the stack exists. */
export async function deleteChangeSet(request: CloudFormationRequest): Promise<Answer> {
  const named = requireText(request.params, 'ChangeSetName');
  const stack = stackOfChangeSet(request, named);
  const found = stack.changeSets.find((changeSet) => changeSet.id === named || changeSet.name === named);
  if (found?.executionStatus === 'EXECUTE_IN_PROGRESS') throw new AwsError('InvalidChangeSetStatus', `ChangeSet [${found.id}] cannot be deleted in its current execution status of [EXECUTE_IN_PROGRESS]`);
  stack.changeSets = stack.changeSets.filter((changeSet) => changeSet !== found);
  request.engine.state.saveStack(stack);
  return {};
}

export async function executeChangeSet(request: CloudFormationRequest): Promise<Answer> {
  const { engine, caller, params } = request;
  const { stack, changeSet } = requireChangeSet(request);
  if (changeSet.executionStatus !== 'AVAILABLE') {
    throw new AwsError('InvalidChangeSetStatus', `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [${changeSet.executionStatus}]`);
  }
  if (isBusy(stack)) throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
  if (changeSet.stackRevision !== stack.revision) throw new AwsError('InvalidChangeSetStatus', `ChangeSet [${changeSet.id}] cannot be executed in its current execution status of [OBSOLETE]`);
  if (changeSet.desired.roleArn !== undefined) requireAssumable(request, changeSet.desired.roleArn);
  const desired = text(params, 'DisableRollback') === 'true' ? { ...changeSet.desired, disableRollback: true } : changeSet.desired;
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  stack.changeSets.filter((other) => other !== changeSet).forEach((other) => (other.executionStatus = 'OBSOLETE'));
  stack.revision += 1;
  const worker = executionCaller(stack, desired.roleArn, caller);
  stack.current ??= desired;
  if (changeSet.changeSetType === 'CREATE') engine.events.ofStack(stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  else {
    stack.before = snapshotOf(stack);
    stack.lastUpdatedTime = engine.now().toISOString();
    engine.events.ofStack(stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  }
  request.start(stack, async () => {
    if (changeSet.changeSetType === 'CREATE') await createStack(engine, stack, desired, worker, desired.disableRollback === true ? 'DO_NOTHING' : 'ROLLBACK');
    else await updateStack(engine, stack, desired, worker);
    changeSet.executionStatus = stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE' ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
  });
  return {};
}

function requireChangeSet(request: CloudFormationRequest): { stack: StackState; changeSet: ChangeSetState } {
  const named = requireText(request.params, 'ChangeSetName');
  const stack = stackOfChangeSet(request, named);
  const changeSet = stack.changeSets.find(({ id, name }) => id === named || name === named);
  if (changeSet === undefined) throw new AwsError('ChangeSetNotFound', `ChangeSet [${named}] does not exist`, 404);
  return { stack, changeSet };
}

export function stackOfChangeSet(request: CloudFormationRequest, named: string): StackState {
  const stackName = text(request.params, 'StackName');
  if (stackName !== undefined) return requireStack(request, stackName);
  const stack = request.engine.state.stacks.find(({ changeSets }) => changeSets.some(({ id }) => id === named));
  if (stack === undefined) throw new AwsError('ChangeSetNotFound', `ChangeSet [${named}] does not exist`, 404);
  return stack;
}
