import type { Config } from '@payment-observability/config';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import type { AlarmSet } from './alarms/alarm-set';
import type { Canaries } from './canaries/canaries';
import type { ContributorRules } from './contributors/contributor-rules';
import type { DashboardSet } from './dashboards/dashboard-set';
import type { EncryptionKeys } from './encryption/encryption-keys';
import type { LogGroups } from './logs/log-groups';
import type { MetricCollector } from './metrics/metric-collector';
import type { MetricStreamToS3 } from './metrics/metric-stream-to-s3';
import type { PaymentFunction } from './metrics/payment-function';
import type { NotificationTopics } from './notifications/notification-topics';
import type { TransactionPipeline } from './transactions/transaction-pipeline';

export interface OutputSources {
  readonly config: Config;
  readonly logs: LogGroups | undefined;
  readonly stream: MetricStreamToS3 | undefined;
  readonly topics: NotificationTopics | undefined;
  readonly alarms: AlarmSet;
  readonly dashboards: DashboardSet;
  readonly keys: EncryptionKeys;
  readonly collector: MetricCollector | undefined;
  readonly paymentFunction: PaymentFunction | undefined;
  readonly transactions: TransactionPipeline | undefined;
  readonly canaries: Canaries | undefined;
  readonly contributors: ContributorRules;
}

interface Output {
  readonly id: string;
  readonly description: string;
  /** Undefined leaves the output out. */
  readonly value: string | undefined;
}

/** The dashboard whose page is the output `DashboardUrl`. */
const MAIN_DASHBOARD = 'overview';
/** The alarms that a runbook sets off to test the way to a person. */
const MAIN_ALARMS = ['highErrorRate', 'apiLatencyHigh', 'dbConnectionFailures'] as const;
const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** Adds what a person or a pipeline reads off the stack; each output is there only if its section is. */
export function addOutputs(stack: Stack, sources: OutputSources): void {
  for (const { id, description, value } of outputsOf(stack, sources)) if (value !== undefined) new CfnOutput(stack, id, { description, value });
}

function outputsOf(stack: Stack, { config, logs, stream, topics, alarms, dashboards }: OutputSources): readonly Output[] {
  return [
    { id: 'Environment', description: 'Name of the environment', value: config.environment.name },
    { id: 'StackName', description: 'Name of this stack', value: stack.stackName },
    ...Object.keys(config.logs?.groups ?? {}).map((group) => ({
      id: `${pascalCase(group)}LogGroupName`,
      description: `Log group ${group}`,
      value: logs?.logGroupName(group),
    })),
    ...SEVERITIES.map((severity) => ({ id: `${pascalCase(severity)}TopicArn`, description: `Topic of ${severity} alerts`, value: config.notifications?.[severity] && topics?.ownTopicArn(severity) })),
    { id: 'MetricStreamArn', description: 'Stream that keeps the metrics in S3', value: stream?.streamArn },
    ...dashboards.dashboardIds.map((dashboard) => ({
      id: dashboard === MAIN_DASHBOARD ? 'DashboardUrl' : `${pascalCase(dashboard)}DashboardUrl`,
      description: `Dashboard ${dashboard} in the console`,
      value: dashboards.dashboardUrl(dashboard),
    })),
    ...MAIN_ALARMS.map((alarm) => ({ id: `${pascalCase(alarm)}AlarmName`, description: `Alarm ${alarm}`, value: alarms.alarmName(alarm) })),
  ];
}

function pascalCase(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
