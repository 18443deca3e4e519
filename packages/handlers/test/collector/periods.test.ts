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
  ['a watermark that is no multiple of the length goes on in minutes, up to a beginning', NOON + 180, 300, NOON - 540, [-540, -480, -420, -360]],
  ['minutes that are not finished yet wait', NOON + 180, 3600, NOON - 120, [-120, -60]],
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

test('a change of the length leaves no gap and counts nothing twice', () => {
  const minutes = finishedPeriods(NOON + 180, 60, NOON - 120);
  const longer = finishedPeriods(NOON + 900, 300, NOON - 60);
  const after = finishedPeriods(NOON + 900, 300, longer.untilSeconds);
  const shorter = finishedPeriods(NOON + 900, 60, after.untilSeconds - 300);
  expect([minutes, longer, after, shorter].map(({ lengthSeconds, starts, untilSeconds }) => [lengthSeconds, starts.map((start) => start - NOON), untilSeconds - NOON])).toEqual([
    [60, [-120, -60], 0],
    [60, [-60], 0],
    [300, [0, 300], 600],
    [60, [300, 360, 420, 480, 540, 600, 660], 720],
  ]);
  expect(longer.lostSeconds).toBe(0);
});
