import { type Config, SEVERITIES } from '@payment-observability/config';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import type { AlarmSet } from './alarms/alarm-set';
import type { Canaries } from './canaries/canaries';
import { MAIN_DASHBOARD } from './dashboards/dashboard-name';
import type { DashboardSet } from './dashboards/dashboard-set';
import { addDetailedOutputs } from './detailed-outputs';
import type { EncryptionKeys } from './encryption/encryption-keys';
import type { LogGroups } from './logs/log-groups';
import type { MetricStreamToS3 } from './metrics/metric-stream-to-s3';
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
  readonly transactions: TransactionPipeline | undefined;
  readonly canaries: Canaries | undefined;
}

interface Output {
  readonly id: string;
  readonly description: string;
  /** Undefined leaves the output out. */
  readonly value: string | undefined;
}

/** The alarms that a runbook sets off to test the way to a person. */
const MAIN_ALARMS = ['highErrorRate', 'apiLatencyHigh', 'dbConnectionFailures'] as const;

/** Adds what a person or a pipeline reads off the stack of a Region; each output is there only if its section is. */
export function addOutputs(stack: Stack, sources: OutputSources): void {
  const { config, dashboards } = sources;
  write(stack, config, [...headOf(stack, config), ...regionalOutputs(sources), ...dashboardOutputs(dashboards), ...alarmOutputs(sources)]);
}

/** Adds the addresses of the dashboards over all Regions. */
export function addDashboardOutputs(stack: Stack, config: Config, dashboards: DashboardSet): void {
  write(stack, config, [...headOf(stack, config), ...dashboardOutputs(dashboards)]);
}

function write(stack: Stack, { outputs }: Config, all: readonly Output[]): void {
  for (const { id, description, value } of all) if (value !== undefined) new CfnOutput(stack, id, { description, value });
  if (outputs?.detailed === true) addDetailedOutputs(stack);
}

function headOf(stack: Stack, { environment }: Config): Output[] {
  return [
    { id: 'Environment', description: 'Name of the environment', value: environment.name },
    { id: 'StackName', description: 'Name of this stack', value: stack.stackName },
  ];
}

function regionalOutputs({ config, logs, stream, topics, keys, transactions, canaries }: OutputSources): Output[] {
  return [
    ...Object.keys(config.logs?.groups ?? {}).map((group) => ({
      id: `${pascalCase(group)}LogGroupName`,
      description: `Log group ${group}`,
      value: logs?.logGroupName(group),
    })),
    ...SEVERITIES.map((severity) => ({ id: `${pascalCase(severity)}TopicArn`, description: `Topic of ${severity} alerts`, value: config.notifications?.[severity] && topics?.ownTopicArn(severity) })),
    { id: 'MetricStreamArn', description: 'Stream that keeps the metrics in S3', value: stream?.streamArn },
    ...Object.entries(canaries?.checks ?? {}).map(([check, { canaryName }]) => ({ id: `${pascalCase(check)}CanaryName`, description: `Canary ${check}`, value: canaryName })),
    { id: 'CanaryKeyArn', description: 'Key of the canaries', value: config.canaries && keys.key(config.canaries.encryptionKey).keyArn },
    { id: 'EcrRepositoryUrl', description: 'Registry of the image of the transaction processor', value: transactions?.processor.imageRepositoryUrl },
    { id: 'KinesisStreamName', description: 'Stream of the transactions', value: transactions?.stream.streamName },
    { id: 'EventBusName', description: 'Bus of the routed transactions', value: transactions?.bus.busName },
    { id: 'FailedRecordsBucketArn', description: 'Bucket of the records that could not be processed', value: transactions?.failures.bucketArn },
    { id: 'FailedEventsQueueUrl', description: 'Queue of the events that could not be delivered', value: transactions?.failures.queue.queueUrl },
    { id: 'XrayConsoleUrl', description: 'Traces in the console', value: transactions?.xrayConsoleUrl },
  ];
}

function dashboardOutputs(dashboards: DashboardSet): Output[] {
  return dashboards.dashboardIds.map((dashboard) => ({
    id: dashboard === MAIN_DASHBOARD ? 'DashboardUrl' : `${pascalCase(dashboard)}DashboardUrl`,
    description: `Dashboard ${dashboard} in the console`,
    value: dashboards.dashboardUrl(dashboard),
  }));
}

function alarmOutputs({ alarms }: OutputSources): Output[] {
  return MAIN_ALARMS.map((alarm) => ({ id: `${pascalCase(alarm)}AlarmName`, description: `Alarm ${alarm}`, value: alarms.alarmName(alarm) }));
}

function pascalCase(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
