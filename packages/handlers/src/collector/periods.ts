/** Metrics reach CloudWatch up to three minutes late: a period is final only then. */
export const SETTLE_SECONDS = 180;
/** CloudWatch takes no value that is older than two weeks; an hour of it is left for the way there. */
export const OLDEST_SECONDS = 14 * 24 * 3600 - 3600;
/** So many periods are published by one run, so that it ends in time; the next goes on where it stopped. */
export const MAX_PERIODS = 288;

/** The periods of a run, which follow each other without a gap. */
export interface Periods {
  /** Beginnings in seconds since the epoch. */
  readonly starts: readonly number[];
  /** End of the last one, the next watermark. */
  readonly untilSeconds: number;
  /** Seconds before the first that can no longer be published. */
  readonly lostSeconds: number;
}

/**
 * The finished periods since `publishedUntilSeconds`, the end of the last published one; only the newest on the very first run.
 * Periods begin at multiples of their length.
 */
export function finishedPeriods(nowSeconds: number, periodSeconds: number, publishedUntilSeconds: number | undefined): Periods {
  const floor = (seconds: number) => Math.floor(seconds / periodSeconds) * periodSeconds;
  const end = floor(nowSeconds - SETTLE_SECONDS);
  const oldest = floor(nowSeconds - OLDEST_SECONDS) + periodSeconds;
  // another length of the period may have left a watermark between two beginnings
  const wanted = publishedUntilSeconds === undefined ? end - periodSeconds : Math.ceil(publishedUntilSeconds / periodSeconds) * periodSeconds;
  const begin = Math.max(wanted, oldest);
  const count = Math.min(MAX_PERIODS, Math.max(0, (end - begin) / periodSeconds));
  return { starts: Array.from({ length: count }, (_, index) => begin + index * periodSeconds), untilSeconds: begin + count * periodSeconds, lostSeconds: begin - wanted };
}
