import { excludedTimes } from '../../src/maintenance/excluded-times';
import { configOf } from '../config-of';

const METRIC = { metric: { name: 'Volume', namespace: 'Acme' }, countAbove: 0, missingData: 'notBreaching', severity: 'critical' };
const ALARMS = { volume: { alarmName: 'volume', ...METRIC }, latency: { alarmName: 'latency', ...METRIC } };
type Window = Readonly<Record<string, unknown>>;
const SUNDAYS: Window = {
  ruleName: 'sundays',
  weekly: { day: 'sunday', at: '02:30' },
  durationMinutes: 90,
  timezone: 'Europe/Berlin',
  excludeFromModels: { from: '2026-10-17', until: '2026-11-01' },
};
const excluded = (windows: Readonly<Record<string, Window>>, alarmId = 'volume') => excludedTimes(configOf({ alarms: ALARMS, maintenance: { windows } }), alarmId);
const startsOf = (window: Window) => excluded({ window })?.ranges.map(({ startTime }) => startTime);

test('without windows, without dates, and for another alarm nothing is excluded', () => {
  expect(excludedTimes(configOf({ alarms: ALARMS }), 'volume')).toBeUndefined();
  expect(excluded({ sundays: { ...SUNDAYS, excludeFromModels: undefined } })).toBeUndefined();
  expect(excluded({ sundays: { ...SUNDAYS, alarms: ['latency'] } })).toBeUndefined();
});

test('a weekly window becomes a range in UTC for each of its days between the dates, both included, across the end of summer time', () => {
  expect(excluded({ sundays: SUNDAYS })).toEqual({
    ranges: [
      { startTime: '2026-10-18T00:30:00', endTime: '2026-10-18T02:00:00' },
      // 02:30 comes twice on this night: the second
      { startTime: '2026-10-25T01:30:00', endTime: '2026-10-25T03:00:00' },
      { startTime: '2026-11-01T01:30:00', endTime: '2026-11-01T03:00:00' },
    ],
    timezone: 'Europe/Berlin',
  });
});

test.each([
  ['a time that is skipped is an hour later', { excludeFromModels: { from: '2026-03-22', until: '2026-03-29' } }, ['2026-03-22T01:30:00', '2026-03-29T01:30:00']],
  ['west of Greenwich the day in UTC may be the next', { timezone: 'America/New_York', weekly: { day: 'saturday', at: '22:00' }, excludeFromModels: { from: '2026-10-31', until: '2026-11-07' } }, ['2026-11-01T02:00:00', '2026-11-08T03:00:00']],
  ['half hours count', { timezone: 'Asia/Kolkata', weekly: { day: 'monday', at: '00:00' }, excludeFromModels: { from: '2026-06-01', until: '2026-06-01' } }, ['2026-05-31T18:30:00']],
  ['south of the equator clocks change the other way', { timezone: 'Australia/Sydney', excludeFromModels: { from: '2026-10-04', until: '2026-10-11' } }, ['2026-10-03T16:30:00', '2026-10-10T15:30:00']],
  ['UTC stays', { timezone: 'UTC', excludeFromModels: { from: '2026-10-25', until: '2026-10-25' } }, ['2026-10-25T02:30:00']],
  ['no such day between the dates', { excludeFromModels: { from: '2026-10-19', until: '2026-10-24' } }, undefined],
])('%s', (_, change, expected) => {
  expect(startsOf({ ...SUNDAYS, ...change })).toEqual(expected);
});

test('a year has its 52 Sundays', () => {
  expect(startsOf({ ...SUNDAYS, excludeFromModels: { from: '2026-01-01', until: '2026-12-31' } })).toHaveLength(52);
});

test('a single window counts when it lies between the dates', () => {
  const once = { ruleName: 'move', once: { on: '2026-12-01', at: '22:00' }, durationMinutes: 1440, excludeFromModels: { from: '2026-12-01', until: '2026-12-31' } };
  expect(excluded({ once })).toEqual({ ranges: [{ startTime: '2026-12-01T22:00:00', endTime: '2026-12-02T22:00:00' }], timezone: 'UTC' });
  expect(excluded({ once: { ...once, once: { on: '2026-11-30', at: '22:00' } } })).toBeUndefined();
});

test('the ranges of several windows stand in the order of time, with the time zone of the first', () => {
  const utc = { ...SUNDAYS, timezone: 'UTC', weekly: { day: 'wednesday', at: '01:00' }, alarms: ['volume'], excludeFromModels: { from: '2026-10-20', until: '2026-10-22' } };
  expect(excluded({ berlin: SUNDAYS, utc })?.ranges.map(({ startTime }) => startTime.slice(0, 10))).toEqual(['2026-10-18', '2026-10-21', '2026-10-25', '2026-11-01']);
  expect(excluded({ berlin: SUNDAYS, utc })?.timezone).toBe('Europe/Berlin');
});
