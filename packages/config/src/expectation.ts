import { z } from 'zod';
import { type Schema, unwrap } from './schema-walk';

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
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
  const json = z.toJSONSchema(unwrap(schema).schema, { io: 'input', unrepresentable: 'any', reused: 'inline', cycles: 'ref' }) as JsonSchema;
  return describe(json);
}

function describe(json: JsonSchema): string {
  if (json.const !== undefined) return String(json.const);
  if (json.enum) return `one of ${json.enum.join(', ')}`;
  if (json.anyOf) return [...new Set(json.anyOf.map(describe))].join(' or ');
  switch (json.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${bounds(json)}`;
    case 'number':
      return `a number${bounds(json)}`;
    case 'string':
      return (json.format && FORMATS[json.format]) ?? `text${lengths(json)}`;
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
