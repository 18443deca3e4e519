/** Whether an event matches a pattern of EventBridge; throws on what EventBridge would refuse or this matcher does not know. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  const fields = asPattern(pattern, '');
  checkPattern(fields, '');
  return matchesFields(fields, event, '');
}

type Pattern = Readonly<Record<string, unknown>>;
/** Tells whether a value that is there matches. */
type Test = (value: unknown) => boolean;

const LOWEST = -5e9;
const HIGHEST = 5e9;

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
  const elements = elementsOf(value);
  // every element must be another one, while for the rest one that matches is enough
  return operator === 'anything-but' ? elements.length > 0 && elements.every(test) : elements.some(test);
}

function testOf(operator: string, operand: unknown, path: string): Test {
  switch (operator) {
    case 'prefix':
      return startTest(operand, path, operator, (text, start) => text.startsWith(start));
    case 'suffix':
      return startTest(operand, path, operator, (text, end) => text.endsWith(end));
    case 'equals-ignore-case': {
      const wanted = asText(operand, path, operator).toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
    }
    case 'wildcard': {
      const expression = wildcardExpression(asText(operand, path, operator), path);
      return (value) => typeof value === 'string' && expression.test(value);
    }
    case 'numeric':
      return numericTest(operand, path);
    case 'cidr':
      return cidrTest(asText(operand, path, operator), path);
    case 'anything-but':
      return anythingBut(operand, path);
    default:
      throw new Error(`${path}: unknown operator "${operator}"`);
  }
}

/** `prefix` and `suffix` take a text, or `{ "equals-ignore-case": text }`. */
function startTest(operand: unknown, path: string, operator: string, holds: (text: string, part: string) => boolean): Test {
  if (!isRecord(operand)) {
    const part = asText(operand, path, operator);
    return (value) => typeof value === 'string' && holds(value, part);
  }
  const [inner, text] = operatorOf(operand, path);
  if (inner !== 'equals-ignore-case') throw new Error(`${path}: ${operator} cannot hold "${inner}"`);
  const part = asText(text, path, operator).toLowerCase();
  return (value) => typeof value === 'string' && holds(value.toLowerCase(), part);
}

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** `anything-but` takes a text or a number, a list of only texts or only numbers, or an operator on texts. */
function anythingBut(operand: unknown, path: string): Test {
  if (isRecord(operand)) {
    const [operator, inner] = operatorOf(operand, path);
    if (!NEGATABLE.includes(operator)) throw new Error(`${path}: anything-but cannot hold "${operator}"`);
    const tests = asList(inner).map((one) => testOf(operator, one, path));
    return (value) => !tests.some((test) => test(value));
  }
  const values = asList(operand);
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number')) throw new Error(`${path}: anything-but takes texts only or numbers only`);
  return (value) => !values.includes(value);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
};

/** One comparison, or a range of two: `[">", 0, "<=", 5]`. A number in quotes is a text and matches none. */
function numericTest(operand: unknown, path: string): Test {
  const parts = Array.isArray(operand) ? (operand as unknown[]) : [];
  if (parts.length !== 2 && parts.length !== 4) throw new Error(`${path}: numeric takes one comparison or a range of two`);
  const tests = [0, 2].filter((index) => index < parts.length).map((index) => {
    const [sign, bound] = [parts[index], parts[index + 1]];
    const compare = typeof sign === 'string' && Object.hasOwn(COMPARISONS, sign) ? COMPARISONS[sign] : undefined;
    if (!compare || typeof bound !== 'number' || bound < LOWEST || bound > HIGHEST) throw new Error(`${path}: numeric cannot compare with ${JSON.stringify([sign, bound])}; it takes <, <=, =, >=, > and a number from -5e9 to 5e9`);
    return (value: number) => compare(value, bound);
  });
  if (parts.length === 4 && !(/^>/.test(String(parts[0])) && /^</.test(String(parts[2])) && Number(parts[1]) < Number(parts[3])))
    throw new Error(`${path}: a numeric range goes from a lower bound (> or >=) to a higher one (< or <=)`);
  return (value) => typeof value === 'number' && value >= LOWEST && value <= HIGHEST && tests.every((test) => test(value));
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcardExpression(text: string, path: string): RegExp {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(text)) throw new Error(`${path}: wildcard cannot hold two * in a row`);
  const parts = text.match(/\\[*\\]|[^]/gu) ?? [];
  return new RegExp(`^${parts.map((part) => (part === '*' ? '[^]*' : escaped(part.length === 2 && part.startsWith('\\') ? part.slice(1) : part))).join('')}$`, 'u');
}

const escaped = (character: string): string => (/^[\p{L}\p{N}]$/u.test(character) ? character : [...character].map((one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`).join(''));

/** IPv4 only; an address is matched as a text. */
function cidrTest(range: string, path: string): Test {
  const [address = '', bits] = range.split('/');
  const base = ipv4(address);
  const length = Number(bits);
  if (base === undefined || !/^\d{1,2}$/.test(bits ?? '') || length > 32) throw new Error(`${path}: cidr takes an IPv4 range such as 10.0.0.0/24`);
  const size = 2 ** (32 - length);
  return (value) => {
    const found = typeof value === 'string' ? ipv4(value) : undefined;
    return found !== undefined && Math.floor(found / size) === Math.floor(base / size);
  };
}

function ipv4(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || octets.some((octet) => !/^\d{1,3}$/.test(octet) || Number(octet) > 255)) return undefined;
  return octets.reduce((address, octet) => address * 256 + Number(octet), 0);
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

function operatorOf(matcher: Pattern, path: string): readonly [string, unknown] {
  const [entry, ...others] = Object.entries(matcher);
  if (!entry || others.length > 0) throw new Error(`${path}: expected one operator, found ${Object.keys(matcher).join(', ') || 'none'}`);
  return entry;
}

function asPattern(value: unknown, path: string): Pattern {
  if (!isRecord(value)) throw new Error(`${path || 'the pattern'}: expected an object or a list, found ${JSON.stringify(value)}`);
  return value;
}

function asText(value: unknown, path: string, operator: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${path}: ${operator} takes a text, found ${JSON.stringify(value)}`);
  return value;
}

const isRecord = (value: unknown): value is Pattern => typeof value === 'object' && value !== null && !Array.isArray(value);
/** `$or` is an operator only when it holds at least two patterns; else it is a field of that name. */
const isAlternatives = (value: unknown): value is readonly Pattern[] => Array.isArray(value) && value.length > 1 && value.every(isRecord) && !value.every(isMatcher);
const OPERATORS = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard', 'numeric', 'cidr', 'anything-but', 'exists'];
const isMatcher = (value: Pattern): boolean => Object.keys(value).every((key) => OPERATORS.includes(key));
const isLeaf = (value: unknown): boolean => value !== undefined && !isRecord(value);
const elementsOf = (value: unknown): readonly unknown[] => (value === undefined || isRecord(value) ? [] : asList(value));
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);
const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
