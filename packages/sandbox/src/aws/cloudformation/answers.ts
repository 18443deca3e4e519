import { type Answer } from '../query-protocol';
import { type Change, type ChangeDetail } from './change-set-diff';
import { isNoEcho } from './parameters';
import { type ChangeSetState, type Desired, type ResourceState, type StackEvent, type StackState } from './stack-state';
import { parseTemplate } from './template';

const time = (iso: string | undefined): Date | undefined => (iso === undefined ? undefined : new Date(iso));

export function describedParameters(desired: Desired | undefined): Answer[] {
  if (desired === undefined) return [];
  const declared = parseTemplate(desired.templateBody).Parameters;
  return Object.entries(desired.parameters).map(([key, value]) => ({ ParameterKey: key, ParameterValue: isNoEcho(declared[key]) ? '****' : value }));
}

export const describedStack = (stack: StackState): Answer => ({
  StackId: stack.stackId,
  StackName: stack.name,
  Description: stack.description,
  CreationTime: time(stack.creationTime),
  LastUpdatedTime: time(stack.lastUpdatedTime),
  DeletionTime: time(stack.deletionTime),
  StackStatus: stack.status,
  StackStatusReason: stack.statusReason,
  DisableRollback: stack.current?.disableRollback ?? false,
  EnableTerminationProtection: stack.terminationProtection,
  RoleARN: stack.current?.roleArn,
  Capabilities: stack.current?.capabilities ?? [],
  NotificationARNs: stack.current?.notificationArns ?? [],
  Tags: stack.current?.tags ?? [],
  Parameters: describedParameters(stack.current),
  Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({ OutputKey: key, OutputValue: value, Description: description, ExportName: exportName })),
  RollbackConfiguration: {},
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
});

export const stackSummary = (stack: StackState): Answer => ({
  StackId: stack.stackId,
  StackName: stack.name,
  TemplateDescription: stack.description,
  CreationTime: time(stack.creationTime),
  LastUpdatedTime: time(stack.lastUpdatedTime),
  DeletionTime: time(stack.deletionTime),
  StackStatus: stack.status,
  StackStatusReason: stack.statusReason,
});

export const describedEvent = (stack: StackState, event: StackEvent): Answer => ({
  StackId: stack.stackId,
  StackName: stack.name,
  EventId: event.eventId,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: time(event.timestamp),
  ResourceStatus: event.status,
  ResourceStatusReason: event.reason,
  ResourceProperties: event.properties,
  OperationId: event.operationId,
});

export const describedResource = (stack: StackState, resource: ResourceState): Answer => ({
  StackName: stack.name,
  StackId: stack.stackId,
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId === '' ? undefined : resource.physicalId,
  ResourceType: resource.type,
  Timestamp: time(resource.timestamp),
  ResourceStatus: resource.status,
  ResourceStatusReason: resource.statusReason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
});

export const resourceSummary = (stack: StackState, resource: ResourceState): Answer => ({
  ...describedResource(stack, resource),
  StackName: undefined,
  StackId: undefined,
  Timestamp: undefined,
  LastUpdatedTimestamp: time(resource.timestamp),
});

export const describedChangeSet = (stack: StackState, changeSet: ChangeSetState, page: readonly Change[], nextToken: string | undefined): Answer => ({
  ChangeSetId: changeSet.id,
  ChangeSetName: changeSet.name,
  StackId: stack.stackId,
  StackName: stack.name,
  Description: changeSet.description,
  CreationTime: time(changeSet.creationTime),
  Status: changeSet.status,
  StatusReason: changeSet.statusReason,
  ExecutionStatus: changeSet.executionStatus,
  Parameters: describedParameters(changeSet.desired),
  Capabilities: changeSet.desired.capabilities,
  Tags: changeSet.desired.tags,
  NotificationARNs: changeSet.desired.notificationArns,
  Changes: page.map((change) => ({ Type: 'Resource', ResourceChange: resourceChange(change, changeSet.includePropertyValues === true) })),
  IncludeNestedStacks: false,
  NextToken: nextToken,
});

export const changeSetSummary = (stack: StackState, changeSet: ChangeSetState): Answer => ({
  StackId: stack.stackId,
  StackName: stack.name,
  ChangeSetId: changeSet.id,
  ChangeSetName: changeSet.name,
  Description: changeSet.description,
  CreationTime: time(changeSet.creationTime),
  Status: changeSet.status,
  StatusReason: changeSet.statusReason,
  ExecutionStatus: changeSet.executionStatus,
});

const resourceChange = (change: Change, withValues: boolean): Answer => ({
  PolicyAction: change.policyAction,
  Action: change.action,
  LogicalResourceId: change.logicalId,
  PhysicalResourceId: change.physicalId,
  ResourceType: change.type,
  Replacement: change.replacement,
  Scope: change.scope,
  Details: change.details.map((detail) => changeDetail(detail, withValues)),
  BeforeContext: withValues && change.before !== undefined ? JSON.stringify(change.before) : undefined,
  AfterContext: withValues && change.after !== undefined ? JSON.stringify(change.after) : undefined,
});

const changeDetail = (detail: ChangeDetail, withValues: boolean): Answer => ({
  Target: {
    Attribute: detail.attribute,
    Name: detail.name,
    RequiresRecreation: detail.recreation,
    ...(withValues && detail.name !== undefined
      ? {
          Path: `/Properties/${detail.name}`,
          BeforeValue: detail.before,
          AfterValue: detail.after,
          AttributeChangeType: detail.before === undefined ? 'Add' : detail.after === undefined ? 'Remove' : 'Modify',
        }
      : {}),
  },
  Evaluation: detail.evaluation,
  ChangeSource: detail.source,
  CausingEntity: detail.causingEntity,
});
