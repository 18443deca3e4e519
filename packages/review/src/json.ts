/** A JSON object whose values are not known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object, not a list and not null. */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is a list of strings. */
export function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

/** The value as a list: nothing gives an empty one, a single value a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The value at a path of keys, or undefined where the path ends early. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

/** The record without the given keys. */
export function omit<T extends object, K extends string>(record: T, ...keys: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !(keys as string[]).includes(key))) as Omit<T, K>;
}

/** Whether the value is a boolean, or its text, as CloudFormation takes both. */
export function isBoolean(value: unknown, expected: boolean): boolean {
  return value === expected || value === String(expected);
}
