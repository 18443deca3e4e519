import type { Config } from '@payment-observability/config';
import type { MetricAlarmSpec } from './alarm-spec';

/** The alarm on the dead-letter queue of the alert topics: raised by the first alert that reached nobody through one of its channels, or by the first heartbeat that failed. */
export function undeliveredAlertsSpec({ name, environment }: Config, queueName: string): MetricAlarmSpec {
  return {
    path: 'notifications',
    notice: {
      alarmName: `${name}-${environment.name}-undelivered-alerts`,
      text: 'An alert could not be delivered to one of its subscribers, or the heartbeat of the alert routes failed; it lies in the dead-letter queue.',
      severity: 'critical',
      recovered: 'critical',
      runbook: undefined,
      tags: { Component: 'Notifications' },
      silent: undefined,
      alarmActionArns: [],
      suppressedBy: undefined,
    },
    signal: {
      kind: 'threshold',
      metric: { namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: queueName } },
      statistic: 'Maximum',
      comparison: 'GreaterThanThreshold',
      threshold: 0,
    },
    periodSeconds: 300,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    missingData: 'notBreaching',
  };
}
