import { fullDiff, ResourceImpact, type ResourceDifference as LibraryDifference } from '@aws-cdk/cloudformation-diff';
import { referencesOf } from './intrinsics';
import { propertyChanges } from './property-changes';
import { normalized, type Resource } from './template';
import type { PropertyChange } from './types';

type Resources = ReadonlyMap<string, Resource>;

/** Whether a resource that stays is replaced, and why. */
export interface Replacement {
  readonly action: 'replace' | 'may replace';
  /** Property changes that only the replacement of another resource causes. */
  readonly caused: readonly PropertyChange[];
}

/** Which of the changed resources, and of those that refer to them, are replaced, by logical id. */
export function replacements(before: Resources, after: Resources, changed: readonly string[]): Map<string, Replacement> {
  const found = new Map<string, Replacement>();
  const referrers = referrersOf(before, after);
  // fullDiff is quadratic in what it is given, so it gets one resource, behind those whose replacement leads to it
  const chains = changed.map((logicalId): readonly string[] => [logicalId]);
  for (const chain of chains) {
    const logicalId = chain.at(-1) ?? '';
    if (found.get(logicalId)?.action === 'replace') continue;
    const replacement = replacementIn(chain, before, after);
    if (!replacement || (found.has(logicalId) && replacement.action !== 'replace')) continue;
    found.set(logicalId, replacement);
    if (replacement.action === 'replace') chains.push(...(referrers.get(logicalId) ?? []).filter((referrer) => !chain.includes(referrer)).map((referrer) => [...chain, referrer]));
  }
  return found;
}

function replacementIn(chain: readonly string[], before: Resources, after: Resources): Replacement | undefined {
  const side = (resources: Resources) => ({ Resources: Object.fromEntries(chain.map((logicalId) => [logicalId, resources.get(logicalId)?.comparable])) });
  const logicalId = chain.at(-1) ?? '';
  const { resources } = fullDiff(side(before), side(after));
  const change = resources.has(logicalId) ? resources.get(logicalId) : undefined;
  const action = change ? ACTIONS[change.changeImpact] : undefined;
  return change && action ? { action, caused: causedChanges(change, before.get(logicalId), after.get(logicalId)) } : undefined;
}

const ACTIONS: Readonly<Partial<Record<ResourceImpact, Replacement['action']>>> = {
  [ResourceImpact.WILL_REPLACE]: 'replace',
  [ResourceImpact.MAY_REPLACE]: 'may replace',
};

function causedChanges(change: LibraryDifference, before: Resource | undefined, after: Resource | undefined): PropertyChange[] {
  return Object.entries(change.propertyUpdates)
    .filter(([name]) => propertyChanges(normalized(before?.properties[name]), normalized(after?.properties[name])).length === 0)
    .map(([name, update]) => ({ path: ['Properties', name], before: update.oldValue as unknown, after: update.newValue as unknown }));
}

/** By logical id, the resources on both sides that refer to it. */
function referrersOf(before: Resources, after: Resources): Map<string, string[]> {
  const referrers = new Map<string, string[]>();
  for (const [logicalId, resource] of after) {
    if (!before.has(logicalId)) continue;
    for (const reference of referencesOf(resource.properties)) {
      const known = referrers.get(reference);
      if (known) known.push(logicalId);
      else referrers.set(reference, [logicalId]);
    }
  }
  return referrers;
}
