import { z } from 'zod';
import { type Schema, unwrap } from './schema-walk';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: string | number | boolean | null;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly format?: string;
}

const FORMATS: Readonly<Record<string, string>> = { email: 'an e-mail address', uri: 'a URL' };

/** What a field takes, as the words after "expected": `a number of at least 1`, `one of critical, warning, info`. */
export function expectation(schema: Schema): string {
  const inner = unwrap(schema).schema;
  const words = ownWords(inner);
  const json = z.toJSONSchema(inner, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  if (words === undefined) return describe(json);
  return json.type === 'string' && json.maxLength !== undefined ? `${words}, at most ${json.maxLength} characters` : words;
}

/** The text that the schema, or one of its checks, was given. What a refinement says of keys and values is a sentence of its own. */
function ownWords(schema: Schema): string | undefined {
  const { error } = schema._zod.def;
  const checks = isComposed(schema) ? [] : (schema._zod.def.checks ?? []);
  for (const own of [error, ...checks.map((check) => check._zod.def.error)]) {
    const words = own?.({} as never);
    if (typeof words === 'string') return words;
  }
  return undefined;
}

const isComposed = (schema: Schema): boolean => schema instanceof z.ZodObject || schema instanceof z.ZodRecord || schema instanceof z.ZodArray;

function describe(json: JsonSchema): string {
  if (json.const !== undefined) return `${json.const}`;
  if (json.enum) return `one of ${json.enum.join(', ')}`;
  if (json.anyOf) return [...new Set(json.anyOf.map(describe))].join(' or ');
  const { type } = json;
  if (Array.isArray(type)) return type.map((each: string) => describe({ type: each })).join(' or ');
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${bounds(json)}`;
    case 'number':
      return `a number${bounds(json)}`;
    case 'string':
      return FORMATS[json.format ?? ''] ?? `text${lengths(json)}`;
    case 'array':
      return json.minItems ? `a list of at least ${json.minItems}` : 'a list';
    case 'object':
      return 'keys and values';
    default:
      return 'another value';
  }
}

function bounds({ minimum = -Infinity, maximum = Infinity, exclusiveMinimum, multipleOf }: JsonSchema): string {
  const lowest = minimum > Number.MIN_SAFE_INTEGER;
  const highest = maximum < Number.MAX_SAFE_INTEGER;
  const range =
    exclusiveMinimum !== undefined && exclusiveMinimum > Number.MIN_SAFE_INTEGER
      ? ` above ${exclusiveMinimum}${highest ? ` and at most ${maximum}` : ''}`
      : lowest && highest
        ? ` from ${minimum} to ${maximum}`
        : lowest
          ? ` of at least ${minimum}`
          : highest
            ? ` of at most ${maximum}`
            : '';
  return range + (multipleOf === undefined ? '' : ` that is a multiple of ${multipleOf}`);
}

function lengths({ minLength = 0, maxLength }: JsonSchema): string {
  if (maxLength !== undefined) return ` of ${minLength > 0 ? `${minLength} to` : 'at most'} ${maxLength} characters`;
  return minLength > 1 ? ` of at least ${minLength} characters` : '';
}
