import { type Random } from '../support/random';

/** Choices, and what to plant: a card number, or nothing of worth. */
export interface Mutation {
  readonly random: Random;
  readonly plant: () => string;
}

const ODD_TEXTS = ['', ' ', '\u0000', '\u007f', '€', '🙂', '\ud800', '\u202e', '<!channel>', '<https://evil.example|x>', '```', '${x}', '{x}', '%00', '../..', '__proto__', 'constructor', 'null', 'NaN', '\r\n\t', "';--", '４１１１', 'x'.repeat(5000)] as const;
const ODD_NUMBERS = [0, -0, -1, 1, 0.1, 1e21, -1e308, 2 ** 31, 2 ** 53, 5e-324] as const;
const KEYS = ['Records', 'Sns', 'Message', 'detail', 'body', 'data', 'AlarmName', '__proto__', 'constructor', 'toString', 'length', '0', ''] as const;

/** Any JSON value. */
function randomJson(mutation: Mutation, depth = 3): unknown {
  const { random, plant } = mutation;
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind === 0) return random.pick([null, true, false]);
  if (kind === 1) return random.chance(0.2) ? numberOf(plant()) : random.pick(ODD_NUMBERS);
  if (kind === 2) return random.pick(ODD_TEXTS);
  if (kind === 3) return plant();
  if (kind === 4) return `${random.pick(ODD_TEXTS)} | ${plant()} | ${random.pick(ODD_TEXTS)}`;
  if (kind === 5) return Array.from({ length: random.below(4) }, () => randomJson(mutation, depth - 1));
  // __proto__ is a key like others in JSON
  return Object.fromEntries(Array.from({ length: random.below(5) }, () => [random.chance(0.1) ? plant() : random.pick(KEYS), randomJson(mutation, depth - 1)]));
}

/** A copy with one change somewhere in it, also inside of JSON and base64 that stand in its texts. */
export function mutated(value: unknown, mutation: Mutation): unknown {
  const { random } = mutation;
  if (typeof value === 'string') return mutatedText(value, mutation);
  if (typeof value === 'number') return random.pick([value + 1, -value, String(value), randomJson(mutation, 1), ...ODD_NUMBERS]);
  if (typeof value !== 'object' || value === null || random.chance(0.05)) return randomJson(mutation);
  return Array.isArray(value) ? mutatedList(value, mutation) : mutatedObject(value as Record<string, unknown>, mutation);
}

function mutatedList(list: readonly unknown[], mutation: Mutation): unknown {
  const { random } = mutation;
  if (list.length === 0) return [randomJson(mutation, 1)];
  const at = random.below(list.length);
  const change = random.below(10);
  if (change === 0) return list.filter((_, index) => index !== at);
  if (change === 1) return [...list, list[at]];
  if (change === 2) return [...list, randomJson(mutation)];
  return list.map((one, index) => (index === at ? mutated(one, mutation) : one));
}

function mutatedObject(object: Readonly<Record<string, unknown>>, mutation: Mutation): unknown {
  const { random, plant } = mutation;
  const entries = Object.entries(object);
  if (entries.length === 0) return { [random.pick(KEYS)]: randomJson(mutation, 1) };
  const [key, value] = random.pick(entries);
  const others = entries.filter(([name]) => name !== key);
  const change = random.below(12);
  if (change === 0) return Object.fromEntries(others);
  if (change === 1) return Object.fromEntries([...others, [random.chance(0.5) ? plant() : random.pick(KEYS), value]]);
  if (change === 2) return Object.fromEntries([...entries, [random.chance(0.5) ? plant() : random.pick(KEYS), randomJson(mutation, 1)]]);
  if (change === 3) return Object.fromEntries([...others, [key, randomJson(mutation, 1)]]);
  return Object.fromEntries(entries.map(([name, one]) => [name, name === key ? mutated(one, mutation) : one]));
}

function mutatedText(text: string, mutation: Mutation): unknown {
  const { random, plant } = mutation;
  const parsed = jsonOf(text);
  if (parsed !== undefined && random.chance(0.8)) return JSON.stringify(mutated(parsed, mutation));
  const decoded = /^[A-Za-z0-9+/]{8,}={0,2}$/u.test(text) ? jsonOf(Buffer.from(text, 'base64').toString('utf8')) : undefined;
  if (decoded !== undefined && random.chance(0.9)) return Buffer.from(random.chance(0.1) ? text : JSON.stringify(mutated(decoded, mutation))).toString('base64');
  const change = random.below(6);
  if (change === 0) return randomJson(mutation, 1);
  if (change === 1) return plant();
  if (change === 2) return random.pick(ODD_TEXTS);
  if (change === 3) return `${text} | ${plant()}`;
  const at = random.below(text.length + 1);
  const inserted = random.chance(0.5) ? random.pick([` | ${plant()} | `, plant()]) : random.pick(ODD_TEXTS);
  return change === 4 ? text.slice(0, at) : `${text.slice(0, at)}${inserted}${text.slice(at)}`;
}

/** Objects and lists alone: a number is JSON too, and stays a text. */
function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The number that the digits make, as one who takes a card number for one writes it. */
function numberOf(text: string): number {
  return Number(text.replaceAll(/\D/gu, '').slice(0, 16));
}
