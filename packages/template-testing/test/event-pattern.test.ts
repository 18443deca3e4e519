import { matchesPattern } from '../src/event-pattern';

const matches = (matchers: unknown, value: unknown) => matchesPattern({ detail: { field: matchers } }, { detail: { field: value } });

describe('values', () => {
  test.each<[string, unknown[], unknown, boolean]>([
    ['a text', ['FAILED'], 'FAILED', true],
    ['another text', ['FAILED'], 'failed', false],
    ['one of a list', ['FAILED', 'ERROR'], 'ERROR', true],
    ['none of a list', ['FAILED', 'ERROR'], 'SUCCESS', false],
    ['a number', [100], 100, true],
    ['a number is the same with decimals', [300], 300.0, true],
    ['a number in quotes is a text', [100], '100', false],
    ['a text of digits is no number', ['100'], 100, false],
    ['true', [true], true, true],
    ['true is no text', [true], 'true', false],
    ['null', [null], null, true],
    ['an empty text is not null', [null], '', false],
    ['an empty text', [''], '', true],
    ['an array of the event matches by one element', ['b'], ['a', 'b'], true],
    ['an array of the event without such an element', ['c'], ['a', 'b'], false],
    ['an object is no leaf', ['a'], { a: 'a' }, false],
  ])('%s', (_, matchers, value, expected) => {
    expect(matches(matchers, value)).toBe(expected);
  });

  test('a field that is not there matches no value, not even null', () => {
    expect(matchesPattern({ detail: { field: [null] } }, { detail: {} })).toBe(false);
    expect(matchesPattern({ detail: { field: ['a'] } }, {})).toBe(false);
  });
});

describe('operators', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['prefix', { prefix: 'eu-' }, 'eu-west-1', true],
    ['prefix', { prefix: 'eu-' }, 'us-eu-1', false],
    ['prefix of a number', { prefix: '1' }, 12, false],
    ['prefix ignoring case', { prefix: { 'equals-ignore-case': 'EVENTB' } }, 'eventbridge', true],
    ['suffix', { suffix: '.png' }, 'a.png', true],
    ['suffix', { suffix: '.png' }, 'a.png.txt', false],
    ['suffix ignoring case', { suffix: { 'equals-ignore-case': '.png' } }, 'A.PNG', true],
    ['equals-ignore-case', { 'equals-ignore-case': 'alice' }, 'ALICE', true],
    ['equals-ignore-case', { 'equals-ignore-case': 'alice' }, 'ALICE!', false],
    ['anything-but a text', { 'anything-but': 'US' }, 'KP', true],
    ['anything-but a text', { 'anything-but': 'US' }, 'US', false],
    ['anything-but a list', { 'anything-but': ['US', 'GB'] }, 'GB', false],
    ['anything-but a list', { 'anything-but': ['US', 'GB'] }, 'KP', true],
    ['anything-but numbers', { 'anything-but': [1, 2] }, 3, true],
    ['anything-but numbers, against a text', { 'anything-but': [1, 2] }, '1', true],
    ['anything-but prefix', { 'anything-but': { prefix: 'us-' } }, 'us-east-1', false],
    ['anything-but prefix', { 'anything-but': { prefix: 'us-' } }, 'eu-west-1', true],
    ['anything-but suffixes', { 'anything-but': { suffix: ['.png', '.gif'] } }, 'a.gif', false],
    ['anything-but ignoring case', { 'anything-but': { 'equals-ignore-case': 'init' } }, 'INIT', false],
    ['anything-but wildcard', { 'anything-but': { wildcard: '*/lib/*' } }, 'a/lib/b', false],
    ['anything-but, an array with another element', { 'anything-but': 'a' }, ['a', 'b'], true],
    ['numeric >', { numeric: ['>', 10_000] }, 10_000, false],
    ['numeric >', { numeric: ['>', 10_000] }, 10_000.01, true],
    ['numeric >=', { numeric: ['>=', 10_000] }, 10_000, true],
    ['numeric <', { numeric: ['<', 0] }, 0, false],
    ['numeric <', { numeric: ['<', 0] }, -0.01, true],
    ['numeric <=', { numeric: ['<=', 0] }, 0, true],
    ['numeric =', { numeric: ['=', 3.5] }, 3.5, true],
    ['numeric = another', { numeric: ['=', 3.5] }, 3.51, false],
    ['numeric range, below', { numeric: ['>', 0, '<=', 5] }, 0, false],
    ['numeric range, in it', { numeric: ['>', 0, '<=', 5] }, 5, true],
    ['numeric range, above', { numeric: ['>', 0, '<=', 5] }, 5.1, false],
    ['numeric against a number in quotes', { numeric: ['>', 10] }, '20', false],
    ['numeric beyond what EventBridge compares', { numeric: ['>', 10] }, 6e9, false],
    ['exists', { exists: true }, 0, true],
    ['exists with null', { exists: true }, null, true],
    ['exists with an object, which is no leaf', { exists: true }, { a: 1 }, false],
    ['exists with an empty array', { exists: true }, [], false],
    ['does not exist', { exists: false }, 0, false],
    ['does not exist', { exists: false }, undefined, true],
    ['wildcard', { wildcard: 'dir/*.png' }, 'dir/a/b.png', true],
    ['wildcard', { wildcard: 'dir/*.png' }, 'dir/a.pngx', false],
    ['wildcard with nothing for it', { wildcard: 'a*b' }, 'ab', true],
    ['wildcard with a dot that is a dot', { wildcard: 'a.b*' }, 'axb', false],
    ['wildcard with an escaped star', { wildcard: 'a\\*b' }, 'a*b', true],
    ['wildcard with an escaped star', { wildcard: 'a\\*b' }, 'axb', false],
    ['wildcard with an escaped backslash', { wildcard: 'a\\\\*' }, 'a\\b', true],
    ['cidr', { cidr: '10.0.0.0/24' }, '10.0.0.255', true],
    ['cidr', { cidr: '10.0.0.0/24' }, '10.0.1.0', false],
    ['cidr of all', { cidr: '0.0.0.0/0' }, '255.255.255.255', true],
    ['cidr against no address', { cidr: '10.0.0.0/24' }, '10.0.0', false],
  ])('%s %j against %j: %s', (_, matcher, value, expected) => {
    expect(matches([matcher], value)).toBe(expected);
  });

  test('a field that is not there matches no operator but exists: false', () => {
    const absent = (matcher: unknown) => matchesPattern({ detail: { field: [matcher] } }, { detail: { other: 1 } });
    expect([absent({ 'anything-but': 'a' }), absent({ numeric: ['<', 5] }), absent({ exists: false })]).toEqual([false, false, true]);
  });

  test('a list joins values and operators by OR', () => {
    const list = ['US', { prefix: 'G' }, { numeric: ['>', 5] }];
    expect(['US', 'GB', 6, 'KP', 5].map((value) => matches(list, value))).toEqual([true, true, true, false, false]);
  });
});

describe('structure', () => {
  const pattern = { source: ['payments'], detail: { risk: { score: [{ numeric: ['>', 80] }] }, country: [{ 'anything-but': ['US'] }] } };

  test.each([
    [{ source: 'payments', detail: { risk: { score: 81 }, country: 'KP' } }, true],
    [{ source: 'payments', detail: { risk: { score: 81 }, country: 'KP' }, account: '1' }, true],
    [{ source: 'payments', detail: { risk: { score: 80 }, country: 'KP' } }, false],
    [{ source: 'payments', detail: { risk: { score: 81 }, country: 'US' } }, false],
    [{ source: 'payments', detail: { risk: { score: 81 } } }, false],
    [{ source: 'other', detail: { risk: { score: 81 }, country: 'KP' } }, false],
    [{ source: 'payments', detail: { risk: 81, country: 'KP' } }, false],
  ])('every field must match: %j %s', (event, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test('all fields of a pattern are looked for in one element of an array of objects', () => {
    const items = { items: { type: ['card'], amount: [{ numeric: ['>', 10] }] } };
    expect(matchesPattern(items, { items: [{ type: 'card', amount: 5 }, { type: 'card', amount: 11 }] })).toBe(true);
    expect(matchesPattern(items, { items: [{ type: 'card', amount: 5 }, { type: 'cash', amount: 11 }] })).toBe(false);
  });

  test('$or: one of the alternatives, and the fields beside it', () => {
    const either = { source: ['a'], $or: [{ detail: { amount: [{ numeric: ['>', 10] }] } }, { detail: { status: ['FAILED'] } }] };
    const event = (source: string, amount: number, status: string) => matchesPattern(either, { source, detail: { amount, status } });
    expect([event('a', 11, 'OK'), event('a', 1, 'FAILED'), event('a', 1, 'OK'), event('b', 11, 'FAILED')]).toEqual([true, true, false, false]);
  });
});

test.each<[unknown, string]>([
  [[], 'the pattern: expected an object or a list, found []'],
  [{}, 'the pattern: an empty object matches nothing'],
  [{ detail: {} }, 'detail: an empty object matches nothing'],
  [{ a: [] }, 'a: an empty list matches nothing'],
  [{ a: 'text' }, 'a: expected an object or a list, found "text"'],
  [{ a: [['b']] }, 'a: a list cannot stand in a list'],
  [{ a: [{ larger: 5 }] }, 'a: unknown operator "larger"'],
  [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'a: expected one operator, found prefix, suffix'],
  [{ a: [{}] }, 'a: expected one operator, found none'],
  [{ a: [{ exists: 'yes' }] }, 'a: exists takes true or false'],
  [{ a: [{ prefix: 5 }] }, 'a: prefix takes a text, found 5'],
  [{ a: [{ prefix: { wildcard: 'b*' } }] }, 'a: prefix cannot hold "wildcard"'],
  [{ a: [{ 'anything-but': ['b', 5] }] }, 'a: anything-but takes texts only or numbers only'],
  [{ a: [{ 'anything-but': { numeric: ['>', 5] } }] }, 'a: anything-but cannot hold "numeric"'],
  [{ a: [{ numeric: ['>', '5'] }] }, 'a: numeric cannot compare with [">","5"]; it takes <, <=, =, >=, > and a number from -5e9 to 5e9'],
  [{ a: [{ numeric: ['>', 6e9] }] }, 'a: numeric cannot compare with [">",6000000000]; it takes <, <=, =, >=, > and a number from -5e9 to 5e9'],
  [{ a: [{ numeric: ['!=', 5] }] }, 'a: numeric cannot compare with ["!=",5]; it takes <, <=, =, >=, > and a number from -5e9 to 5e9'],
  [{ a: [{ numeric: ['>'] }] }, 'a: numeric takes one comparison or a range of two'],
  [{ a: [{ numeric: ['>', 5, '<', 1] }] }, 'a: a numeric range goes from a lower bound (> or >=) to a higher one (< or <=)'],
  [{ a: [{ wildcard: 'b**' }] }, 'a: wildcard cannot hold two * in a row'],
  [{ a: [{ cidr: '10.0.0.0' }] }, 'a: cidr takes an IPv4 range such as 10.0.0.0/24'],
  [{ $or: [{ a: [{ larger: 5 }] }, { b: ['c'] }] }, 'a: unknown operator "larger"'],
])('%j is refused, even when no event reaches it', (pattern, message) => {
  expect(() => matchesPattern(pattern, {})).toThrow(new Error(message));
});
