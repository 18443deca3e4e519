import { type Config, heardBy, type Notifications, type Severity } from '@payment-observability/config';
import { ALERT_METRICS_NAMESPACE, routeOf, systemOf } from '../notifications/alert-context';
import { heartbeatTopics, type HeartbeatTopic } from '../notifications/heartbeat-topics';
import type { MetricAlarmSpec } from './alarm-spec';

/** The heartbeat measures once a day; CloudWatch waits for three or four such periods before a missing value counts as breaching. */
const DAY_SECONDS = 86_400;

export interface HeartbeatAlarm {
  /** Stable id of its construct. */
  readonly id: string;
  readonly spec: MetricAlarmSpec;
}

/**
 * For each route that needs a function, the alarm that no heartbeat comes out of it, also raised when none is measured; for each topic
 * with addresses or endpoints, the alarm that one has not confirmed for two days.
 */
export function heartbeatAlarms(config: Config, notifications: Notifications, topicArn: (severity: Severity) => string): readonly HeartbeatAlarm[] {
  const topics = heartbeatTopics(config);
  return topics.flatMap((topic) => {
    const others = otherWays(notifications, topic, topics).map(({ severity }) => topicArn(severity));
    const { byFunction, native } = topic.receivers;
    return [...byFunction.map((path) => overdue(config, notifications, topic, path, others)), ...(native.length > 0 ? [unconfirmed(config, notifications, topic)] : [])];
  });
}

/** Where nobody but functions hears the alarms of a broken route, the topics that would otherwise not. */
function otherWays(notifications: Notifications, { severity, receivers }: HeartbeatTopic, topics: readonly HeartbeatTopic[]): readonly HeartbeatTopic[] {
  if (severity !== heardBy(notifications, 'critical') || receivers.native.length > 0) return [];
  return topics.filter((other) => other.severity !== severity);
}

function overdue(config: Config, notifications: Notifications, { severity }: HeartbeatTopic, channelPath: string, alarmActionArns: readonly string[]): HeartbeatAlarm {
  const route = routeOf(config, severity, channelPath);
  const end = `${severity}-${channelPath.replace('.', '-')}`;
  return {
    id: `HeartbeatOverdue-${end}`,
    spec: spec(config, notifications, {
      path: `notifications.${severity}.${channelPath}`,
      name: `heartbeat-overdue-${end}`,
      text: `No heartbeat came out of the alert route ${route}, or none has been looked for in days: alerts may not arrive there. See the log of the function of the route, that of the heartbeat, and the dead-letter queue; a repaired route is proved by the next daily run.`,
      severity: 'critical',
      alarmActionArns,
      metric: ['HeartbeatOverdue', { Route: route }],
      days: 1,
      missingData: 'breaching',
    }),
  };
}

function unconfirmed(config: Config, notifications: Notifications, { severity }: HeartbeatTopic): HeartbeatAlarm {
  return {
    id: `UnconfirmedSubscriptions-${severity}`,
    spec: spec(config, notifications, {
      path: `notifications.${severity}`,
      name: `unconfirmed-subscriptions-${severity}`,
      text: `Addresses or endpoints of ${severity} alerts have not confirmed their subscription and hear nothing. SNS deletes what nobody has confirmed for 48 hours: remove them from the file, deploy, and add them again.`,
      severity: 'warning',
      alarmActionArns: [],
      metric: ['UnconfirmedSubscriptions', { Topic: `${systemOf(config)}/${severity}` }],
      days: 2,
      missingData: 'notBreaching',
    }),
  };
}

interface HeartbeatSpec extends Pick<MetricAlarmSpec, 'path' | 'missingData'> {
  /** End of the alarm's name. */
  readonly name: string;
  readonly text: string;
  readonly severity: Severity;
  readonly alarmActionArns: readonly string[];
  readonly metric: readonly [metricName: string, dimensions: Readonly<Record<string, string>>];
  /** Days in a row that raise the alarm. */
  readonly days: number;
}

function spec({ name, environment }: Config, { heartbeat }: Notifications, { path, name: end, text, severity, alarmActionArns, metric: [metricName, dimensions], days, missingData }: HeartbeatSpec): MetricAlarmSpec {
  return {
    path,
    notice: {
      alarmName: `${name}-${environment.name}-${end}`,
      text,
      severity,
      recovered: severity,
      runbook: heartbeat.runbook,
      tags: { Component: 'Notifications' },
      silent: undefined,
      alarmActionArns,
      suppressedBy: undefined,
    },
    signal: { kind: 'threshold', metric: { namespace: ALERT_METRICS_NAMESPACE, metricName, dimensions }, statistic: 'Maximum', comparison: 'GreaterThanThreshold', threshold: 0 },
    periodSeconds: DAY_SECONDS,
    evaluationPeriods: days,
    datapointsToAlarm: days,
    missingData,
  };
}
