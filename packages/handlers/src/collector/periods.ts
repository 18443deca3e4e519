/** Metrics reach CloudWatch up to three minutes late: a period is final only then. */
export const SETTLE_SECONDS = 180;
/** CloudWatch takes no value that is older than two weeks; an hour of it is left for the way there. */
export const OLDEST_SECONDS = 14 * 24 * 3600 - 3600;
/** So many periods are published by one run, so that it ends in time; the next goes on where it stopped. */
export const MAX_PERIODS = 288;
const MINUTE_SECONDS = 60;

/** The periods of a run, which follow each other without a gap. */
export interface Periods {
  /** Beginnings in seconds since the epoch. */
  readonly starts: readonly number[];
  /** Length of each. */
  readonly lengthSeconds: number;
  /** End of the last one, the next watermark. */
  readonly untilSeconds: number;
  /** Seconds before the first that can no longer be published. */
  readonly lostSeconds: number;
}

/**
 * The finished periods since `publishedUntilSeconds`, the end of the last published one; only the newest on the very first run.
 * Periods begin at multiples of their length. Where another length has left the watermark between two beginnings, the run publishes minutes
 * up to the next beginning, so that the change leaves no gap and counts nothing twice.
 */
export function finishedPeriods(nowSeconds: number, periodSeconds: number, publishedUntilSeconds: number | undefined): Periods {
  const settled = nowSeconds - SETTLE_SECONDS;
  const wanted = publishedUntilSeconds ?? floor(settled, periodSeconds) - periodSeconds;
  const boundary = ceil(wanted, periodSeconds);
  const lengthSeconds = boundary === wanted ? periodSeconds : MINUTE_SECONDS;
  const oldest = floor(nowSeconds - OLDEST_SECONDS, periodSeconds) + periodSeconds;
  const begin = Math.max(ceil(wanted, lengthSeconds), oldest);
  const end = boundary > begin ? Math.min(boundary, floor(settled, lengthSeconds)) : floor(settled, lengthSeconds);
  const count = Math.min(MAX_PERIODS, Math.max(0, (end - begin) / lengthSeconds));
  return { starts: Array.from({ length: count }, (_, index) => begin + index * lengthSeconds), lengthSeconds, untilSeconds: begin + count * lengthSeconds, lostSeconds: begin - wanted };
}

const floor = (seconds: number, step: number) => Math.floor(seconds / step) * step;
const ceil = (seconds: number, step: number) => Math.ceil(seconds / step) * step;
