import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/** A series that is read: one value of `statistic` for each period. */
export interface MetricQuery {
  /** Begins with a lower-case letter. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

export interface Point {
  /** Beginning of its period, in seconds since the epoch. */
  readonly atSeconds: number;
  readonly value: number;
}

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly periodSeconds: number;
}

/** Quota of GetMetricData: queries of one request. */
const MAX_QUERIES = 500;

/** Reads each series from CloudWatch by its id, every page of it. Throws when one is incomplete, so that no part counts as the whole. */
export async function readMetricData(client: CloudWatchClient, queries: readonly MetricQuery[], span: Span): Promise<ReadonlyMap<string, readonly Point[]>> {
  const points = new Map<string, Point[]>(queries.map(({ id }) => [id, []]));
  const status = new Map<string, string>();
  for (let from = 0; from < queries.length; from += MAX_QUERIES) {
    for await (const { Id = '', StatusCode = 'InternalError', Timestamps = [], Values = [] } of results(client, queries.slice(from, from + MAX_QUERIES), span)) {
      status.set(Id, StatusCode);
      points.get(Id)?.push(...Timestamps.map((at, index) => ({ atSeconds: at.getTime() / 1000, value: Values[index] ?? 0 })));
    }
  }
  const incomplete = queries.filter(({ id }) => status.get(id) !== 'Complete');
  if (incomplete.length > 0) throw new Error(`CloudWatch returned no complete data of ${incomplete.map(({ id, namespace, name }) => `${id} (${namespace} ${name}: ${status.get(id) ?? 'no answer'})`).join(', ')}`);
  return points;
}

async function* results(client: CloudWatchClient, queries: readonly MetricQuery[], { startSeconds, endSeconds, periodSeconds }: Span) {
  const request = { MetricDataQueries: queries.map((query) => toQuery(query, periodSeconds)), StartTime: new Date(startSeconds * 1000), EndTime: new Date(endSeconds * 1000), ScanBy: 'TimestampAscending' as const };
  let nextToken: string | undefined;
  do {
    const page = await client.send(new GetMetricDataCommand({ ...request, ...(nextToken !== undefined && { NextToken: nextToken }) }));
    yield* page.MetricDataResults ?? [];
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
}

function toQuery({ id, namespace, name, dimensions, statistic }: MetricQuery, periodSeconds: number): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id: id, MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions }, Period: periodSeconds, Stat: statistic } };
}
