export type Pattern = Readonly<Record<string, unknown>>;
/** Tells whether a value that is there matches. */
type Test = (value: unknown) => boolean;

/** What a leaf's list may hold beside values. */
export const OPERATORS: readonly string[] = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard', 'numeric', 'cidr', 'anything-but', 'exists'];
/** Numbers that EventBridge compares. */
const LOWEST = -5e9;
const HIGHEST = 5e9;

/** The test of one operator. Throws on an operator or operand that EventBridge refuses or this matcher does not know. */
export function testOf(operator: string, operand: unknown, path: string): Test {
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

/** The operator of a matcher and its operand. */
export function operatorOf(matcher: Pattern, path: string): readonly [string, unknown] {
  const [entry, ...others] = Object.entries(matcher);
  if (!entry || others.length > 0) throw new Error(`${path}: expected one operator, found ${Object.keys(matcher).join(', ') || 'none'}`);
  return entry;
}

function asText(value: unknown, path: string, operator: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${path}: ${operator} takes a text, found ${JSON.stringify(value)}`);
  return value;
}

export const isRecord = (value: unknown): value is Pattern => typeof value === 'object' && value !== null && !Array.isArray(value);
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);
