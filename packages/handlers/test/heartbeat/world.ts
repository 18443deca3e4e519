import { type HeartbeatSurroundings } from '../../src/heartbeat/beat';
import { type HeartbeatMessage } from '../../src/heartbeat/message';
import { type Times } from '../../src/heartbeat/route-state';
import { type HeartbeatSettings, type HeartbeatTopic } from '../../src/heartbeat/settings';
import { type Subscription } from '../../src/heartbeat/subscriptions';

/** 2026-11-20T10:11:12Z. */
export const NOW_SECONDS = Date.UTC(2026, 10, 20, 10, 11, 12) / 1000;
/** The beginning of the hour that many hours ago; 0 is the hour of now. */
export const hoursAgo = (hours: number): number => Date.UTC(2026, 10, 20, 10) / 1000 - hours * 3600;
export const daysAgo = (days: number): number => hoursAgo(24 * days);

export const CRITICAL: HeartbeatTopic = { severity: 'critical', arn: 'arn:aws:sns:eu-west-1:111122223333:critical', channels: ['slack', 'webhooks.ops'], toConfirm: { email: 2 } };
export const INFO: HeartbeatTopic = { severity: 'info', arn: 'arn:aws:sns:eu-west-1:111122223333:info', channels: [], toConfirm: { email: 1 } };

export const settingsOf = (changes: Partial<HeartbeatSettings> = {}): HeartbeatSettings => ({
  namespace: 'PaymentObservability/Alerts', system: 'acquiring/production', account: '111122223333', region: 'eu-west-1', intervalDays: 30, topics: [CRITICAL, INFO], ...changes,
});

export interface World extends HeartbeatSurroundings {
  readonly published: readonly (readonly [topicArn: string, message: HeartbeatMessage])[];
  /** `<metric> <dimension>=<value>: <value>` of every line, in the order they were written. */
  readonly measured: readonly string[];
  readonly lines: readonly string[];
}

/** Surroundings in which every subscription is confirmed and nothing fails; `history` by the names of topics and routes. */
export function worldOf(history: Readonly<Record<string, Partial<Times>>>, changes: Partial<HeartbeatSurroundings> = {}): World {
  const published: [string, HeartbeatMessage][] = [];
  const measured: string[] = [];
  const lines: string[] = [];
  const confirmed: readonly Subscription[] = ['email', 'email', 'lambda'].map((protocol) => ({ protocol, isConfirmed: true }));
  let ids = 0;
  return {
    now: () => NOW_SECONDS * 1000,
    newId: () => `id-${(ids += 1)}`,
    readHistory: (subjects) => Promise.resolve(new Map(subjects.map(({ name }) => [name, { sent: [], delivered: [], ...history[name] }]))),
    publish: (topicArn, message) => Promise.resolve(void published.push([topicArn, message])),
    listSubscriptions: () => Promise.resolve(confirmed),
    write: (line) => {
      lines.push(line);
      measured.push(measurementIn(line));
    },
    sentHere: new Map(),
    ...changes,
    published,
    measured,
    lines,
  };
}

/** One line of EMF in short. */
export function measurementIn(line: string): string {
  const { _aws, ...values } = JSON.parse(line) as Record<string, unknown> & { _aws: { CloudWatchMetrics: [{ Dimensions: [[string]]; Metrics: [{ Name: string }] }] } };
  const { Dimensions: [[dimension]], Metrics: [{ Name }] } = _aws.CloudWatchMetrics[0];
  return `${Name} ${dimension}=${String(values[dimension])}: ${String(values[Name])}`;
}
