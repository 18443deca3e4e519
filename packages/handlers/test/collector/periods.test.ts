import { finishedPeriods, MAX_PERIODS, OLDEST_SECONDS } from '../../src/collector/periods';

const DAY = 24 * 3600;
// a beginning of periods of 1, 5 and 60 minutes
const NOON = Date.UTC(2026, 10, 20, 12) / 1000;

test.each<[string, number, number, number | undefined, readonly number[]]>([
  ['the first run publishes the newest period alone', NOON + 180, 300, undefined, [-300]],
  ['a period counts as finished three minutes after its end', NOON + 179, 300, NOON - 300, []],
  ['from then on it does', NOON + 180, 300, NOON - 300, [-300]],
  ['a repeated run has nothing left', NOON + 200, 300, NOON, []],
  ['missed runs are made up for, from the oldest on', NOON + 180, 300, NOON - 1200, [-1200, -900, -600, -300]],
  ['periods of a minute', NOON + 180, 60, NOON - 120, [-120, -60]],
  ['a watermark from periods of another length is rounded up, so that nothing is counted twice', NOON + 180, 300, NOON - 540, [-300]],
  ['a watermark in the future publishes nothing', NOON, 300, NOON + DAY, []],
])('%s', (_, now, periodSeconds, until, starts) => {
  const periods = finishedPeriods(now, periodSeconds, until);
  expect(periods.starts.map((start) => start - NOON)).toEqual(starts);
  expect(periods.lostSeconds).toBe(0);
});

test('a long outage is made up for in several runs', () => {
  const from = NOON - 2 * DAY;
  const first = finishedPeriods(NOON + 180, 300, from);
  const second = finishedPeriods(NOON + 180, 300, first.untilSeconds);
  expect([first.starts.length, second.starts.length]).toEqual([MAX_PERIODS, MAX_PERIODS]);
  expect([...first.starts, ...second.starts]).toEqual(Array.from({ length: 576 }, (_, index) => from + index * 300));
  expect(second.untilSeconds).toBe(NOON);
});

test('what CloudWatch no longer takes is left out, and said', () => {
  const { starts, lostSeconds } = finishedPeriods(NOON + 180, 300, NOON - 15 * DAY);
  const [oldest = NaN] = starts;
  expect(NOON + 180 - oldest).toBeLessThan(OLDEST_SECONDS);
  expect(oldest - (NOON - 15 * DAY)).toBe(lostSeconds);
  expect(lostSeconds).toBe(DAY + 3600 + 300);
});
