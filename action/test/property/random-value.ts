import fc, { type GeneratorValue } from 'fast-check';
import { isObject, type Json, type Path, valueAt } from './file';

/** Left out instead of a value: there is nothing to name. */
export const NOTHING = Symbol('nothing');

export interface RandomValueContext {
  readonly g: GeneratorValue;
  /** The whole JSON Schema of observability.yml. */
  readonly root: Json;
  /** Template and file as far as they are made, to name entries of. */
  readonly known: readonly unknown[];
}

const IDS = ['alpha', 'beta', 'gamma', 'card2', 'chargeback', 'refundEu'];
const WORDS = ['pay', 'settle', 'ledger', 'acquirer', 'refund'];
const SEPARATORS = ['-', '_', '/'];
const REF = /An id below `([^`]+)`/;
const LISTED = 'A listed resource, as kind.id';
const SWITCH_KEYS = ['enabled', 'reason'];
/** Texts that patterns with look-ahead, which fast-check cannot generate from, are met by. */
const TEXTS = [
  'a', '10.0.0.0/24', '/v1/pay', '-PT3H', '02:30', 'p99', 'Sum', '#ff8800', 'iam.amazonaws.com', 'aws.iam', 'UTC', 'Europe/Berlin', 'vpc-0a1b', 'subnet-0a1b', 'sg-0a1b', 'CreditCardNumber', 'functions.alpha',
  'acme/{env}/secret', '/aws/events/{env}/x', 'Acme/{env}', 'arn:aws:sns:{region}:{account}:acme-{env}', 'arn:aws:kms:{region}:{account}:key/1', 'arn:aws:kinesis:{region}:{account}:stream/acme-{env}', 'arn:aws:cloudtrail:{region}:{account}:trail/acme',
];
const FORMATS: Readonly<Record<string, string>> = { email: 'oncall@example.com', uri: 'https://api.example.com/health', date: '2027-01-31' };

const chance = (g: GeneratorValue, percent: number): boolean => g(fc.integer, { min: 1, max: 100 }) <= percent;
const pick = <T>(g: GeneratorValue, values: readonly T[]): T | undefined => (values.length === 0 ? undefined : values[g(fc.nat, { max: values.length - 1 })]);

/** The schema behind a `$ref`. */
export function resolve(schema: unknown, root: Json): Json {
  const reference = isObject(schema) ? schema['$ref'] : undefined;
  if (typeof reference !== 'string') return isObject(schema) ? schema : {};
  return resolve(valueAt(root, reference.replace('#/', '').split('/')), root);
}

/** The schema of a path of the file. */
export function schemaAt(path: Path, root: Json): Json | undefined {
  let current: Json | undefined = root;
  for (const key of path) current = current && childOf(resolve(current, root), key, root);
  return current && resolve(current, root);
}

function childOf(schema: Json, key: string, root: Json): Json | undefined {
  const { properties, additionalProperties, items, anyOf } = schema;
  if (isObject(properties) && Object.hasOwn(properties, key)) return resolve(properties[key], root);
  if (isObject(additionalProperties)) return withoutSwitch(resolve(additionalProperties, root));
  if (isObject(items)) return resolve(items, root);
  for (const option of Array.isArray(anyOf) ? anyOf : []) {
    const child = childOf(resolve(option, root), key, root);
    if (child) return child;
  }
  return undefined;
}

/** Members of a collection can be switched off; a value is made from what they are otherwise. */
function withoutSwitch(schema: Json): Json {
  const { anyOf } = schema;
  const isSwitch = (option: unknown) => isObject(option) && Array.isArray(option['required']) && SWITCH_KEYS.every((key) => (option['required'] as unknown[]).includes(key));
  if (!Array.isArray(anyOf) || !anyOf.some(isSwitch)) return schema;
  const others = anyOf.filter((option) => !isSwitch(option));
  return others.length === 1 && isObject(others[0]) ? others[0] : { ...schema, anyOf: others };
}

/** A value that the JSON Schema takes, or nearly: what only the loader knows is put right by its own problems. */
export function randomValue(schema: unknown, context: RandomValueContext, path: Path): unknown {
  const { g, root } = context;
  const own = resolve(schema, root);
  const { const: constant, enum: values, anyOf, type, description } = own;
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return pick(g, values);
  const named = typeof description === 'string' ? (REF.exec(description)?.[1] ?? (description === LISTED ? 'resources' : undefined)) : undefined;
  if (named !== undefined && type === 'string') return pick(g, namesOf(named, context.known)) ?? NOTHING;
  if (Array.isArray(anyOf)) return randomValue(pick(g, anyOf), context, path);
  switch (type) {
    case 'object':
      return randomObject(own, context, path);
    case 'array':
      return randomList(own, context, path);
    case 'string':
      return randomText(own, context, String(path.at(-1)));
    case 'integer':
    case 'number':
      return randomNumber(own, g);
    case 'boolean':
      return g(fc.boolean);
    default:
      return 'x';
  }
}

function randomObject({ properties, additionalProperties }: Json, context: RandomValueContext, path: Path): Json {
  const { g, root, known } = context;
  const fields = isObject(properties) ? Object.keys(properties).filter((key) => !SWITCH_KEYS.includes(key)) : [];
  // deep down less is enough, or a config would have thousands of entries
  const percent = path.length <= 2 ? 60 : 45;
  const ofFields = fields.filter(() => chance(g, percent)).map((key): [string, unknown] => [key, randomValue((properties as Json)[key], context, [...path, key])]);
  if (!isObject(additionalProperties) || Object.keys(additionalProperties).length === 0) return objectOf(ofFields);
  const existing = known.flatMap((each) => Object.keys((valueAt(each, path) as Json | undefined) ?? {}));
  const ids = [...new Set([...existing.filter(() => chance(g, 15)), ...IDS.filter(() => chance(g, 20))])];
  const entries = ids.map((id): [string, unknown] => [id, randomValue(withoutSwitch(resolve(additionalProperties, root)), context, [...path, id])]);
  return objectOf([...ofFields, ...entries]);
}

const objectOf = (entries: readonly (readonly [string, unknown])[]): Json => Object.fromEntries(entries.filter(([, value]) => value !== NOTHING));

function randomList({ items, minItems = 0, maxItems = 3 }: Json, context: RandomValueContext, path: Path): unknown {
  const { g } = context;
  const count = g(fc.integer, { min: Math.max(1, Number(minItems)), max: Math.max(1, Math.min(3, Number(maxItems))) });
  const list = Array.from({ length: count }, (_, index) => randomValue(items, context, [...path, String(index)])).filter((item) => item !== NOTHING);
  const distinct = [...new Map(list.map((item) => [JSON.stringify(item), item])).values()];
  return distinct.length === 0 ? NOTHING : distinct;
}

/** Ids of the collection at a path; of `resources` with their kind. */
function namesOf(path: string, known: readonly unknown[]): readonly string[] {
  const names = known.flatMap((each) => {
    const entries = Object.entries((valueAt(each, path.split('.')) as Json | undefined) ?? {});
    return path === 'resources' ? entries.flatMap(([kind, listed]) => (isObject(listed) ? Object.entries(listed).flatMap(([id, entry]) => (isObject(entry) ? [`${kind}.${id}`] : [])) : [])) : entries.map(([id]) => id);
  });
  return [...new Set(names)];
}

function randomText({ pattern, format, minLength = 0, maxLength = 40 }: Json, { g }: RandomValueContext, key: string): unknown {
  const fitting = FORMATS[String(format)];
  if (fitting !== undefined) return fitting;
  const own = typeof pattern === 'string' ? pattern.replace(/^\(\?:(.*)\)\|\\\{.*$/s, '$1') : undefined;
  const matches = (text: string) => (own === undefined || new RegExp(own, 'u').test(text.replace(/\{\w+\}/g, 'x'))) && text.length >= Number(minLength) && text.length <= Number(maxLength);
  const [word, number] = [pick(g, WORDS) ?? 'pay', g(fc.nat, { max: 999 })];
  // physical names carry the stage, as those of the templates do
  const names = SEPARATORS.map((separator) => [word, '{env}', String(number)].join(separator));
  const candidates = [...names, `/aws/events/${word}-{env}-${number}`, `${word}${number}`, ...TEXTS].filter(matches);
  if (key.endsWith('Name')) return candidates.find((text) => text.includes('{env}')) ?? candidates[0] ?? NOTHING;
  // ARNs are of the account and Region at hand: candidates, none made up
  const generated = own === undefined || (!own.includes('arn:') && chance(g, 30)) ? generatedText(own, g) : undefined;
  return generated !== undefined && matches(generated) ? generated : (pick(g, candidates.slice(0, 3)) ?? (own?.includes('arn:') ? NOTHING : (generatedText(own, g) ?? NOTHING)));
}

/** A text from the pattern itself, unless fast-check does not know a part of it or braces would make it a placeholder. */
function generatedText(pattern: string | undefined, g: GeneratorValue): string | undefined {
  try {
    const text = pattern === undefined ? g(fc.string, { maxLength: 30 }) : g(fc.stringMatching, new RegExp(pattern, 'u'));
    return /[{}]/.test(text) || text.trim() === '' ? undefined : text.trim().slice(0, 60);
  } catch {
    return undefined;
  }
}

function randomNumber({ type, minimum, maximum, exclusiveMinimum, multipleOf = 1 }: Json, g: GeneratorValue): number {
  const step = Number(multipleOf);
  const lowest = Math.ceil((typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : Number(minimum ?? 0)) / step) * step;
  const highest = Math.min(Number(maximum ?? Infinity), lowest + 500 * step);
  // bounds are where mistakes are
  if (chance(g, 20)) return lowest;
  const value = lowest + step * g(fc.nat, { max: Math.max(0, Math.floor((highest - lowest) / step)) });
  return type === 'number' && chance(g, 20) ? Math.min(value + 0.5, highest) : value;
}
