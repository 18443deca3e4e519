/** Keys and list positions from the root of a value. */
export type Path = readonly (string | number)[];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at `path`, undefined when there is none. Only own keys count. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** Text without control characters, which a key may hold. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, '?');

export const formatPath = (path: Path): string => oneLine(path.join('.'));

export const startsWith = (path: Path, prefix: Path): boolean => prefix.every((key, index) => path[index] === key);

/** The entries of the collection at `path` that are objects; none when there is no collection. */
export function entriesAt(value: unknown, path: Path): readonly (readonly [string, Record<string, unknown>])[] {
  const collection = valueAt(value, path);
  return isRecord(collection) ? Object.entries(collection).flatMap(([id, entry]) => (isRecord(entry) ? [[id, entry] as const] : [])) : [];
}
