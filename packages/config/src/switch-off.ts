import { z } from 'zod';
import { type Finding } from './finding';
import { formatPath, isRecord, oneLine, type Path, startsWith, valueAt } from './path';
import { referencesIn, type Reference } from './references';
import { type Schema, schemaAt, unwrap, walk } from './schema-walk';
import { type Removal } from './schema';
import { stableId } from './sections/fields';
import { namesInstead } from './suggest';

/** Template, file and overrides of an environment, the lowest first. */
export type Layers = readonly unknown[];

interface SwitchedOff {
  readonly path: Path;
  readonly reason: string;
  /** Index of the layer that says so. */
  readonly layer: number;
}

type Entries = Record<string, unknown>;

/**
 * Takes every entry with `enabled: false` out of the merged value. What a lower layer refers to goes on without it: lists lose the
 * member, a condition reads it as never in ALARM, an entry that cannot be without it is switched off too.
 */
export function switchOff(schema: Schema, merged: Entries, layers: Layers): { value: Entries; removals: readonly Removal[]; findings: readonly Finding[] } {
  const value = structuredClone(merged);
  const findings: Finding[] = [];
  const removed: SwitchedOff[] = [];
  const stays: Omit<SwitchedOff, 'layer'>[] = [];
  walk(schema, merged, ({ path, value: entry }) => {
    if (path.length === 0 || !isRecord(entry) || typeof entry['enabled'] !== 'boolean' || !canBeSwitched(schema, path)) return;
    const { enabled, reason } = entry;
    if (enabled) {
      remove(value, [...path, 'enabled']);
      remove(value, [...path, 'reason']);
      return;
    }
    if (removed.some((outer) => startsWith(path, outer.path))) return;
    findings.push(...reasonFindings(path, reason), ...contentFindings(schema, path, entry));
    const own = schemaAt(schema, path);
    if (own && unwrap(own).meta.staysWhenOff) stays.push({ path, reason: textOf(reason) });
    else {
      findings.push(...absenceFindings(path, layers));
      remove(value, path);
      removed.push({ path, reason: textOf(reason), layer: layerOf(layers, [...path, 'enabled']) });
    }
  });
  while (dropOneReference(schema, value, layers, removed));
  const removals = [...removed.filter(({ layer }) => layer > 0), ...stays].map(({ path, reason }) => ({ path: formatPath(path), reason }));
  return { value, removals: removals.sort((a, b) => (a.path < b.path ? -1 : 1)), findings };
}

/** Sections, entries, whole collections and members of collections can be; a free map (fields, dimensions, tags) has no switch of its own. */
function canBeSwitched(schema: Schema, path: Path): boolean {
  const own = schemaAt(schema, path);
  if (own === undefined) return false;
  const inner = unwrap(own).schema;
  if (inner instanceof z.ZodObject) return Object.hasOwn(inner.shape, 'enabled');
  if (inner instanceof z.ZodRecord) return inner.keyType === stableId;
  const parent = schemaAt(schema, path.slice(0, -1));
  return parent !== undefined && unwrap(parent).schema instanceof z.ZodRecord;
}

const textOf = (reason: unknown) => (typeof reason === 'string' ? reason : '');

function reasonFindings(path: Path, reason: unknown): readonly Finding[] {
  if (textOf(reason).trim() !== '') return [];
  return [{ path: [...path, 'enabled'], message: 'enabled: false needs a reason', suggestion: 'add reason: "…", so that a reviewer knows why' }];
}

/** Keys of an entry that is switched off are not validated with the rest, but a key that does not exist is a mistake all the same. */
function contentFindings(schema: Schema, path: Path, entry: Entries): readonly Finding[] {
  const inner = unwrap(schemaAt(schema, path) ?? schema).schema;
  if (inner instanceof z.ZodRecord) return [];
  const known = inner instanceof z.ZodObject ? Object.keys(inner.shape) : ['enabled', 'reason'];
  return Object.keys(entry)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [...path, key],
      message: `unknown key "${oneLine(key)}"`,
      ...(entry[key] === null ? { suggestion: 'put a reason with a comma in quotes' } : namesInstead(key, known)),
    }));
}

function absenceFindings(path: Path, layers: Layers): readonly Finding[] {
  const exists = layers.some((layer) => {
    const written = valueAt(layer, path);
    return isRecord(written) ? Object.entries(written).some(([key, value]) => key !== 'enabled' && key !== 'reason' && value !== null) : written !== undefined;
  });
  if (exists) return [];
  const name = String(path.at(-1));
  const siblings = layers.flatMap((layer) => Object.keys((valueAt(layer, path.slice(0, -1)) as Entries | undefined) ?? {}));
  return [
    {
      path,
      message: 'nothing to switch off: neither the template nor this file has it',
      ...namesInstead(name, [...new Set(siblings)].filter((sibling) => sibling !== name)),
    },
  ];
}

/** The highest layer that has a value at `path`. */
export const layerOf = (layers: Layers, path: Path): number => layers.findLastIndex((layer) => valueAt(layer, path) !== undefined);

/** Applies the removals to the first reference they leave dangling; false when there is none. */
function dropOneReference(schema: Schema, value: Entries, layers: Layers, removed: SwitchedOff[]): boolean {
  for (const reference of referencesIn(schema, value)) {
    const cause = causeOf(reference, value, removed);
    if (!cause || layerOf(layers, reference.path) >= cause.layer) continue;
    if (drop(schema, value, reference, (path) => removed.push({ path, reason: reasonFor(cause), layer: cause.layer }))) return true;
  }
  return false;
}

/** The removal that took away what a reference names. */
export const causeOf = ({ target }: Reference, value: unknown, removed: readonly SwitchedOff[]): SwitchedOff | undefined =>
  valueAt(value, target) === undefined ? removed.find(({ path }) => startsWith(target, path)) : undefined;

const reasonFor = ({ path, reason }: SwitchedOff) =>
  reason.startsWith('without ') ? reason : `without ${formatPath(path)}${reason === '' ? '' : ` (${reason})`}`;

function drop(schema: Schema, value: Entries, { path, target, onRemoval }: Reference, alsoRemoved: (path: Path) => void): boolean {
  const removeEntry = (from: Path) => {
    const entry = enclosingEntry(schema, from);
    if (!entry) return false;
    remove(value, entry);
    alsoRemoved(entry);
    return true;
  };
  const when = path.indexOf('when');
  if (path[0] === 'alarms' && when > 0) {
    const at = path.slice(0, when + 1);
    const left = withoutAlarm(valueAt(value, at), String(target.at(-1)));
    if (typeof left === 'boolean') return removeEntry(at);
    replace(value, at, left);
    return true;
  }
  const list = valueAt(value, path.slice(0, -1));
  if (Array.isArray(list)) {
    if (list.length === 1) return removeEntry(path);
    remove(value, path);
    return true;
  }
  if (onRemoval === 'entry') return removeEntry(path);
  remove(value, path);
  return true;
}

/** The nearest entry of a collection that holds `path`. */
function enclosingEntry(schema: Schema, path: Path): Path | undefined {
  for (let length = path.length - 1; length > 1; length--) {
    const parent = schemaAt(schema, path.slice(0, length - 1));
    if (parent && unwrap(parent).schema instanceof z.ZodRecord) return path.slice(0, length);
  }
  return undefined;
}

/** The condition when `id` is never in ALARM: a simpler one, or the constant it has become. What is no condition stays as it is. */
export function withoutAlarm(condition: unknown, id: string): unknown {
  if (typeof condition === 'string') return condition === id ? false : condition;
  if (!isRecord(condition)) return condition;
  if (Object.hasOwn(condition, 'not')) {
    const inner = withoutAlarm(condition['not'], id);
    return typeof inner === 'boolean' ? !inner : { not: inner };
  }
  if (Object.hasOwn(condition, 'atLeast')) return withoutMember(condition, id);
  const key = Object.hasOwn(condition, 'all') ? 'all' : 'any';
  const members = condition[key];
  if (!Array.isArray(members)) return condition;
  // the member that decides the whole: FALSE among all, TRUE among any
  const decisive = key === 'any';
  const left = members.map((member) => withoutAlarm(member, id));
  if (left.includes(decisive)) return decisive;
  const rest = left.filter((member) => typeof member !== 'boolean');
  return rest.length === 0 ? !decisive : { [key]: rest };
}

/** `{ atLeast, of }` without one of its alarms: FALSE as soon as fewer are left than must be in ALARM. */
function withoutMember(condition: Entries, id: string): unknown {
  const { atLeast, of } = condition;
  if (!Array.isArray(of)) return condition;
  const left = of.filter((member) => member !== id);
  if (left.length === of.length) return condition;
  return left.length < Number(atLeast) ? false : { ...condition, of: left };
}

function remove(value: Entries, path: Path): void {
  const parent = valueAt(value, path.slice(0, -1));
  const key = path.at(-1);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (isRecord(parent)) delete parent[String(key)];
}

function replace(value: Entries, path: Path, by: unknown): void {
  const parent = valueAt(value, path.slice(0, -1));
  if (isRecord(parent)) parent[String(path.at(-1))] = by;
}
