import { AwsError } from '../errors';
import { authorize } from '../iam/authorize';
import { text } from '../params';
import { type Answer, type Params } from '../query-protocol';
import { createChangeSet, deleteChangeSet, describeChangeSet, executeChangeSet, listChangeSets } from './change-sets';
import { findStack, type CloudFormationRequest } from './request-context';
import {
  continueUpdateRollback, createStackAction, deleteStackAction, describeStackEvents, describeStackResource, describeStackResources, describeStacks, getTemplate, getTemplateSummary,
  listStackResources, listStacks, rollbackStack, updateStackAction, updateTerminationProtection, validateTemplate,
} from './stacks';

const ACTIONS: Record<string, (request: CloudFormationRequest) => Promise<Answer>> = {
  CreateStack: createStackAction,
  UpdateStack: updateStackAction,
  DeleteStack: deleteStackAction,
  DescribeStacks: describeStacks,
  ListStacks: listStacks,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  ListStackResources: listStackResources,
  GetTemplate: getTemplate,
  GetTemplateSummary: getTemplateSummary,
  ValidateTemplate: validateTemplate,
  UpdateTerminationProtection: updateTerminationProtection,
  ContinueUpdateRollback: continueUpdateRollback,
  RollbackStack: rollbackStack,
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: describeChangeSet,
  ListChangeSets: listChangeSets,
  DeleteChangeSet: deleteChangeSet,
  ExecuteChangeSet: executeChangeSet,
};

/** Actions the sandbox's CloudFormation has. */
export const cloudFormationActions = (): string[] => Object.keys(ACTIONS);

/** Runs one CloudFormation action, after the caller's permission for it. */
export async function cloudFormation(action: string, request: CloudFormationRequest): Promise<Answer> {
  const run = ACTIONS[action];
  if (run === undefined) throw new AwsError('InvalidAction', `The action ${action} is not valid for this endpoint: the sandbox's CloudFormation does not have it.`);
  const { caller, engine, region } = request;
  await authorize(engine.state, caller, { action: `cloudformation:${action}`, ...resourceOf(request), region, context: contextOf(request.params) });
  return run(request);
}

// a stack that is not there yet has no id: CloudFormation then checks NAME/*
function resourceOf(request: CloudFormationRequest): { resource: string; shown?: string } {
  const { params, accountId, region } = request;
  const changeSet = text(params, 'ChangeSetName');
  const named = text(params, 'StackName') ?? (changeSet === undefined ? undefined : request.engine.state.stacks.find(({ changeSets }) => changeSets.some(({ id }) => id === changeSet))?.stackId);
  const prefix = `arn:aws:cloudformation:${region}:${accountId}:stack`;
  if (named === undefined) return { resource: `${prefix}/any-stack-of-this-account/any-id`, shown: `${prefix}/*/*` };
  const stack = findStack(request, named);
  if (stack !== undefined) return { resource: stack.stackId };
  if (named.startsWith('arn:')) return { resource: named };
  return { resource: `${prefix}/${named}/not-yet-known`, shown: `${prefix}/${named}/*` };
}

function contextOf(params: Params): Record<string, string> {
  const keys = { 'cloudformation:RoleArn': text(params, 'RoleARN'), 'cloudformation:ChangeSetName': text(params, 'ChangeSetName'), 'cloudformation:TemplateUrl': text(params, 'TemplateURL') };
  return Object.fromEntries(Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
