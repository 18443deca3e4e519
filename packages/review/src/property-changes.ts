import { canonicalJson } from './canonical-json';
import { embeddedJson, isIntrinsic } from './intrinsics';
import { isRecord, valueAt } from './json';
import type { PropertyChange } from './types';

type Path = readonly string[];

/** Differences down to the leaf that changed, in a stable order; empty only where CloudFormation sees no difference either. */
export function propertyChanges(before: unknown, after: unknown, path: Path = []): PropertyChange[] {
  if (isSameScalar(before, after)) return [];
  const [beforeJson, afterJson] = [embeddedJson(before), embeddedJson(after)];
  if (beforeJson !== undefined && afterJson !== undefined) {
    const changes = propertyChanges(beforeJson, afterJson, path);
    return changes.length > 0 || canonicalJson(before) === canonicalJson(after) ? changes : [leaf(path, before, after)];
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  if (isRecord(before) && isRecord(after) && !isIntrinsic(before) && !isIntrinsic(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return keys.flatMap((key) => propertyChanges(own(before, key), own(after, key), [...path, key]));
  }
  return isComposite(before) && isComposite(after) && canonicalJson(before) === canonicalJson(after) ? [] : [leaf(path, before, after)];
}

/** The path as a reader writes it: `Dimensions[FunctionName].Value`. */
export function pathText(path: Path): string {
  const parts = path[0] === 'Properties' && path.length > 1 ? path.slice(1) : path;
  return parts.reduce((text, part) => (text === '' || part.startsWith('[') ? `${text}${part}` : `${text}.${part}`), '');
}

// a number and its text are the same to CloudFormation; unlike cloudformation-diff, '' and 0 are not
function isSameScalar(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  return isScalar(before) && isScalar(after) && String(before) === String(after);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function own(record: object, key: string): unknown {
  return Object.hasOwn(record, key) ? (record as Record<string, unknown>)[key] : undefined;
}

function leaf(path: Path, before: unknown, after: unknown): PropertyChange {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: Path): PropertyChange[] {
  const [beforeIds, afterIds] = [identities(before), identities(after)];
  if (beforeIds !== undefined && afterIds !== undefined) return namedChanges(beforeIds, afterIds, path);
  return indexedChanges(before, after, path);
}

// lists whose elements have a name are compared by it, so that one added widget is not a change of all that follow
const IDENTITIES: readonly Path[] = [['properties', 'title'], ['Sid'], ['Id'], ['Key'], ['Name'], ['id']];

function identities(list: readonly unknown[]): Map<string, unknown> | undefined {
  for (const identity of IDENTITIES) {
    const names = list.map((element) => valueAt(element, identity));
    if (names.length > 0 && names.every((name) => typeof name === 'string' && name !== '') && new Set(names).size === names.length) {
      return new Map(list.map((element, index) => [String(names[index]), element]));
    }
  }
  return undefined;
}

function namedChanges(before: Map<string, unknown>, after: Map<string, unknown>, path: Path): PropertyChange[] {
  const [oldNames, newNames] = [[...before.keys()], [...after.keys()]];
  // an element that is renamed where it stands is told as a change of its name
  const renamed = new Map(oldNames.map((name, index) => [name, newNames[index] ?? name] as const).filter(([old, young]) => !after.has(old) && !before.has(young)));
  const arrived = new Set(renamed.values());
  const names = [...oldNames, ...newNames.filter((name) => !before.has(name) && !arrived.has(name))];
  const changes = names.flatMap((name) => propertyChanges(before.get(name), after.get(renamed.get(name) ?? name), [...path, `[${name}]`]));
  const [oldOrder, newOrder] = [oldNames.filter((name) => after.has(name)), newNames.filter((name) => before.has(name))];
  return canonicalJson(oldOrder) === canonicalJson(newOrder) ? changes : [...changes, leaf([...path, '[order]'], oldOrder, newOrder)];
}

function indexedChanges(before: readonly unknown[], after: readonly unknown[], path: Path): PropertyChange[] {
  const [old, young] = [before.map(canonicalJson), after.map(canonicalJson)];
  const shorter = Math.min(old.length, young.length);
  let head = 0;
  while (head < shorter && old[head] === young[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;
  const [removed, added] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const at = (offset: number): Path => [...path, `[${head + offset}]`];
  if (removed.length === added.length) return removed.flatMap((element, offset) => propertyChanges(element, added[offset], at(offset)));
  return [...removed.map((element, offset) => leaf(at(offset), element, undefined)), ...added.map((element, offset) => leaf(at(offset), undefined, element))];
}
