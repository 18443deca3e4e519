import { type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type MetricQuery, readMetricData } from '../metric-data';
import { HOUR_SECONDS, type Times } from './route-state';

/** So far back is read; the longest interval is shorter. */
export const HISTORY_DAYS = 60;

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
    const query = (metric: 'sent' | 'delivered') => ({ dimension, name }: Subject, index: number): MetricQuery => ({ id: `${metric}${index}`, namespace, name: METRICS[metric], dimensions: { [dimension]: name }, statistic: 'Sum' });
    const series = await readMetricData(client, [...subjects.map(query('sent')), ...subjects.map(query('delivered'))], span);
    const times = (id: string) => (series.get(id) ?? []).flatMap(({ atSeconds, value }) => (value > 0 ? [atSeconds] : []));
    return new Map(subjects.map(({ name }, index) => [name, { sent: times(`sent${index}`), delivered: times(`delivered${index}`) }]));
  };
}

export type ReadHistory = ReturnType<typeof historyReader>;
