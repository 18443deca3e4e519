import fc, { type GeneratorValue } from 'fast-check';
import { jsonSchema } from '@payment-observability/config';
import { EVERY_TEMPLATE } from './every-template';
import { HEAD_KEYS, isObject, type Json, load, type Path, setAt, textOf, valueAt } from './file';
import { randomFile, repaired } from './random-config';
import { resolve, schemaAt } from './random-value';
import { repeatedly, SEED } from './seed';

const ROOT = jsonSchema(EVERY_TEMPLATE);
const RUNS = 250;
const TIMEOUT_MS = 180_000;

/** Paths of every value below the sections of a file. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const children = isObject(value) ? Object.entries(value) : Array.isArray(value) ? value.map((item, index): [string, unknown] => [String(index), item]) : [];
  return children.flatMap(([key, child]) => [[...path, key], ...pathsOf(child, [...path, key])]);
}

/** The ids of collections; keys of free maps may be nearly anything. */
const STABLE_ID = '^[a-z][A-Za-z0-9]{0,63}$';
const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

/** One edit that no valid file has; undefined where it cannot be made. */
type Edit = (file: Json, path: Path, schema: Json | undefined) => boolean;
const EDITS: Readonly<Record<string, Edit>> = {
  'a key that does not exist': (file, path, schema) => {
    const here = valueAt(file, path);
    if (!isObject(here) || schema?.['additionalProperties'] !== false) return false;
    here['notAKey'] = 1;
    return true;
  },
  'a list in place of a text, number or truth value': (file, path, schema) => {
    if (!isScalar(valueAt(file, path)) || schema === undefined || schema['anyOf'] !== undefined) return false;
    setAt(file, path, [{ no: 'such value' }]);
    return true;
  },
  'a text in place of keys and values': (file, path) => {
    if (!isObject(valueAt(file, path)) || path.length > 1) return false;
    setAt(file, path, 'text');
    return true;
  },
  'a number above its bound': (file, path, schema) => {
    const { maximum } = schema ?? {};
    if (typeof maximum !== 'number' || typeof valueAt(file, path) !== 'number') return false;
    setAt(file, path, maximum + 1);
    return true;
  },
  'a name of nothing': (file, path, schema) => {
    const description = schema?.['description'];
    if (typeof description !== 'string' || !description.startsWith('An id below')) return false;
    setAt(file, path, 'nobodyHasThisId');
    return true;
  },
  'switched off without a reason': (file, path) => {
    const here = valueAt(file, path);
    if (!isObject(here) || path.length !== 1) return false;
    here['enabled'] = false;
    return true;
  },
  'an unknown placeholder': (file, path) => {
    const here = valueAt(file, path);
    if (typeof here !== 'string' || !here.includes('{env}')) return false;
    setAt(file, path, here.replace('{env}', '{stage}'));
    return true;
  },
  'an id that is none': (file, path, schema) => {
    const here = valueAt(file, path);
    if (!isObject(here) || valueAt(schema, ['propertyNames', 'pattern']) !== STABLE_ID || Object.keys(here).length === 0) return false;
    const [first, value] = Object.entries(here)[0] ?? [];
    if (first === undefined) return false;
    here['Not an id'] = value;
    return true;
  },
};

const oneOf = (g: GeneratorValue, values: readonly string[]): string => values[g(fc.nat, { max: values.length - 1 })] ?? '';

function editOf(name: string, file: Json, g: GeneratorValue): boolean {
  const edit = EDITS[name];
  const places = pathsOf(file).filter(([section]) => section !== undefined && !HEAD_KEYS.includes(section));
  const start = places.length === 0 ? 0 : g(fc.nat, { max: places.length - 1 });
  return [...places.slice(start), ...places.slice(0, start)].some((path) => edit?.(file, path, resolve(schemaAt(path, ROOT), ROOT)) === true);
}

test(`an invalid edit of a random valid file always gives problems with a place, never a throw (seed ${SEED}, ${RUNS} edits)`, () => {
  const made = new Set<string>();
  repeatedly(RUNS, (g) => {
      const template = oneOf(g, Object.keys(EVERY_TEMPLATE));
      const file = JSON.parse(repaired(randomFile(g, template), g, () => undefined)) as Json;
      const name = oneOf(g, Object.keys(EDITS));
      if (!editOf(name, file, g)) return;
      made.add(name);
      const text = textOf(file);
      const loaded = load(text);
      const problems = 'problems' in loaded ? loaded.problems : [];
      expect({ name, found: problems.length > 0, text }).toEqual({ name, found: true, text });
      const lines = text.split('\n').length;
      // what the template alone wrote has no line of its own, the edit has
      expect(Math.max(...problems.map(({ line }) => line))).toBeGreaterThan(1);
      for (const { line, column, message, path } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(path).not.toBe('');
        expect(message).not.toMatch(/undefined|\[object|at \S+ \(/);
      }
  });
  expect([...made].sort()).toEqual(Object.keys(EDITS).sort());
}, TIMEOUT_MS);
