import { formatProblem, jsonSchema, type Problem, SECTION_NAMES } from '@payment-observability/config';
import { LimitError, limitProblems } from '@payment-observability/constructs';
import fc, { type GeneratorValue } from 'fast-check';
import { EVERY_TEMPLATE } from './every-template';
import { configOf, HEAD_KEYS, headOf, isObject, type Json, load, removeAt, setAt, textOf, valueAt } from './file';
import { NOTHING, randomValue, type RandomValueContext, schemaAt } from './random-value';

const ROOT = jsonSchema(EVERY_TEMPLATE);
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-1'];
const MAX_REPAIRS = 60;
/** After so many the parts that are wrong are not put right but left out. */
const PATIENCE = 6;

/** A file with random sections over a template. It need not load. */
export function randomFile(g: GeneratorValue, template: string): Json {
  const regions = REGIONS.slice(0, g(fc.integer, { min: 1, max: 5 }) === 5 ? 2 : 1);
  const file = headOf(template, regions);
  const defaults = EVERY_TEMPLATE[template]?.defaults ?? {};
  for (const section of SECTION_NAMES) {
    if (g(fc.nat, { max: 99 }) >= 35) continue;
    const value = randomValue(schemaAt([section], ROOT), { g, root: ROOT, known: [defaults, file] }, [section]);
    if (value !== NOTHING) file[section] = value;
  }
  return file;
}

/**
 * Puts a random file right by what its problems say, as a person would: what is missing is added, a name is replaced by one of those
 * allowed, and what cannot be put right is left out.
 *
 * @param synthesize may throw LimitError, whose problems count as the loader's.
 */
export function repaired(file: Json, g: GeneratorValue, synthesize: (text: string) => void): string {
  const defaults = EVERY_TEMPLATE[String(file['template'])]?.defaults ?? {};
  const context: RandomValueContext = { g, root: ROOT, known: [defaults, file] };
  let last: readonly Problem[] = [];
  for (let round = 0; round < MAX_REPAIRS; round++) {
    const text = textOf(file);
    last = problemsOf(text, synthesize);
    if (last.length === 0) return text;
    const changed = last.map((problem) => putRight(file, problem, context, round < PATIENCE));
    // what is wrong is the template's, by something else the file says
    if (!changed.includes(true)) for (const section of Object.keys(file).filter((key) => !HEAD_KEYS.includes(key)).slice(-1)) delete file[section];
  }
  throw new Error(`a random file cannot be put right:\n${last.map(formatProblem).join('\n')}\n${textOf(file)}`);
}

function problemsOf(text: string, synthesize: (text: string) => void): readonly Problem[] {
  const loaded = load(text);
  if ('problems' in loaded) return loaded.problems;
  const config = configOf(text);
  try {
    synthesize(text);
    return [];
  } catch (error) {
    if (error instanceof LimitError) return limitProblems(config, error);
    throw error;
  }
}

function putRight(file: Json, { path: dotted, message, found, allowed }: Problem, context: RandomValueContext, patient: boolean): boolean {
  const path = dotted.split('.');
  const written = valueAt(file, path);
  const names = allowed?.split(', ') ?? [];
  if (patient && typeof written === 'string' && names.length > 0) {
    setAt(file, path, names[context.g(fc.nat, { max: names.length - 1 })]);
    return true;
  }
  const kinds = /exactly one of (.+?) is required, found (.+)$/.exec(message);
  if (patient && kinds && isObject(written)) {
    const [first, ...others] = (kinds[2] ?? '').split(' and ');
    if (first !== 'none') {
      for (const other of others) removeAt(file, [...path, other]);
      return true;
    }
  }
  if (patient && (found?.startsWith('nothing') ?? false) && isObject(valueAt(file, path.slice(0, -1)))) {
    const schema = schemaAt(path, ROOT);
    const value = schema ? randomValue(schema, context, path) : NOTHING;
    if (value !== NOTHING) {
      setAt(file, path, value);
      return true;
    }
  }
  const needed = /^(\w+) is required/.exec(message)?.[1] ?? / needs (?:a |an )?(\w+)/.exec(message)?.[1];
  if (patient && needed !== undefined && isObject(written)) {
    const schema = schemaAt([...path, needed], ROOT);
    const value = schema ? randomValue(schema, context, [...path, needed]) : NOTHING;
    if (value !== NOTHING) {
      setAt(file, [...path, needed], value);
      return true;
    }
  }
  // what is missing cannot be left out: its entry goes
  return removeAt(file, found?.startsWith('nothing') ? path.slice(0, -1) : path);
}

/** The same value with the keys of every object in another order. */
export function permuted(value: unknown, g: GeneratorValue): unknown {
  if (Array.isArray(value)) return value.map((item) => permuted(item, g));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]): [string, unknown] => [key, permuted(child, g)]);
  return Object.fromEntries(g(fc.shuffledSubarray, entries, { minLength: entries.length, maxLength: entries.length }));
}
