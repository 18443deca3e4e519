/** When heartbeats went into a route and came out of it: beginnings of hours, in seconds since the epoch, in any order. */
export interface Times {
  readonly sent: readonly number[];
  readonly delivered: readonly number[];
}

export const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** What began less than two hours ago may have been sent in the last one: retries, and CloudWatch, may still take their time. */
const isSettled = (atSeconds: number, nowSeconds: number) => atSeconds + 2 * HOUR_SECONDS <= nowSeconds;

/** Whether the newest heartbeat that was sent more than an hour ago has not been delivered since. */
export function isOverdue({ sent, delivered }: Times, nowSeconds: number): boolean {
  const newest = newestOf(sent.filter((at) => isSettled(at, nowSeconds)));
  return newest !== undefined && !delivered.some((at) => at >= newest);
}

/**
 * Whether a topic is to be sent a heartbeat: none was sent for the interval, or one of its routes has never seen one, or is overdue,
 * so that a route that was repaired recovers within a day. While one may still be on its way, none is sent.
 */
export function isDue(topic: Times, routes: readonly Times[], nowSeconds: number, intervalDays: number): boolean {
  const last = newestOf(topic.sent);
  if (last === undefined) return true;
  if (!isSettled(last, nowSeconds)) return false;
  return nowSeconds - last >= intervalDays * DAY_SECONDS || routes.some((route) => route.sent.length === 0 || isOverdue(route, nowSeconds));
}

function newestOf(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.max(...times);
}
