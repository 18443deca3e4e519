import { type Change } from './change-set-diff';

/** One resource of a stack, as it stands. */
export type ResourceState = {
  readonly logicalId: string;
  readonly type: string;
  physicalId: string;
  /** The name that may not exist twice, when the template gives one. */
  customName?: Record<string, string>;
  status: string;
  statusReason?: string;
  timestamp: string;
  /** With every intrinsic function resolved. */
  properties: Record<string, unknown>;
  attributes: Record<string, unknown>;
  metadata?: unknown;
  deletionPolicy?: string;
  updateReplacePolicy?: string;
  dependsOn: string[];
  /** Counts replacements, so that each physical resource has an identifier of its own. */
  generation: number;
  /** No permissions are known for the type: the execution role was not checked. */
  unevaluated?: true;
  /** A custom resource whose function the sandbox did not run. */
  notRun?: true;
};

export type StackEvent = {
  readonly eventId: string;
  readonly timestamp: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: string;
  /** A rollback is an operation of its own. */
  readonly operationId: string;
};

export type Tag = { readonly Key: string; readonly Value: string };

export type ChangeSetState = {
  readonly id: string;
  readonly name: string;
  readonly changeSetType: string;
  readonly description?: string;
  readonly creationTime: string;
  readonly desired: Desired;
  readonly includePropertyValues?: boolean;
  status: string;
  statusReason?: string;
  executionStatus: string;
  changes: Change[];
  /** Set when the template has been resolved against the stack at this `revision`. */
  readonly stackRevision: number;
};

/** What a stack is to become, all input of it. */
export type Desired = {
  readonly templateBody: string;
  readonly parameters: Record<string, string>;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
  readonly notificationArns: readonly string[];
  readonly disableRollback?: boolean;
};

export type OutputState = { key: string; value: string; description?: string; exportName?: string };

export type StackState = {
  readonly stackId: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly creationTime: string;
  lastUpdatedTime?: string;
  deletionTime?: string;
  status: string;
  statusReason?: string;
  /** Undefined until the first operation starts. */
  current?: Desired;
  description?: string;
  outputs: OutputState[];
  terminationProtection: boolean;
  resources: Record<string, ResourceState>;
  /** Oldest first. */
  events: StackEvent[];
  changeSets: ChangeSetState[];
  /** Grows with each operation; a change set made before is obsolete. */
  revision: number;
  /** What to go back to while an update has not ended well. */
  before?: Snapshot;
  /** Principal whose permissions are used when the stack has no execution role. */
  lastCallerArn?: string;
};

/** A stack's resources and input before an update. */
export type Snapshot = Pick<StackState, 'outputs' | 'resources'> & { current?: Desired; description?: string };

export const isLive = (stack: StackState): boolean => stack.status !== 'DELETE_COMPLETE';

export const isBusy = (stack: StackState): boolean => stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS';

/** Resources that exist, whatever the template says. */
export const standing = (stack: StackState): ResourceState[] =>
  Object.values(stack.resources).filter((resource) => !['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(resource.status) && resource.physicalId !== '');
