import { isDeepStrictEqual } from 'node:util';
import { type Caller } from '../iam/authorize';
import { inOrder, planOf, type Plan } from './plan';
import { ResourceFailure, ResourceOperations, type Engine } from './resource-operations';
import { isLive, standing, type Desired, type OutputState, type ResourceState, type Snapshot, type StackState } from './stack-state';

type Run = { readonly engine: Engine; readonly stack: StackState; readonly operations: ResourceOperations };

/** Whose permissions an operation uses: the execution role's, or without one the caller's. */
export function executionCaller(stack: StackState, roleArn: string | undefined, caller: Caller): Caller {
  if (roleArn === undefined) return caller;
  return { accountId: stack.accountId, roleArn, arn: `arn:aws:sts::${stack.accountId}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/AWSCloudFormation` };
}

const runOf = (engine: Engine, stack: StackState, caller: Caller): Run => ({ engine, stack, operations: new ResourceOperations(engine, stack, caller) });

/** What other stacks of the account and Region export. */
export const importValueFor = (engine: Pick<Engine, 'state'>, stack: Pick<StackState, 'accountId' | 'region'>) => (name: string): string => {
  const outputs = engine.state.stacks.filter((other) => isLive(other) && other.accountId === stack.accountId && other.region === stack.region).flatMap((other) => other.outputs);
  const value = outputs.find(({ exportName }) => exportName === name)?.value;
  if (value === undefined) throw new Error(`No export named ${name} found`);
  return value;
};

export const planFor = (engine: Pick<Engine, 'state'>, stack: StackState, desired: Desired): Plan =>
  planOf({ accountId: stack.accountId, region: stack.region, stackName: stack.name, stackId: stack.stackId }, desired, importValueFor(engine, stack));

/** Creates the stack's resources; rolls back when one fails, unless told not to. */
export async function createStack(engine: Engine, stack: StackState, desired: Desired, caller: Caller, onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE'): Promise<void> {
  const run = runOf(engine, stack, caller);
  try {
    await apply(run, planFor(engine, stack, desired));
    engine.events.ofStack(stack, 'CREATE_COMPLETE');
  } catch (error) {
    const reason = failureReason(error);
    if (onFailure === 'DO_NOTHING') engine.events.ofStack(stack, 'CREATE_FAILED', reason);
    else if (onFailure === 'DELETE') await deleteStack(engine, stack, caller, []);
    else await rollBackCreation(run, `${reason}Rollback requested by user.`);
  }
}

/** Brings the stack to the new template; rolls back when a resource fails, unless told not to. */
export async function updateStack(engine: Engine, stack: StackState, desired: Desired, caller: Caller): Promise<void> {
  const run = runOf(engine, stack, caller);
  try {
    const obsolete = await apply(run, planFor(engine, stack, desired));
    engine.events.ofStack(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await cleanUp(run, obsolete);
    delete stack.before;
    engine.events.ofStack(stack, 'UPDATE_COMPLETE');
  } catch (error) {
    const reason = failureReason(error);
    if (desired.disableRollback === true) engine.events.ofStack(stack, 'UPDATE_FAILED', reason);
    else await rollBackUpdate(engine, stack, caller, reason, []);
  }
}

/** Goes back to what was before the update; resources to skip are taken as being there already. */
export async function rollBackUpdate(engine: Engine, stack: StackState, caller: Caller, reason: string | undefined, skip: readonly string[]): Promise<void> {
  const run = runOf(engine, stack, caller);
  const before = stack.before;
  if (before === undefined) throw new Error(`${stack.stackId} has nothing to go back to`);
  engine.events.ofStack(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const obsolete: Obsolete[] = [];
  const failed: string[] = [];
  for (const old of standing({ ...stack, resources: before.resources })) {
    try {
      const now = stack.resources[old.logicalId];
      if (skip.includes(old.logicalId)) stack.resources[old.logicalId] = { ...old, status: 'UPDATE_COMPLETE' };
      else obsolete.push(...(await restore(run, old, now)));
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      failed.push(error.logicalId);
    }
  }
  if (failed.length > 0) {
    engine.events.ofStack(stack, 'UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${failed.join(', ')}]. `);
    return;
  }
  engine.events.ofStack(stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const created = standing(stack).filter(({ logicalId }) => before.resources[logicalId] === undefined);
  await cleanUp(run, [...obsolete, ...created.map((resource) => ({ resource, policy: exceptOnCreate(resource.deletionPolicy) }))]);
  stack.resources = Object.fromEntries(Object.entries(stack.resources).filter(([id]) => before.resources[id] !== undefined));
  goBackTo(stack, before);
  engine.events.ofStack(stack, 'UPDATE_ROLLBACK_COMPLETE');
}

/** Deletes the stack's resources, dependants first. */
export async function deleteStack(engine: Engine, stack: StackState, caller: Caller, retain: readonly string[]): Promise<void> {
  const run = runOf(engine, stack, caller);
  engine.events.ofStack(stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  await engine.step();
  const failed: string[] = [];
  for (const resource of dependantsFirst(standing(stack))) {
    // what a resource that stays needs must stay as well
    if (failed.some((id) => stack.resources[id]?.dependsOn.includes(resource.logicalId) === true)) continue;
    try {
      await run.operations.delete(resource, retain.includes(resource.logicalId) ? 'Retain' : resource.deletionPolicy);
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      failed.push(error.logicalId);
    }
  }
  if (failed.length > 0) {
    engine.events.ofStack(stack, 'DELETE_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}]. `);
    return;
  }
  stack.deletionTime = engine.now().toISOString();
  engine.events.ofStack(stack, 'DELETE_COMPLETE');
}

/** Undoes a creation that stopped half-way. */
export async function rollBackCreation(run: Run | { engine: Engine; stack: StackState; caller: Caller }, reason: string): Promise<void> {
  const { engine, stack, operations } = 'operations' in run ? run : runOf(run.engine, run.stack, run.caller);
  engine.events.ofStack(stack, 'ROLLBACK_IN_PROGRESS', reason);
  const failed: string[] = [];
  for (const resource of dependantsFirst(Object.values(stack.resources))) {
    try {
      await operations.delete(resource, exceptOnCreate(resource.deletionPolicy));
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      failed.push(error.logicalId);
    }
  }
  stack.outputs = [];
  if (failed.length > 0) engine.events.ofStack(stack, 'ROLLBACK_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}]. `);
  else engine.events.ofStack(stack, 'ROLLBACK_COMPLETE');
}

type Obsolete = { readonly resource: ResourceState; readonly policy: string | undefined };

const exceptOnCreate = (policy: string | undefined): string | undefined => (policy === 'RetainExceptOnCreate' ? undefined : policy);

async function apply({ engine, stack, operations }: Run, plan: Plan): Promise<Obsolete[]> {
  const obsolete: Obsolete[] = [];
  await engine.step();
  const before = new Map(standing(stack).map((resource) => [resource.logicalId, resource]));
  for (const logicalId of plan.order) {
    const current = before.get(logicalId);
    const replaced = current === undefined ? await operations.create(plan, logicalId) : await operations.update(plan, current);
    if (replaced !== undefined) obsolete.push({ resource: replaced, policy: replaced.updateReplacePolicy });
  }
  const removed = [...before.values()].filter(({ logicalId }) => !plan.order.includes(logicalId));
  stack.outputs = outputsOf(plan, operations, engine, stack);
  if (plan.template.Description === undefined) delete stack.description;
  else stack.description = plan.template.Description;
  stack.current = plan.desired;
  return [...obsolete, ...removed.map((resource) => ({ resource, policy: resource.deletionPolicy }))];
}

function outputsOf(plan: Plan, operations: ResourceOperations, engine: Engine, stack: StackState): OutputState[] {
  const outputs = plan.outputs(operations.lookup);
  for (const { exportName } of outputs) {
    const owner = engine.state.stacks.find(
      (other) => other !== stack && isLive(other) && other.accountId === stack.accountId && other.region === stack.region && other.outputs.some((output) => exportName !== undefined && output.exportName === exportName),
    );
    if (owner !== undefined) throw new Error(`Export with name ${exportName ?? ''} is already exported by stack ${owner.name}. `);
  }
  return outputs;
}

// a resource that cannot be cleaned up stays behind, and the update counts all the same
async function cleanUp({ stack, operations }: Run, obsolete: readonly Obsolete[]): Promise<void> {
  const order = dependantsFirst(obsolete.map(({ resource }) => resource));
  for (const { resource, policy } of [...obsolete].sort((a, b) => order.indexOf(a.resource) - order.indexOf(b.resource))) {
    try {
      await operations.delete(resource, policy);
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
    }
    const current = stack.resources[resource.logicalId];
    if (current === resource || current?.physicalId === resource.physicalId) {
      stack.resources = Object.fromEntries(Object.entries(stack.resources).filter(([id]) => id !== resource.logicalId));
    }
  }
}

async function restore({ stack, operations }: Run, old: ResourceState, now: ResourceState | undefined): Promise<Obsolete[]> {
  if (now === undefined || (now.physicalId === old.physicalId && isDeepStrictEqual(now.properties, old.properties))) {
    const wasTouched = now !== undefined && now.status === 'UPDATE_FAILED';
    stack.resources[old.logicalId] = structuredClone(old);
    if (!wasTouched) return [];
    operations.event(stack.resources[old.logicalId] ?? old, 'UPDATE_IN_PROGRESS');
    operations.event(stack.resources[old.logicalId] ?? old, 'UPDATE_COMPLETE');
    return [];
  }
  if (now.physicalId === old.physicalId) {
    const changed = [...new Set([...Object.keys(now.properties), ...Object.keys(old.properties)])].filter((name) => !isDeepStrictEqual(now.properties[name], old.properties[name]));
    await operations.change(now, old.properties, changed, 'rollback');
    stack.resources[old.logicalId] = { ...structuredClone(old), status: 'UPDATE_COMPLETE' };
    return [];
  }
  const restored = structuredClone(old);
  operations.event(restored, 'UPDATE_COMPLETE');
  stack.resources[old.logicalId] = restored;
  return [{ resource: now, policy: undefined }];
}

function goBackTo(stack: StackState, before: Snapshot): void {
  stack.outputs = before.outputs;
  if (before.current !== undefined) stack.current = before.current;
  if (before.description === undefined) delete stack.description;
  else stack.description = before.description;
  delete stack.before;
}

/** The stack as it is now, to go back to. */
export const snapshotOf = ({ resources, outputs, current, description }: StackState): Snapshot =>
  structuredClone({ resources, outputs, ...(current === undefined ? {} : { current }), ...(description === undefined ? {} : { description }) });

const dependantsFirst = (resources: readonly ResourceState[]): ResourceState[] => {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  return inOrder([...byId.keys()], (id) => byId.get(id)?.dependsOn ?? [])
    .reverse()
    .flatMap((id) => byId.get(id) ?? []);
};

function failureReason(error: unknown): string {
  if (error instanceof ResourceFailure) return `The following resource(s) failed to ${error.verb}: [${error.logicalId}]. `;
  return error instanceof Error ? error.message : String(error);
}
