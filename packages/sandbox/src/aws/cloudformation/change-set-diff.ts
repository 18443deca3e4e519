import { isDeepStrictEqual } from 'node:util';
import { isUnknown, KNOWN_AFTER_APPLY, referencesIn } from './intrinsics';
import { namesOf } from './physical-identity';
import { type Lookup, type Plan } from './plan';
import { recreation, tagProperty } from './resource-types';
import { standing, type ResourceState, type StackState } from './stack-state';
import { type Template } from './template';

export type ChangeDetail = {
  readonly attribute: string;
  readonly name?: string;
  readonly recreation?: 'Never' | 'Conditionally' | 'Always';
  readonly evaluation: 'Static' | 'Dynamic';
  readonly source: string;
  readonly causingEntity?: string;
  readonly before?: string;
  readonly after?: string;
};

/** What a change set does to one resource (CloudFormation API, ResourceChange). */
export type Change = {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly replacement?: 'True' | 'False' | 'Conditional';
  readonly policyAction?: string;
  readonly scope: readonly string[];
  readonly details: readonly ChangeDetail[];
  readonly before?: unknown;
  readonly after?: unknown;
};

export type Difference = { readonly changes: Change[]; readonly outputsChanged: boolean };

/** Compares a plan with the stack as it stands, as a change set does before anything is done. */
export function differenceOf(stack: StackState, plan: Plan, previous: Template | undefined): Difference {
  const current = new Map(standing(stack).map((resource) => [resource.logicalId, resource]));
  const changes = new Map<string, Change>();
  const lookup: Lookup = {
    ref: (id) => (isReplaced(changes.get(id)) ? KNOWN_AFTER_APPLY : (current.get(id)?.physicalId ?? KNOWN_AFTER_APPLY)),
    // whatever happens to a resource may change its attributes
    getAtt: (id, attribute) => (changes.has(id) ? KNOWN_AFTER_APPLY : (current.get(id)?.attributes[attribute] ?? KNOWN_AFTER_APPLY)),
  };
  for (const logicalId of plan.order) {
    const template = plan.resource(logicalId);
    const before = current.get(logicalId);
    const after = plan.properties(logicalId, lookup);
    if (before === undefined) {
      changes.set(logicalId, { action: 'Add', logicalId, type: template.Type, scope: [], details: [], after: { Properties: after } });
      continue;
    }
    const change = modification(before, after, plan, previous, changes);
    if (change !== undefined) changes.set(logicalId, change);
  }
  for (const resource of current.values()) {
    if (plan.order.includes(resource.logicalId)) continue;
    changes.set(resource.logicalId, {
      action: 'Remove',
      logicalId: resource.logicalId,
      physicalId: resource.physicalId,
      type: resource.type,
      policyAction: resource.deletionPolicy?.startsWith('Retain') === true ? 'Retain' : 'Delete',
      scope: [],
      details: [],
      before: { Properties: resource.properties },
    });
  }
  return {
    changes: [...changes.values()].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1)),
    outputsChanged: !isDeepStrictEqual(plan.outputs(lookup), stack.outputs),
  };
}

const isReplaced = (change: Change | undefined): boolean => change !== undefined && (change.action === 'Add' || change.replacement !== 'False');

function modification(
  before: ResourceState,
  after: Record<string, unknown>,
  plan: Plan,
  previous: Template | undefined,
  changes: ReadonlyMap<string, Change>,
): Change | undefined {
  const { logicalId } = before;
  const template = plan.resource(logicalId);
  if (template.Type !== before.type) {
    return { action: 'Modify', logicalId, physicalId: before.physicalId, type: template.Type, replacement: 'True', policyAction: policyOf(before), scope: ['Properties'], details: [], before: { Properties: before.properties }, after: { Properties: after } };
  }
  const names = [...new Set([...Object.keys(before.properties), ...Object.keys(after)])].filter((name) => !isDeepStrictEqual(before.properties[name], after[name])).sort();
  const details = [
    ...names.map((name) => propertyDetail(name, before, after, plan, previous, changes)),
    ...attributeDetails(before, template.Metadata, template.DeletionPolicy, template.UpdateReplacePolicy),
  ];
  if (details.length === 0) return undefined;
  const replacement = replacementOf(details);
  return {
    action: 'Modify',
    logicalId,
    physicalId: before.physicalId,
    type: before.type,
    replacement,
    ...(replacement === 'False' ? {} : { policyAction: policyOf(before) }),
    scope: [...new Set(details.map(({ attribute }) => attribute))],
    details,
    before: { Properties: before.properties },
    after: { Properties: after },
  };
}

const policyOf = (resource: ResourceState): string => (resource.updateReplacePolicy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete');

function replacementOf(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  if (details.some((detail) => detail.recreation === 'Always' && detail.evaluation === 'Static')) return 'True';
  return details.some((detail) => detail.recreation === 'Always' || detail.recreation === 'Conditionally') ? 'Conditional' : 'False';
}

function propertyDetail(
  name: string,
  before: ResourceState,
  after: Record<string, unknown>,
  plan: Plan,
  previous: Template | undefined,
  changes: ReadonlyMap<string, Change>,
): ChangeDetail {
  const raw = plan.resource(before.logicalId).Properties?.[name];
  const isTag = tagProperty(before.type)?.name === name;
  const shared = {
    attribute: isTag ? 'Tags' : 'Properties',
    ...(isTag ? {} : { name }),
    recreation: isTag ? 'Never' : recreation(before.type, name),
    ...(before.properties[name] === undefined ? {} : { before: textOf(before.properties[name]) }),
    ...(after[name] === undefined ? {} : { after: textOf(after[name]) }),
  } as const;
  const isDynamic = containsUnknown(after[name]);
  const rawIsSame = isDeepStrictEqual(raw, previous?.Resources[before.logicalId]?.Properties?.[name]);
  const references = referencesIn(raw);
  const cause = references.find(({ logicalId }) => changes.has(logicalId));
  if (isDynamic && cause !== undefined && rawIsSame) {
    const { logicalId, attribute } = cause;
    return attribute === undefined
      ? { ...shared, evaluation: 'Dynamic', source: 'ResourceReference', causingEntity: logicalId }
      : { ...shared, evaluation: 'Dynamic', source: 'ResourceAttribute', causingEntity: `${logicalId}.${attribute}` };
  }
  const parameter = references.find(({ logicalId }) => logicalId in plan.template.Parameters);
  if (rawIsSame && parameter !== undefined) return { ...shared, evaluation: 'Static', source: 'ParameterReference', causingEntity: parameter.logicalId };
  return { ...shared, evaluation: isDynamic ? 'Dynamic' : 'Static', source: 'DirectModification' };
}

function attributeDetails(before: ResourceState, metadata: unknown, deletionPolicy: string | undefined, updateReplacePolicy: string | undefined): ChangeDetail[] {
  const changed: [string, boolean][] = [
    ['Metadata', !isDeepStrictEqual(before.metadata, metadata)],
    ['DeletionPolicy', (before.deletionPolicy ?? 'Delete') !== (deletionPolicy ?? 'Delete')],
    ['UpdateReplacePolicy', (before.updateReplacePolicy ?? 'Delete') !== (updateReplacePolicy ?? 'Delete')],
  ];
  return changed.filter(([, is]) => is).map(([attribute]) => ({ attribute, recreation: 'Never', evaluation: 'Static', source: 'DirectModification' }));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const containsUnknown = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(containsUnknown) : isUnknown(value);

/** CloudFormation's refusal to replace a resource under a name that stays, or undefined. */
export function customNameProblem(before: ResourceState, after: Record<string, unknown>): string | undefined {
  const names = namesOf(before.type, after);
  if (before.customName === undefined || names === undefined || !isDeepStrictEqual(names, before.customName)) return undefined;
  const name = Object.values(names).at(-1) ?? '';
  return `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`;
}
