import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Totals } from './records';
import { type MetricSource, TOTALS, type TotalSources } from './settings';

/** Points of a metric, as CloudWatch returns them. */
export interface Series {
  readonly id: string;
  readonly points: readonly { readonly atSeconds: number; readonly value: number }[];
}

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly periodSeconds: number;
}

/** Reads one series for each source from CloudWatch, every page of it. Throws when one is incomplete, so that no part counts as the whole. */
export function cloudWatchReader(client: CloudWatchClient) {
  return async (sources: TotalSources, { startSeconds, endSeconds, periodSeconds }: Span): Promise<readonly Series[]> => {
    const queries = TOTALS.map((id) => query(id, sources[id], periodSeconds));
    const points = new Map<string, { atSeconds: number; value: number }[]>(TOTALS.map((id) => [id, []]));
    const status = new Map<string, string>();
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: new Date(startSeconds * 1000), EndTime: new Date(endSeconds * 1000), ScanBy: 'TimestampAscending', ...(nextToken !== undefined && { NextToken: nextToken }) }),
      );
      for (const { Id = '', StatusCode = 'InternalError', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        status.set(Id, StatusCode);
        points.get(Id)?.push(...Timestamps.map((at, index) => ({ atSeconds: at.getTime() / 1000, value: Values[index] ?? 0 })));
      }
      nextToken = page.NextToken;
    } while (nextToken !== undefined);
    const incomplete = TOTALS.filter((id) => status.get(id) !== 'Complete');
    if (incomplete.length > 0) throw new Error(`CloudWatch returned no complete data of ${incomplete.map((id) => `${id} (${sources[id].namespace} ${sources[id].name}: ${status.get(id) ?? 'no answer'})`).join(', ')}`);
    return TOTALS.map((id) => ({ id, points: points.get(id) ?? [] }));
  };
}

export type ReadSeries = ReturnType<typeof cloudWatchReader>;

function query(id: string, { namespace, name, dimensions, statistic }: MetricSource, periodSeconds: number): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id: id, MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions }, Period: periodSeconds, Stat: statistic } };
}

/** The totals of each period by its beginning; a period without a point had no request, which is a total too. */
export function totalsOf(series: readonly Series[], starts: readonly number[], periodSeconds: number): readonly { readonly startSeconds: number; readonly totals: Totals }[] {
  const valueIn = (id: (typeof TOTALS)[number], start: number) => series.find((one) => one.id === id)?.points.find(({ atSeconds }) => atSeconds >= start && atSeconds < start + periodSeconds)?.value;
  return starts.map((startSeconds) => ({
    startSeconds,
    totals: { requests: valueIn('requests', startSeconds) ?? 0, errors: valueIn('errors', startSeconds) ?? 0, volume: valueIn('volume', startSeconds) ?? 0, latencyMs: valueIn('latency', startSeconds) },
  }));
}
