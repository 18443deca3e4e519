import { compareText } from './canonical-json';
import { isRecord, omit } from './json';
import { propertyChanges } from './property-changes';
import { replacements, type Replacement } from './replacement';
import { isRetained, originOf, type Resource } from './template';
import type { Action, PropertyChange, ResourceChange } from './types';

/** A resource that differs, with both of its sides. */
export interface ResourceDifference extends ResourceChange {
  readonly before?: Resource;
  readonly after?: Resource;
}

type Resources = ReadonlyMap<string, Resource>;

/** Every resource that is added, removed or changed, sorted by logical id. */
export function resourceDifferences(before: Resources, after: Resources): ResourceDifference[] {
  const logicalIds = [...new Set([...before.keys(), ...after.keys()])].toSorted(compareText);
  const ownChanges = new Map(logicalIds.map((logicalId) => [logicalId, changesOf(before.get(logicalId), after.get(logicalId))]));
  const replaced = replacements(before, after, ownChanges);
  return logicalIds.flatMap((logicalId) => {
    const [old, young] = [before.get(logicalId), after.get(logicalId)];
    const properties = [...(ownChanges.get(logicalId) ?? []), ...(replaced.get(logicalId)?.caused ?? [])];
    const action = actionOf(old, young, replaced.get(logicalId));
    return action === 'update' && properties.length === 0 ? [] : [differenceOf(logicalId, action, properties, old, young)];
  });
}

/** A difference of the given sides, with where it comes from in the config; `type` tells it where neither side does. */
export function differenceOf(logicalId: string, action: Action, properties: readonly PropertyChange[], before?: Resource, after?: Resource, type = 'unknown'): ResourceDifference {
  const constructPath = (after ?? before)?.metadata['aws:cdk:path'];
  return {
    logicalId,
    type: after?.type ?? before?.type ?? type,
    action,
    ...originOf(after ?? before),
    ...(typeof constructPath === 'string' ? { constructPath } : {}),
    properties,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  };
}

function changesOf(before: Resource | undefined, after: Resource | undefined): PropertyChange[] {
  return before && after ? propertyChanges(before.comparable, after.comparable) : wholeProperties(before, after);
}

// an added or removed resource is told by its top-level properties, not by every leaf
function wholeProperties(before: Resource | undefined, after: Resource | undefined): PropertyChange[] {
  const side = after ? 'after' : 'before';
  const comparable = (after ?? before)?.comparable;
  if (!isRecord(comparable)) return [{ path: [], [side]: comparable }];
  const properties = isRecord(comparable['Properties']) ? comparable['Properties'] : {};
  const entries = [...pathsOf(properties, ['Properties']), ...pathsOf(omit(comparable, 'Type', 'Properties'), [])];
  return entries.map(([path, value]) => ({ path, [side]: value }));
}

function pathsOf(record: Readonly<Record<string, unknown>>, parent: readonly string[]): [string[], unknown][] {
  return Object.entries(record)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, value]) => [[...parent, key], value]);
}

function actionOf(before: Resource | undefined, after: Resource | undefined, replacement: Replacement | undefined): Action {
  if (!before) return 'add';
  if (!after) return isRetained(before, 'DeletionPolicy') ? 'orphan' : 'remove';
  return replacement?.action ?? 'update';
}
