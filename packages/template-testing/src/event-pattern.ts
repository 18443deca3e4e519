import { asList, isRecord, operatorOf, OPERATORS, type Pattern, testOf } from './event-pattern-operators';

/** Whether an event matches a pattern of EventBridge; throws on what EventBridge would refuse or this matcher does not know. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  const fields = asPattern(pattern, '');
  checkPattern(fields, '');
  return matchesFields(fields, event, '');
}

/** Fields are joined by AND; `$or` is a list of patterns one of which must match. An array in the event matches where one of its elements does. */
function matchesFields(pattern: Pattern, event: unknown, path: string): boolean {
  if (Array.isArray(event)) return event.some((element) => matchesFields(pattern, element, path));
  const values = isRecord(event) ? event : {};
  return Object.entries(pattern).every(([name, expected]) => {
    const at = join(path, name);
    if (name === '$or' && isAlternatives(expected)) return expected.some((alternative) => matchesFields(alternative, event, path));
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return Array.isArray(expected) ? expected.some((matcher) => matchesValue(matcher, value, at)) : matchesFields(asPattern(expected, at), value, at);
  });
}

/** Whether one entry of a leaf's list matches; `undefined` is a field that is not there. */
function matchesValue(matcher: unknown, value: unknown, path: string): boolean {
  if (!isRecord(matcher)) return elementsOf(value).some((element) => element === matcher);
  const [operator, operand] = operatorOf(matcher, path);
  if (operator === 'exists') return (operand === true) === isLeaf(value);
  const test = testOf(operator, operand, path);
  return elementsOf(value).some(test);
}

/** Throws on what is no pattern, also where no event would reach it. */
function checkPattern(pattern: Pattern, path: string): void {
  if (Object.keys(pattern).length === 0) throw new Error(`${path || 'the pattern'}: an empty object matches nothing`);
  for (const [name, expected] of Object.entries(pattern)) {
    const at = join(path, name);
    if (name === '$or' && isAlternatives(expected)) for (const alternative of expected) checkPattern(alternative, path);
    else if (Array.isArray(expected)) checkMatchers(expected, at);
    else checkPattern(asPattern(expected, at), at);
  }
}

function checkMatchers(matchers: readonly unknown[], path: string): void {
  if (matchers.length === 0) throw new Error(`${path}: an empty list matches nothing`);
  for (const matcher of matchers) {
    if (Array.isArray(matcher)) throw new Error(`${path}: a list cannot stand in a list`);
    if (!isRecord(matcher)) continue;
    const [operator, operand] = operatorOf(matcher, path);
    if (operator === 'exists') {
      if (typeof operand !== 'boolean') throw new Error(`${path}: exists takes true or false`);
    } else testOf(operator, operand, path);
  }
}

function asPattern(value: unknown, path: string): Pattern {
  if (!isRecord(value)) throw new Error(`${path || 'the pattern'}: expected an object or a list, found ${JSON.stringify(value)}`);
  return value;
}

/** `$or` is an operator only when it holds at least two patterns; else it is a field of that name. */
const isAlternatives = (value: unknown): value is readonly Pattern[] => Array.isArray(value) && value.length > 1 && value.every(isRecord) && !value.every(isMatcher);
const isMatcher = (value: Pattern): boolean => Object.keys(value).every((key) => OPERATORS.includes(key));
const isLeaf = (value: unknown): boolean => value === null || elementsOf(value).length > 0;
const elementsOf = (value: unknown): readonly unknown[] => (value === undefined || isRecord(value) ? [] : asList(value));
const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
