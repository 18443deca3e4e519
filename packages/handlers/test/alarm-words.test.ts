import { alarmWords, previousStateMs, spanWords } from '../src/alarm-words';
import { type AlarmNotice } from '../src/notice';

const alarm = (changes: Partial<AlarmNotice> = {}): AlarmNotice => ({ kind: 'alarm', title: 'a', metrics: [], children: [], ...changes });

test.each([
  [0, '0 s'],
  [499, '0 s'],
  [45_000, '45 s'],
  [725_000, '12 min 5 s'],
  [3_600_000, '1 h'],
  [11_105_000, '3 h 5 min'],
  [187_200_000, '2 d 4 h'],
  [86_460_000, '1 d'],
])('%i ms are %s', (milliseconds, words) => {
  expect(spanWords(milliseconds)).toBe(words);
});

test('what the notice does not say is left out', () => {
  expect(alarmWords(alarm())).toEqual({});
});

test.each([
  [{ value: 2.5 }, '2.5'],
  [{ value: 2.5, threshold: 1 }, '2.5 (threshold: 1)'],
  [{ value: 0.1234567, threshold: 1, comparison: 'LessThanThreshold' }, '0.123457 (threshold: below 1)'],
  [{ value: 15_078_544_179, threshold: 5e9, comparison: 'LessThanOrEqualToThreshold' }, '15078544179 (threshold: at or below 5000000000)'],
  [{ value: 3, upper: 2 }, '3 (expected: at most 2)'],
  [{ value: 1, lower: 2 }, '1 (expected: at least 2)'],
] as const)('the reading %j is "%s"', (reading, words) => {
  expect(alarmWords(alarm({ reading })).value).toBe(words);
});

test.each([
  ['2026-11-20T10:00:00Z', '2026-11-20T10:00:01.500+0000', 1500],
  ['2026-11-20T10:00:01Z', '2026-11-20T10:00:00Z', undefined],
  ['x', '2026-11-20T10:00:00Z', undefined],
])('a state from %s to %s lasted %s ms', (since, occurredAt, milliseconds) => {
  expect(previousStateMs(alarm({ previous: { state: 'ALARM', since }, occurredAt }))).toBe(milliseconds);
});

test('a state without a time is said without it', () => {
  expect(alarmWords(alarm({ state: 'OK', previous: { state: 'ALARM' } }))).toEqual({ state: 'OK', before: 'ALARM' });
});
