import { isDue, isOverdue, type Times } from '../../src/heartbeat/route-state';

// ten minutes into an hour
const HOUR = Date.UTC(2026, 10, 20, 10) / 1000;
const NOW = HOUR + 600;
const ago = (hours: number) => HOUR - hours * 3600;
const DAYS = 24;
const route = (sent: readonly number[], delivered: readonly number[] = []): Times => ({ sent, delivered });

describe('a route is overdue', () => {
  test.each<[string, Times, boolean]>([
    ['not when nothing was ever sent', route([]), false],
    ['not when nothing was ever sent, whatever arrived', route([], [ago(5)]), false],
    ['when what was sent days ago has not arrived', route([ago(3 * DAYS)]), true],
    ['not when it arrived in the same hour', route([ago(5)], [ago(5)]), false],
    ['not when it arrived later', route([ago(5)], [ago(4)]), false],
    ['when only an older one arrived', route([ago(30 * DAYS), ago(5)], [ago(30 * DAYS)]), true],
    ['when what arrived is an hour older', route([ago(5)], [ago(6)]), true],
    ['not while the only one may have been sent within the last hour', route([ago(1)]), false],
    ['not while the only one was sent this hour', route([ago(0)]), false],
    ['when an older one is missing, although another is on its way', route([ago(25), ago(1)], []), true],
    ['not when the one before has arrived and another is on its way', route([ago(25), ago(1)], [ago(25)]), false],
    ['whatever the order of the points', route([ago(5), ago(30 * DAYS)], [ago(4), ago(30 * DAYS)]), false],
  ])('%s', (_, times, expected) => {
    expect(isOverdue(times, NOW)).toBe(expected);
  });

  test.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('two hours after the beginning of the hour it was sent in, and %s seconds', (seconds, expected) => {
    expect(isOverdue(route([HOUR]), HOUR + 7200 + seconds)).toBe(expected);
  });
});

describe('a topic is due', () => {
  const proved = route([ago(5 * DAYS)], [ago(5 * DAYS)]);
  test.each<[string, Times, readonly Times[], boolean]>([
    ['when it was never sent one', route([]), [], true],
    ['not before the interval is over', route([ago(29 * DAYS)]), [], false],
    ['when the interval is over', route([ago(31 * DAYS)]), [], true],
    ['not when an old one is followed by a newer one', route([ago(31 * DAYS), ago(5 * DAYS)]), [proved], false],
    ['when a route has never seen one', route([ago(5 * DAYS)]), [proved, route([])], true],
    ['when a route is overdue', route([ago(5 * DAYS)]), [proved, route([ago(5 * DAYS)])], true],
    ['not while one may be on its way to a new route', route([ago(1)]), [route([])], false],
    ['not while one may be on its way to a route that was overdue', route([ago(5 * DAYS), ago(1)]), [route([ago(5 * DAYS), ago(1)])], false],
    ['again when that one has not arrived either', route([ago(5 * DAYS), ago(2)]), [route([ago(5 * DAYS), ago(2)])], true],
  ])('%s', (_, topic, routes, expected) => {
    expect(isDue(topic, routes, NOW, 30)).toBe(expected);
  });

  test.each([
    [-1, false],
    [0, true],
  ])('exactly at the interval, and %s seconds', (seconds, expected) => {
    expect(isDue(route([HOUR]), [], HOUR + 7 * 24 * 3600 + seconds, 7)).toBe(expected);
  });

  test.each([
    [-1, false],
    [0, true],
  ])('of a topic with a broken route, two hours after the last one and %s seconds', (seconds, expected) => {
    expect(isDue(route([HOUR]), [route([HOUR])], HOUR + 7200 + seconds, 7)).toBe(expected);
  });
});
