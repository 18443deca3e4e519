import { type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type Point, readMetricData, type Span } from '../metric-data';
import { type Totals } from './records';
import { TOTALS, type TotalSources } from './settings';

/** Points of a metric, as CloudWatch returns them. */
export interface Series {
  readonly id: string;
  readonly points: readonly Point[];
}

/** Reads one series for each source from CloudWatch. Throws when one is incomplete, so that no part counts as the whole. */
export function cloudWatchReader(client: CloudWatchClient) {
  return async (sources: TotalSources, span: Span): Promise<readonly Series[]> => {
    const points = await readMetricData(client, TOTALS.map((id) => ({ id, ...sources[id] })), span);
    return TOTALS.map((id) => ({ id, points: points.get(id) ?? [] }));
  };
}

export type ReadSeries = ReturnType<typeof cloudWatchReader>;

/** The totals of each period by its beginning; a period without a point had no request, which is a total too. */
export function totalsOf(series: readonly Series[], starts: readonly number[], periodSeconds: number): readonly { readonly startSeconds: number; readonly totals: Totals }[] {
  const valueIn = (id: (typeof TOTALS)[number], start: number) => series.find((one) => one.id === id)?.points.find(({ atSeconds }) => atSeconds >= start && atSeconds < start + periodSeconds)?.value;
  return starts.map((startSeconds) => ({
    startSeconds,
    totals: { requests: valueIn('requests', startSeconds) ?? 0, errors: valueIn('errors', startSeconds) ?? 0, volume: valueIn('volume', startSeconds) ?? 0, latencyMs: valueIn('latency', startSeconds) },
  }));
}
