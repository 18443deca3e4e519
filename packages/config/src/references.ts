import { isRecord, type Path, valueAt } from './path';
import { type Schema, walk } from './schema-walk';

/** A field that names another entry of the same config. */
export interface Reference {
  readonly path: Path;
  /** Path of the collection the name belongs to. */
  readonly collection: Path;
  /** Path of the entry that is meant. */
  readonly target: Path;
  readonly onRemoval: 'field' | 'entry';
}

/** Every reference in `value`, found through the `refTo` of the schema's fields. */
export function referencesIn(schema: Schema, value: unknown): readonly Reference[] {
  const references: Reference[] = [];
  walk(schema, value, ({ path, value: name, meta }) => {
    if (meta.refTo === undefined || typeof name !== 'string') return;
    const collection = meta.refTo.split('.');
    references.push({ path, collection, target: [...collection, ...name.split('.')], onRemoval: meta.onRemoval ?? 'entry' });
  });
  return references;
}

/** The names a reference could have: the ids of the collection, or for a section `kind.id`. */
export function possibleNames(value: unknown, { collection, target }: Reference): readonly string[] {
  const namesAt = (path: Path, depth: number): string[] => {
    const entries = valueAt(value, path);
    if (!isRecord(entries)) return [];
    return Object.keys(entries).flatMap((key) => (depth === 1 ? (isRecord(entries[key]) ? [key] : []) : namesAt([...path, key], depth - 1).map((name) => `${key}.${name}`)));
  };
  return namesAt(collection, Math.min(target.length - collection.length, 2) || 1);
}
