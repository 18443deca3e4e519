import fc from 'fast-check';
import { alarmsOf, canFire, firesLess, parseAlarmRule, raisersOf, renameAlarms, type AlarmRule } from '../../src/alerting/composite-rule';

const parsed = (text: string): AlarmRule => {
  const rule = parseAlarmRule(text);
  if (!rule) throw new Error(`not read: ${text}`);
  return rule;
};

const state = (alarm: string, name: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' = 'ALARM'): AlarmRule => ({ kind: 'state', state: name, alarm });

describe('parseAlarmRule', () => {
  test.each<[string, AlarmRule]>([
    ['ALARM("a")', state('a')],
    ['ALARM(a)', state('a')],
    ['ok("a b")', state('a b', 'OK')],
    ['INSUFFICIENT_DATA("arn:aws:cloudwatch:eu-west-1:111111111111:alarm:x")', state('arn:aws:cloudwatch:eu-west-1:111111111111:alarm:x', 'INSUFFICIENT_DATA')],
    ['TRUE', { kind: 'constant', value: true }],
    ['ALARM("a") OR ALARM("b") AND ALARM("c")', { kind: 'or', rules: [state('a'), { kind: 'and', rules: [state('b'), state('c')] }] }],
    ['(ALARM("a") OR ALARM("b")) AND NOT ALARM("c")', { kind: 'and', rules: [{ kind: 'or', rules: [state('a'), state('b')] }, { kind: 'not', rule: state('c') }] }],
    ['AT_LEAST(2, ALARM, ("a", "b", "c"))', { kind: 'at least', count: 2, rules: [state('a'), state('b'), state('c')] }],
    ['AT_LEAST(50%, OK, ("a", "b", "c"))', { kind: 'at least', count: 2, rules: [state('a', 'OK'), state('b', 'OK'), state('c', 'OK')] }],
    ['ALARM("and (not) quoted")', state('and (not) quoted')],
  ])('%s', (text, rule) => {
    expect(parseAlarmRule(text)).toEqual(rule);
  });

  test.each(['', 'ALARM', 'ALARM(', 'ALARM("a', 'ALARM("a") AND', 'ALARM("a") ALARM("b")', 'AT_LEAST(2, ALARM, "a")', 'AT_LEAST(x, ALARM, ("a"))', 'PANIC("a")', '((ALARM("a"))', `${'('.repeat(5000)}ALARM("a")${')'.repeat(5000)}`, `${'NOT '.repeat(5000)}ALARM("a")`])('%s is none', (text) => {
    expect(parseAlarmRule(text)).toBeUndefined();
  });

  test('never throws, whatever the text', () => {
    expect(() => fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('ALARM', '(', ')', '"a"', 'AND', 'NOT', ',', 'AT_LEAST', '2', '"')).map((parts) => parts.join(' '))), (text) => void parseAlarmRule(text)))).not.toThrow();
  });
});

test.each<[string, string[]]>([
  ['ALARM("a") AND NOT ALARM("b")', ['a']],
  ['NOT OK("a")', ['a']],
  ['NOT (NOT ALARM("a"))', ['a']],
  ['OK("a")', []],
  ['AT_LEAST(1, ALARM, ("a", "b"))', ['a', 'b']],
])('%s is raised by %j', (text, raisers) => {
  expect([...raisersOf(parsed(text))]).toEqual(raisers);
});

test('alarms are renamed wherever they stand', () => {
  const rule = renameAlarms(parsed('NOT (ALARM("a") OR AT_LEAST(1, OK, ("a", "b"))) AND TRUE'), (name) => `${name}!`);
  expect([...alarmsOf(rule)]).toEqual(['a!', 'b!']);
});

test.each<[string, string[], boolean | undefined]>([
  ['ALARM("a")', [], true],
  ['FALSE', [], false],
  ['ALARM("a") AND FALSE', [], false],
  ['ALARM("a") AND NOT ALARM("a")', [], false],
  ['ALARM("a") AND OK("a")', [], false],
  ['ALARM("a") AND ALARM("b")', ['b'], false],
  ['ALARM("a") OR ALARM("b")', ['b'], true],
  ['INSUFFICIENT_DATA("b")', ['b'], true],
  ['AT_LEAST(3, ALARM, ("a", "b"))', [], false],
  [['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `ALARM("${name}")`).join(' OR '), [], undefined],
])('%s with %j gone can go off: %s', (text, gone, expected) => {
  expect(canFire(parsed(text), new Set(gone))).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['ALARM("a") OR ALARM("b")', 'ALARM("a")', true],
  ['ALARM("a")', 'ALARM("a") OR ALARM("b")', false],
  ['ALARM("a") OR ALARM("b")', 'ALARM("b") OR ALARM("a")', false],
  ['ALARM("a") OR ALARM("b")', 'ALARM("a") AND ALARM("b")', true],
  ['AT_LEAST(2, ALARM, ("a", "b"))', 'ALARM("a") AND ALARM("b")', false],
  ['NOT OK("a")', 'ALARM("a")', true],
  ['ALARM("a")', 'ALARM("a") AND NOT ALARM("maintenance")', true],
])('from %s to %s goes off less: %s', (before, after, expected) => {
  expect(firesLess(parsed(before), parsed(after))).toBe(expected);
});
