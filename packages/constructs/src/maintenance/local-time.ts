/** A point in time as a clock on the wall shows it, in milliseconds as if that clock showed UTC. */
export type WallTimeMs = number;

/**
 * The instant, in milliseconds since the epoch, at which clocks of a time zone show `wallTimeMs`. A time that is skipped when clocks go
 * forward is one hour later; of a time that comes twice it is the second.
 */
export function instantOf(wallTimeMs: WallTimeMs, timezone: string): number {
  const about = wallTimeMs - offsetMs(wallTimeMs, timezone);
  return wallTimeMs - offsetMs(about, timezone);
}

/** How far clocks of a time zone are ahead of UTC at an instant. */
function offsetMs(instantMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}
