import { z } from 'zod';
import { expectation } from './expectation';
import { fileSchema } from './schema';
import { type Schema, unwrap } from './schema-walk';

interface Row {
  readonly path: string;
  readonly takes: string;
  readonly byDefault: string;
  readonly meaning: string;
}

/** A Markdown table of every field of observability.yml: path, what it takes, default and meaning, from the schema itself. */
export function referenceTable(): string {
  const rows = rowsOf(fileSchema, '').map(({ path, takes, byDefault, meaning }) => `| \`${path}\` | ${cell(takes)} | ${cell(byDefault)} | ${cell(meaning)} |`);
  return ['| Field | Takes | Default | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function rowsOf(schema: Schema, path: string): readonly Row[] {
  const { schema: inner, meta } = unwrap(schema);
  const below = (child: Schema, key: string) => rowsOf(child, path === '' ? key : `${path}.${key}`);
  const own: Row[] =
    path === '' || (isContainer(inner) && meta.description === undefined)
      ? []
      : [{ path, takes: isContainer(inner) ? 'keys and values' : expectation(inner), byDefault: defaultOf(schema), meaning: meta.description ?? '' }];
  if (inner instanceof z.ZodObject) return [...own, ...Object.entries(inner.shape as Record<string, Schema>).filter(([key]) => !isSwitch(key, inner)).flatMap(([key, child]) => below(child, key))];
  if (inner instanceof z.ZodRecord) return isContainer(unwrap(inner.valueType).schema) ? [...own, ...below(inner.valueType, '<id>')] : [...own, ...rowsOf(inner.valueType, `${path}.<id>`)];
  return inner instanceof z.ZodUnknown ? [] : own;
}

/** Every entry has the switch; the README says so once. */
const isSwitch = (key: string, entry: z.ZodObject) => (key === 'enabled' || key === 'reason') && Object.hasOwn(entry.shape, 'enabled') && Object.hasOwn(entry.shape, 'reason');

const isContainer = (schema: Schema) => schema instanceof z.ZodObject || schema instanceof z.ZodRecord;

function defaultOf(schema: Schema): string {
  if (!(schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)) return schema instanceof z.ZodOptional ? defaultOf(schema.unwrap()) : '';
  const value: unknown = schema.def.defaultValue;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `\`${value}\`` : '';
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
