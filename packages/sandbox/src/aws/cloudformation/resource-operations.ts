import { isDeepStrictEqual } from 'node:util';
import { type Faults } from '../faults';
import { deniedMessage, type Caller } from '../iam/authorize';
import { iamOf } from '../iam/roles';
import { uuidOf } from '../identifiers';
import { type State } from '../state';
import { customNameProblem } from './change-set-diff';
import { alreadyExists, nameScope, physicalIdentity, type Place } from './physical-identity';
import { type Lookup, type Plan } from './plan';
import { permissionsFor, tagsIn, type Operation } from './resource-permissions';
import { isCustom, propertyProblem, recreation } from './resource-types';
import { type SchemaValidator } from './schema-validator';
import { deletionProblem, quotaProblem, serviceProblem } from './service-checks';
import { isLive, standing, type ResourceState, type StackState } from './stack-state';
import { type EventLog } from './event-log';

/** A resource that could not be created, updated or deleted; the message is the reason in its event. */
export class ResourceFailure extends Error {
  constructor(
    readonly logicalId: string,
    readonly verb: Operation,
    message: string,
  ) {
    super(message);
    this.name = 'ResourceFailure';
  }
}

export type Engine = {
  readonly state: State;
  readonly faults: Faults;
  readonly events: EventLog;
  readonly now: () => Date;
  readonly schemaProblem: SchemaValidator;
  /** A moment in which a poller can look. */
  readonly step: () => Promise<void>;
};

/** Works on one stack's resources with the permissions of one caller. */
export class ResourceOperations {
  constructor(
    private readonly engine: Engine,
    private readonly stack: StackState,
    private readonly caller: Caller,
  ) {}

  get place(): Place {
    const { accountId, region, name, stackId } = this.stack;
    return { accountId, region, stackName: name, stackId };
  }

  /** What references in templates find: the resources as they stand. */
  get lookup(): Lookup {
    return {
      ref: (logicalId) => this.stack.resources[logicalId]?.physicalId ?? '',
      getAtt: (logicalId, attribute) => {
        const { [logicalId]: resource } = this.stack.resources;
        return resource?.attributes[attribute] ?? `${logicalId}.${attribute}`;
      },
    };
  }

  /** Creates the resource; as a replacement when it stands already, which is then returned to be cleaned up. */
  async create(plan: Plan, logicalId: string, replaced?: ResourceState): Promise<ResourceState | undefined> {
    const template = plan.resource(logicalId);
    const verb = replaced === undefined ? 'CREATE' : 'UPDATE';
    const resource: ResourceState = {
      ...this.fresh(plan, logicalId),
      status: `${verb}_IN_PROGRESS`,
      generation: replaced === undefined ? (this.stack.resources[logicalId]?.generation ?? 0) + 1 : replaced.generation + 1,
      // until the new one exists, the resource is the old one
      physicalId: replaced?.physicalId ?? '',
    };
    this.event(resource, `${verb}_IN_PROGRESS`, replaced === undefined ? undefined : 'Requested update requires the creation of a new physical resource; hence creating one.');
    if (replaced === undefined) this.stack.resources[logicalId] = resource;
    try {
      const properties = plan.properties(logicalId, this.lookup);
      const problem = propertyProblem(template.Type, logicalId, properties) ?? this.engine.schemaProblem(plan.desired.templateBody, logicalId);
      if (problem !== undefined) throw new Error(problem);
      const identity = physicalIdentity(this.place, logicalId, template.Type, properties, resource.generation);
      Object.assign(resource, { properties, attributes: identity.attributes, ...(identity.customName === undefined ? {} : { customName: identity.customName }) });
      this.engine.faults.failResource(logicalId);
      await this.authorize('create', resource, identity.physicalId, Object.keys(properties));
      const clash = identity.customName === undefined ? undefined : this.clash(template.Type, identity.customName, replaced);
      if (clash !== undefined) throw new Error(clash);
      const refused = quotaProblem(this.engine.state, this.place, template.Type) ?? serviceProblem(this.engine.state, this.place, template.Type, properties);
      if (refused !== undefined) throw new Error(refused);
      resource.physicalId = identity.physicalId;
    } catch (error) {
      throw this.failed(replaced ?? resource, replaced === undefined ? 'create' : 'update', error);
    }
    this.event(resource, `${verb}_IN_PROGRESS`, 'Resource creation Initiated');
    await this.engine.step();
    this.event(resource, `${verb}_COMPLETE`);
    this.stack.resources[logicalId] = resource;
    this.touched(resource);
    return replaced;
  }

  /** Brings a standing resource to its template; returns the old physical resource when it was replaced. */
  async update(plan: Plan, before: ResourceState): Promise<ResourceState | undefined> {
    const { logicalId } = before;
    const template = plan.resource(logicalId);
    let changed: string[];
    let properties: Record<string, unknown>;
    try {
      properties = plan.properties(logicalId, this.lookup);
      changed = [...new Set([...Object.keys(before.properties), ...Object.keys(properties)])].filter((name) => !isDeepStrictEqual(before.properties[name], properties[name]));
    } catch (error) {
      throw this.failed(before, 'update', error);
    }
    if (template.Type !== before.type) throw this.failed(before, 'update', new Error(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${logicalId}]`));
    if (changed.length === 0) {
      this.stack.resources[logicalId] = this.withAttributes(plan, before);
      return undefined;
    }
    const misfit = this.engine.schemaProblem(plan.desired.templateBody, logicalId);
    if (misfit !== undefined) throw this.failed(before, 'update', new Error(misfit));
    if (changed.some((property) => recreation(before.type, property) === 'Always')) {
      const problem = customNameProblem(before, properties);
      if (problem !== undefined) throw this.failed(before, 'update', new Error(problem));
      return this.create(plan, logicalId, before);
    }
    await this.change(before, properties, changed);
    this.stack.resources[logicalId] = this.withAttributes(plan, this.stack.resources[logicalId] ?? before);
    return undefined;
  }

  /** Changes a resource in place. */
  async change(before: ResourceState, properties: Record<string, unknown>, changed: readonly string[], during: 'change' | 'rollback' = 'change'): Promise<void> {
    this.event(before, 'UPDATE_IN_PROGRESS');
    try {
      const problem = propertyProblem(before.type, before.logicalId, properties);
      if (problem !== undefined) throw new Error(problem);
      this.engine.faults.failResource(before.logicalId, during);
      await this.authorize('update', { ...before, properties }, before.physicalId, changed, before.properties);
      const refused = serviceProblem(this.engine.state, this.place, before.type, properties);
      if (refused !== undefined) throw new Error(refused);
    } catch (error) {
      throw this.failed(before, 'update', error);
    }
    await this.engine.step();
    const { attributes } = physicalIdentity(this.place, before.logicalId, before.type, properties, before.generation);
    const after: ResourceState = { ...before, properties, attributes };
    this.stack.resources[before.logicalId] = after;
    this.event(after, 'UPDATE_COMPLETE');
    this.touched(after);
  }

  /** Deletes a physical resource, or lets go of it when its policy says so; `policy` is what its template says of this case. */
  async delete(resource: ResourceState, policy: string | undefined): Promise<void> {
    if (resource.physicalId !== '' && (policy === 'Retain' || policy === 'RetainExceptOnCreate')) {
      this.event(resource, 'DELETE_SKIPPED');
      this.keep(resource);
      return;
    }
    this.event(resource, 'DELETE_IN_PROGRESS');
    if (resource.physicalId !== '') {
      try {
        this.engine.faults.failResource(resource.logicalId, 'delete');
        await this.authorize('delete', resource, resource.physicalId, []);
        const refused = deletionProblem(this.engine.state, resource);
        if (refused !== undefined) throw new Error(refused);
      } catch (error) {
        throw this.failed(resource, 'delete', error);
      }
    }
    await this.engine.step();
    this.event(resource, 'DELETE_COMPLETE');
    this.touched(resource);
  }

  event(resource: ResourceState, status: string, reason?: string): void {
    const event = this.engine.events.ofResource(this.stack, resource, status, reason);
    resource.status = status;
    resource.timestamp = event.timestamp;
    if (reason === undefined) delete resource.statusReason;
    else resource.statusReason = reason;
  }

  private keep({ type, physicalId, properties }: ResourceState): void {
    const { accountId, region } = this.stack;
    this.engine.state.parts.existing.push({ accountId, region, type, physicalId, properties });
    this.engine.state.save('existing');
  }

  private fresh(plan: Plan, logicalId: string): ResourceState {
    const template = plan.resource(logicalId);
    return {
      logicalId,
      type: template.Type,
      physicalId: '',
      status: '',
      timestamp: '',
      properties: {},
      attributes: {},
      dependsOn: plan.dependencies(logicalId),
      generation: 0,
      ...(template.Metadata === undefined ? {} : { metadata: template.Metadata }),
      ...(template.DeletionPolicy === undefined ? {} : { deletionPolicy: template.DeletionPolicy }),
      ...(template.UpdateReplacePolicy === undefined ? {} : { updateReplacePolicy: template.UpdateReplacePolicy }),
      ...(isCustom(template.Type) ? { notRun: true as const } : {}),
    };
  }

  // metadata and policies change without a call to the service
  private withAttributes(plan: Plan, standingOne: ResourceState): ResourceState {
    const { physicalId, customName, status, statusReason, timestamp, properties, attributes, generation, unevaluated } = standingOne;
    return {
      ...this.fresh(plan, standingOne.logicalId),
      ...{ physicalId, status, timestamp, properties, attributes, generation },
      ...(customName === undefined ? {} : { customName }),
      ...(statusReason === undefined ? {} : { statusReason }),
      ...(unevaluated === undefined ? {} : { unevaluated }),
    };
  }

  private failed(resource: ResourceState, verb: Operation, error: unknown): ResourceFailure {
    const message = error instanceof Error ? error.message : String(error);
    this.event(resource, `${verb.toUpperCase()}_FAILED`, message);
    return new ResourceFailure(resource.logicalId, verb, message);
  }

  private async authorize(operation: Operation, resource: ResourceState, physicalId: string, changed: readonly string[], standingProperties = resource.properties): Promise<void> {
    const { accountId, region } = this.stack;
    const checks = permissionsFor(operation, resource.type, {
      accountId,
      region,
      physicalId,
      attributes: resource.attributes,
      properties: resource.properties,
      standing: standingProperties,
      changed,
      boundaryOf: (roleName) => iamOf(this.engine.state, accountId).roles.get(roleName)?.boundaryArn,
      tagsOf: (id) => this.tagsOf(id),
    });
    if (checks === undefined) {
      resource.unevaluated = true;
      return;
    }
    for (const check of checks) {
      const denied = await deniedMessage(this.engine.state, this.caller, check);
      if (denied === undefined) continue;
      const [service = ''] = check.action.split(':');
      const request = uuidOf(`${this.stack.stackId}/${resource.logicalId}/${check.action}`);
      throw new Error(`Resource handler returned message: "${denied} (Service: ${service}, Status Code: 403, Request ID: ${request})" (HandlerErrorCode: AccessDenied)`);
    }
  }

  private tagsOf(id: string): Record<string, string> {
    const found = standing(this.stack).find(({ physicalId, attributes }) => physicalId === id || attributes['AllocationId'] === id);
    return Object.fromEntries(found === undefined ? [] : tagsIn(found.properties));
  }

  private clash(type: string, names: Record<string, string>, replaced: ResourceState | undefined): string | undefined {
    const { state } = this.engine;
    const scope = nameScope(type, this.stack.accountId, this.stack.region);
    const isTaken = state.stacks.some(
      (stack) =>
        isLive(stack) &&
        nameScope(type, stack.accountId, stack.region) === scope &&
        standing(stack).some((resource) => resource.type === type && resource.physicalId !== replaced?.physicalId && isDeepStrictEqual(resource.customName, names)),
    );
    const last = Object.values(names).at(-1);
    const isExisting = state.parts.existing.some(
      (resource) => resource.type === type && nameScope(type, resource.accountId, resource.region) === scope && isNamed(resource.physicalId, last ?? ''),
    );
    return isTaken || isExisting ? alreadyExists(type, names) : undefined;
  }

  // what IAM knows is put together from the stacks
  private touched({ type }: ResourceState): void {
    if (type.startsWith('AWS::IAM::')) this.engine.state.version += 1;
  }
}

const isNamed = (physicalId: string, name: string): boolean =>
  physicalId === name || (/^(arn|https):/.test(physicalId) && (physicalId.endsWith(`:${name}`) || physicalId.endsWith(`/${name.replace(/^https:\/\//, '')}`)));
