import { type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type MetricQuery, readMetricData } from '../metric-data';
import { HOUR_SECONDS, type Times } from './route-state';

/** So far back is read; the longest interval is shorter. */
const HISTORY_DAYS = 60;

export const METRICS = { sent: 'HeartbeatSent', delivered: 'HeartbeatDelivered', overdue: 'HeartbeatOverdue', unconfirmed: 'UnconfirmedSubscriptions' } as const;

/** A topic or a route in metrics. */
export interface Subject {
  readonly dimension: 'Topic' | 'Route';
  readonly name: string;
}

/** By the names of topics and routes. */
export type History = ReadonlyMap<string, Times>;

/** Reads from CloudWatch, of every subject, when heartbeats were sent and delivered. Throws when any of it is incomplete. */
export function historyReader(client: CloudWatchClient, namespace: string) {
  return async (subjects: readonly Subject[], nowSeconds: number): Promise<History> => {
    const hour = Math.floor(nowSeconds / HOUR_SECONDS) * HOUR_SECONDS;
    const span = { startSeconds: hour - HISTORY_DAYS * 24 * HOUR_SECONDS, endSeconds: hour + HOUR_SECONDS, periodSeconds: HOUR_SECONDS };
    const queries = subjects.flatMap(({ dimension, name }, index): MetricQuery[] => {
      const query = (metric: 'sent' | 'delivered') => ({ id: `${metric}${index}`, namespace, name: METRICS[metric], dimensions: { [dimension]: name }, statistic: 'Sum' });
      // what arrives is known of routes only
      return dimension === 'Topic' ? [query('sent')] : [query('sent'), query('delivered')];
    });
    const series = await readMetricData(client, queries, span);
    const times = (id: string) => (series.get(id) ?? []).flatMap(({ atSeconds, value }) => (value > 0 ? [atSeconds] : []));
    return new Map(subjects.map(({ name }, index) => [name, { sent: times(`sent${index}`), delivered: times(`delivered${index}`) }]));
  };
}

export type ReadHistory = ReturnType<typeof historyReader>;
