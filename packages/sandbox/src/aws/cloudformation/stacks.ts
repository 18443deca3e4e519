import { AwsError, validationError } from '../errors';
import { isSet, requireText, text, texts } from '../params';
import { type Answer } from '../query-protocol';
import { describedEvent, describedResource, describedStack, resourceSummary, stackSummary } from './answers';
import { differenceOf } from './change-set-diff';
import { stackOfChangeSet } from './change-sets';
import { pageOf } from './paging';
import { missingCapability, planOf } from './plan';
import { checkExecutionRole, desiredOf, findStack, requireStack, stacksOf, templateBody, type CloudFormationRequest } from './request-context';
import { createStack, deleteStack, executionCaller, rollBackCreation, rollBackUpdate, snapshotOf, updateStack } from './stack-operations';
import { newStack, requireUpdatable } from './stack-lifecycle';
import { isBusy, isLive, type StackState } from './stack-state';
import { parseTemplate } from './template';

/** Events and stacks a page. */
const PAGE = 100;

export async function createStackAction(request: CloudFormationRequest): Promise<Answer> {
  const { params, engine, caller } = request;
  const name = requireText(params, 'StackName');
  if (findStack(request, name) !== undefined) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
  const stack = newStack(request, name);
  const { desired } = await desiredOf(request, stack);
  stack.terminationProtection = isSet(params, 'EnableTerminationProtection');
  stack.current = desired;
  stack.revision += 1;
  engine.state.stacks.push(stack);
  engine.events.ofStack(stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  const onFailure = desired.disableRollback === true ? 'DO_NOTHING' : text(params, 'OnFailure') === 'DELETE' ? 'DELETE' : 'ROLLBACK';
  request.start(stack, () => createStack(engine, stack, desired, executionCaller(stack, desired.roleArn, caller), onFailure));
  return { StackId: stack.stackId };
}

export async function updateStackAction(request: CloudFormationRequest): Promise<Answer> {
  const { engine, caller, params } = request;
  const stack = requireStack(request, requireText(params, 'StackName'));
  requireUpdatable(stack);
  const { desired, plan } = await desiredOf(request, stack);
  const previous = stack.current === undefined ? undefined : parseTemplate(stack.current.templateBody);
  const { changes, outputsChanged } = differenceOf(stack, plan, previous);
  if (changes.length === 0 && !outputsChanged) throw validationError('No updates are to be performed.');
  stack.before = snapshotOf(stack);
  stack.revision += 1;
  stack.lastUpdatedTime = engine.now().toISOString();
  engine.events.ofStack(stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  request.start(stack, () => updateStack(engine, stack, desired, executionCaller(stack, desired.roleArn, caller)));
  return { StackId: stack.stackId };
}

/** Succeeds also when there is no such stack. */
export async function deleteStackAction(request: CloudFormationRequest): Promise<Answer> {
  const { engine, caller, params } = request;
  const stack = findStack(request, requireText(params, 'StackName'));
  if (stack === undefined || !isLive(stack) || stack.status === 'DELETE_IN_PROGRESS') return {};
  if (stack.terminationProtection) throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (isBusy(stack)) throw validationError(`Stack [${stack.stackId}] cannot be deleted while in status ${stack.status}`);
  const retain = texts(params, 'RetainResources') ?? [];
  if (retain.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw validationError(`Invalid operation on stack [${stack.stackId}]. Cannot specify RetainResources when the stack is not in DELETE_FAILED state`);
  }
  const roleArn = text(params, 'RoleARN');
  if (roleArn !== undefined) await checkExecutionRole(request, roleArn);
  stack.revision += 1;
  // a poller that asks at once must not find the old status
  stack.status = 'DELETE_IN_PROGRESS';
  request.start(stack, () => deleteStack(engine, stack, executionCaller(stack, roleArn ?? stack.current?.roleArn, caller), retain));
  return {};
}

export async function describeStacks(request: CloudFormationRequest): Promise<Answer> {
  const name = text(request.params, 'StackName');
  if (name !== undefined) return { Stacks: [describedStack(requireStack(request, name))] };
  const { items, nextToken } = pageOf(stacksOf(request).filter(isLive), PAGE, text(request.params, 'NextToken'));
  return { Stacks: items.map(describedStack), NextToken: nextToken };
}

export async function listStacks(request: CloudFormationRequest): Promise<Answer> {
  const statuses = texts(request.params, 'StackStatusFilter') ?? [];
  const all = stacksOf(request).filter(({ status }) => statuses.length === 0 || statuses.includes(status));
  const { items, nextToken } = pageOf(all.reverse(), PAGE, text(request.params, 'NextToken'));
  return { StackSummaries: items.map(stackSummary), NextToken: nextToken };
}

/** Newest first. */
export async function describeStackEvents(request: CloudFormationRequest): Promise<Answer> {
  const stack = requireStack(request, requireText(request.params, 'StackName'));
  // the token counts the older events left: new ones come in front of those already read, and must not move the pages
  const token = text(request.params, 'NextToken');
  const left = stack.events.slice(0, token === undefined ? undefined : Number(token));
  const page = left.slice(-PAGE).reverse();
  const older = left.length - page.length;
  return { StackEvents: page.map((event) => describedEvent(stack, event)), NextToken: older === 0 ? undefined : String(older) };
}

export async function describeStackResources(request: CloudFormationRequest): Promise<Answer> {
  const physicalId = text(request.params, 'PhysicalResourceId');
  const logicalId = text(request.params, 'LogicalResourceId');
  const stack = physicalId === undefined ? requireStack(request, requireText(request.params, 'StackName')) : stackOfResource(request, physicalId);
  const resources = Object.values(stack.resources).filter((resource) => (logicalId === undefined || resource.logicalId === logicalId) && (physicalId === undefined || resource.physicalId === physicalId));
  return { StackResources: resources.map((resource) => describedResource(stack, resource)) };
}

export async function describeStackResource(request: CloudFormationRequest): Promise<Answer> {
  const stack = requireStack(request, requireText(request.params, 'StackName'));
  const logicalId = requireText(request.params, 'LogicalResourceId');
  const resource = stack.resources[logicalId];
  if (resource === undefined) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  const { Timestamp, ...described } = describedResource(stack, resource);
  return { StackResourceDetail: { ...described, LastUpdatedTimestamp: Timestamp, Metadata: resource.metadata === undefined ? undefined : JSON.stringify(resource.metadata) } };
}

export async function listStackResources(request: CloudFormationRequest): Promise<Answer> {
  const stack = requireStack(request, requireText(request.params, 'StackName'));
  const { items, nextToken } = pageOf(Object.values(stack.resources), PAGE, text(request.params, 'NextToken'));
  return { StackResourceSummaries: items.map((resource) => resourceSummary(stack, resource)), NextToken: nextToken };
}

function stackOfResource(request: CloudFormationRequest, physicalId: string): StackState {
  const stack = stacksOf(request).find((candidate) => isLive(candidate) && Object.values(candidate.resources).some((resource) => resource.physicalId === physicalId));
  if (stack === undefined) throw validationError(`Stack for ${physicalId} does not exist`);
  return stack;
}

/** The text as it was sent; the sandbox runs no transforms, so both stages are the same. */
export async function getTemplate(request: CloudFormationRequest): Promise<Answer> {
  const changeSetName = text(request.params, 'ChangeSetName');
  if (changeSetName !== undefined) {
    const changeSet = stackOfChangeSet(request, changeSetName).changeSets.find(({ id, name }) => id === changeSetName || name === changeSetName);
    if (changeSet === undefined) throw new AwsError('ChangeSetNotFound', `ChangeSet [${changeSetName}] does not exist`, 404);
    return { TemplateBody: changeSet.desired.templateBody, StagesAvailable: ['Original', 'Processed'] };
  }
  const stack = requireStack(request, requireText(request.params, 'StackName'));
  return { TemplateBody: stack.current?.templateBody ?? '{}', StagesAvailable: ['Original', 'Processed'] };
}

export async function getTemplateSummary(request: CloudFormationRequest): Promise<Answer> {
  const name = text(request.params, 'StackName');
  const body = name === undefined ? await templateBody(request) : requireStack(request, name).current?.templateBody;
  const template = parseTemplate(body ?? '{}');
  return {
    Description: template.Description,
    ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
    Parameters: describedDeclarations(template),
    ...(await neededCapabilities(request, body ?? '{}')),
  };
}

export async function validateTemplate(request: CloudFormationRequest): Promise<Answer> {
  const body = await templateBody(request);
  const template = parseTemplate(body);
  return { Description: template.Description, Parameters: describedDeclarations(template), ...(await neededCapabilities(request, body)) };
}

const describedDeclarations = ({ Parameters }: ReturnType<typeof parseTemplate>): Answer[] =>
  Object.entries(Parameters).map(([name, parameter]) => ({
    ParameterKey: name,
    ParameterType: parameter.Type,
    DefaultValue: parameter.Default === undefined ? undefined : String(parameter.Default as string),
    NoEcho: String(parameter.NoEcho) === 'true',
    Description: parameter.Description,
  }));

async function neededCapabilities({ accountId, region }: CloudFormationRequest, body: string): Promise<Answer> {
  const { Parameters } = parseTemplate(body);
  const parameters = Object.fromEntries(Object.entries(Parameters).map(([name, { Default }]) => [name, String((Default ?? '') as string)]));
  const plan = planOf({ accountId, region, stackName: 'template', stackId: 'template' }, { templateBody: body, parameters, tags: [], capabilities: [], notificationArns: [] }, (name) => name);
  const capability = missingCapability(plan);
  return capability === undefined ? {} : { Capabilities: [capability], CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM]' };
}

export async function updateTerminationProtection(request: CloudFormationRequest): Promise<Answer> {
  const stack = requireStack(request, requireText(request.params, 'StackName'));
  stack.terminationProtection = isSet(request.params, 'EnableTerminationProtection');
  request.engine.state.saveStack(stack);
  return { StackId: stack.stackId };
}

export async function continueUpdateRollback(request: CloudFormationRequest): Promise<Answer> {
  const { engine, caller, params } = request;
  const stack = requireStack(request, requireText(params, 'StackName'));
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not continue update rollback.`);
  const worker = executionCaller(stack, text(params, 'RoleARN') ?? stack.current?.roleArn, caller);
  const skip = texts(params, 'ResourcesToSkip') ?? [];
  stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  request.start(stack, () => rollBackUpdate(engine, stack, worker, 'User Initiated', skip));
  return {};
}

export async function rollbackStack(request: CloudFormationRequest): Promise<Answer> {
  const { engine, caller, params } = request;
  const stack = requireStack(request, requireText(params, 'StackName'));
  if (!['CREATE_FAILED', 'UPDATE_FAILED'].includes(stack.status)) throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be rolled back.`);
  const worker = executionCaller(stack, text(params, 'RoleARN') ?? stack.current?.roleArn, caller);
  const isCreation = stack.status === 'CREATE_FAILED';
  stack.status = isCreation ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS';
  request.start(stack, () => (isCreation ? rollBackCreation({ engine, stack, caller: worker }, 'User Initiated') : rollBackUpdate(engine, stack, worker, 'User Initiated', [])));
  return { StackId: stack.stackId };
}
