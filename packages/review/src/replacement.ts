import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { compareText } from './canonical-json';
import { referencesOf } from './intrinsics';
import { isRecord } from './json';
import type { Resource } from './template';
import type { PropertyChange } from './types';

type Resources = ReadonlyMap<string, Resource>;

/** Whether a resource that stays is replaced, and why. */
export interface Replacement {
  readonly action: 'replace' | 'may replace';
  /** Property changes that only the replacement of other resources causes. */
  readonly caused: readonly PropertyChange[];
}

/** Which of the resources that stay are replaced, by logical id: for a change of their own, or of what they refer to. */
export function replacements(before: Resources, after: Resources, ownChanges: ReadonlyMap<string, readonly PropertyChange[]>): Map<string, Replacement> {
  const actions = new Map<string, Replacement['action']>();
  const causes = new Map<string, Set<string>>();
  const replaced: string[] = [];
  const mark = (logicalId: string, action: Replacement['action'] | undefined): void => {
    if (action === 'replace' && actions.get(logicalId) !== 'replace') replaced.push(logicalId);
    if (action !== undefined && actions.get(logicalId) !== 'replace') actions.set(logicalId, action);
  };
  for (const [logicalId, changes] of ownChanges) for (const action of ownActions(before.get(logicalId), after.get(logicalId), changes)) mark(logicalId, action);
  const references = referencesBetween(before, after);
  // the list grows while it is walked: a replacement may cause the next
  for (const logicalId of replaced) {
    for (const { referrer, resource, property } of references.get(logicalId) ?? []) {
      const action = replacementBy(resource, property);
      if (action !== undefined) causes.set(referrer, (causes.get(referrer) ?? new Set()).add(property));
      mark(referrer, action);
    }
  }
  const names = new Set(replaced);
  const causedIn = (logicalId: string): PropertyChange[] => {
    const own = new Set(ownChanges.get(logicalId)?.map(({ path }) => path[1]));
    const [old, young] = [before.get(logicalId)?.properties, after.get(logicalId)?.properties];
    const properties = [...(causes.get(logicalId) ?? [])].filter((property) => !own.has(property)).toSorted(compareText);
    return properties.map((property) => ({ path: ['Properties', property], before: old?.[property], after: withReplaced(young?.[property], names) }));
  };
  return new Map([...actions].map(([logicalId, action]) => [logicalId, { action, caused: causedIn(logicalId) }]));
}

function ownActions(before: Resource | undefined, after: Resource | undefined, changes: readonly PropertyChange[]): (Replacement['action'] | undefined)[] {
  if (!before || !after) return [];
  if (before.type !== after.type) return ['replace'];
  const properties = new Set(changes.flatMap(({ path: [part, property] }) => (part === 'Properties' && property !== undefined ? [property] : [])));
  return [...properties].map((property) => replacementBy(after, property));
}

const KNOWN = new Map<string, Replacement['action'] | undefined>();

/** Whether a change of the property replaces resources of the type. Asked of fullDiff once, which is quadratic in what it is given. */
function replacementBy(resource: Resource, property: string): Replacement['action'] | undefined {
  const key = `${resource.type} ${property}`;
  if (!KNOWN.has(key)) KNOWN.set(key, askFullDiff(resource, property));
  return KNOWN.get(key);
}

function askFullDiff({ type, properties }: Resource, property: string): Replacement['action'] | undefined {
  const probe = (value: string) => ({ Resources: { Probe: { Type: type, Properties: { ...properties, [property]: { Ref: value } } } } });
  const { resources } = fullDiff(probe('Before'), probe('After'));
  return ACTIONS[resources.get('Probe').changeImpact];
}

const ACTIONS: Readonly<Partial<Record<ResourceImpact, Replacement['action']>>> = {
  [ResourceImpact.WILL_REPLACE]: 'replace',
  [ResourceImpact.MAY_REPLACE]: 'may replace',
};

interface Reference {
  readonly referrer: string;
  readonly resource: Resource;
  readonly property: string;
}

/** By logical id, the properties of resources on both sides that refer to it. */
function referencesBetween(before: Resources, after: Resources): Map<string, Reference[]> {
  const references = new Map<string, Reference[]>();
  for (const [referrer, resource] of after) {
    if (before.get(referrer)?.type !== resource.type) continue;
    for (const [property, value] of Object.entries(resource.properties)) {
      for (const target of referencesOf(value)) {
        const known = references.get(target);
        if (known) known.push({ referrer, resource, property });
        else references.set(target, [{ referrer, resource, property }]);
      }
    }
  }
  return references;
}

/** The value with its references to replaced resources marked, as cloudformation-diff marks them. */
function withReplaced(value: unknown, replaced: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => withReplaced(element, replaced));
  if (!isRecord(value)) return value;
  const marked = (name: unknown): unknown => (typeof name === 'string' && replaced.has(name) ? `${name} (replaced)` : name);
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub } = value;
  if (ref !== undefined) return { Ref: marked(ref) };
  const getAtt = typeof attribute === 'string' ? attribute.split('.') : attribute;
  if (Array.isArray(getAtt)) return { 'Fn::GetAtt': [marked(getAtt[0]), ...(getAtt.slice(1) as unknown[])] };
  if (typeof sub === 'string') return { 'Fn::Sub': sub.replace(/(?<=\$\{)[^${}.]+/g, (name) => String(marked(name))) };
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, withReplaced(element, replaced)]));
}
