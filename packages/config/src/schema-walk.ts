import { z } from 'zod';
import { isRecord, type Path } from './path';

export type Schema = z.core.$ZodType;

/** What a field says about itself beside its type. */
export interface FieldMeta {
  readonly description?: string | undefined;
  /** Path of the collection (or section) in which the value names an entry. */
  readonly refTo?: string;
  /** What happens to the reference when its target is switched off: it disappears, or the entry that holds it does. */
  readonly onRemoval?: 'field' | 'entry';
  /** Braces belong to the text's own language: `{word}` in it is not a placeholder. */
  readonly ownBraces?: true;
  /** `enabled: false` stays in the config: what is switched off is not part of it, but of the catalog. */
  readonly staysWhenOff?: true;
  /** The value must not be repeated in an error text. */
  readonly sensitive?: true;
}

interface Unwrapped {
  readonly schema: Schema;
  readonly meta: FieldMeta;
}

// every node of a config is looked up several times, and reading the registry is slow
const unwrapped = new WeakMap<Schema, Unwrapped>();

/** The schema below optional, default and lazy, and what they all say about the field (the outermost wins). */
export function unwrap(schema: Schema): Unwrapped {
  const known = unwrapped.get(schema);
  if (known) return known;
  const below = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodLazy ? unwrap(schema.unwrap()) : { schema, meta: {} };
  const result = { schema: below.schema, meta: { ...below.meta, ...z.globalRegistry.get(schema) } };
  unwrapped.set(schema, result);
  return result;
}

/** The schema of `value[key]`; for a union, of the options that hold such a value. */
export function childSchema(schema: Schema, key: string | number, value?: unknown): Schema | undefined {
  const inner = unwrap(schema).schema;
  if (inner instanceof z.ZodObject) return Object.hasOwn(inner.shape, key) ? (inner.shape as Record<string, Schema>)[key] : undefined;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodUnion) {
    const option = optionFor(inner, value) ?? inner.options.find((candidate) => childSchema(candidate, key) !== undefined);
    return option && childSchema(option, key, value);
  }
  return undefined;
}

/** The schema at a path below `schema`. */
export function schemaAt(schema: Schema, path: Path, value?: unknown): Schema | undefined {
  let current: Schema | undefined = schema;
  let part = value;
  for (const key of path) {
    current = current && childSchema(current, key, part);
    part = isRecord(part) || Array.isArray(part) ? (part as Record<string | number, unknown>)[key] : undefined;
  }
  return current;
}

/** The option of a union whose type the value has. */
export function optionFor(union: z.ZodUnion, value: unknown): Schema | undefined {
  return union.options.find((option) => {
    const inner = unwrap(option).schema;
    if (inner instanceof z.ZodObject) return isRecord(value) && Object.keys(value).every((key) => Object.hasOwn(inner.shape, key));
    if (inner instanceof z.ZodRecord) return isRecord(value);
    if (inner instanceof z.ZodArray) return Array.isArray(value);
    return z.safeParse(inner, value).success || (inner instanceof z.ZodString && typeof value === 'string');
  });
}

export interface Visited {
  readonly path: Path;
  readonly value: unknown;
  /** The schema below optional and default, undefined where the schema knows no such key. */
  readonly schema: Schema | undefined;
  readonly meta: FieldMeta;
}

/** Calls `visit` for `value` and everything below it, parents first, each with the schema that holds for it. */
export function walk(schema: Schema | undefined, value: unknown, visit: (visited: Visited) => void, path: Path = []): void {
  let { schema: inner, meta }: { schema: Schema | undefined; meta: FieldMeta } = schema ? unwrap(schema) : { schema: undefined, meta: {} };
  if (inner instanceof z.ZodUnion && (typeof value === 'string' || typeof value === 'object')) {
    const option = optionFor(inner, value);
    if (option) {
      const chosen = unwrap(option);
      inner = chosen.schema;
      meta = { ...chosen.meta, ...meta };
    }
  }
  visit({ path, value, schema: inner, meta });
  if (Array.isArray(value)) value.forEach((item, index) => walk(inner && childSchema(inner, index, value), item, visit, [...path, index]));
  else if (isRecord(value)) for (const [key, item] of Object.entries(value)) walk(inner && childSchema(inner, key, value), item, visit, [...path, key]);
}
