import type { SectionName } from '@payment-observability/config';
import { CfnResource, CfnWaitConditionHandle, Stack, Tags, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AlarmSet } from './alarms/alarm-set';
import { AuditTrail } from './audit/audit-trail';
import { CostBudgets } from './budgets/cost-budgets';
import { Canaries } from './canaries/canaries';
import { ContributorRules } from './contributors/contributor-rules';
import { DashboardSet } from './dashboards/dashboard-set';
import { ResourceDashboard } from './dashboards/resource-dashboard';
import { EncryptionKeys } from './encryption/encryption-keys';
import { LogGroups } from './logs/log-groups';
import { MaintenanceWindows } from './maintenance/maintenance-windows';
import { MetricCollector } from './metrics/metric-collector';
import { MetricStreamToS3 } from './metrics/metric-stream-to-s3';
import { PaymentFunction } from './metrics/payment-function';
import { topicRoutes } from './notifications/alert-routes';
import { NotificationTopics } from './notifications/notification-topics';
import { addDashboardOutputs, addOutputs } from './outputs';
import { markSource, writeSources } from './source';
import type { PlannedStack, StackRole } from './stack-plan';
import { Tracing } from './tracing/tracing';
import { TransactionPipeline } from './transactions/transaction-pipeline';

export interface ObservabilityStackProps extends StackProps {
  readonly plan: PlannedStack;
}

/** One stack of an environment: the sections of the config that belong into it, each built by the construct of its folder. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { plan, ...props }: ObservabilityStackProps) {
    super(scope, id, props);
    FILL[plan.role](this, plan);
    if (!this.node.findAll().some((node) => CfnResource.isCfnResource(node))) standIn(this, plan);
    for (const [name, value] of Object.entries(plan.config.tags)) Tags.of(this).add(name, value);
    writeSources(this);
  }
}

/** CloudFormation refuses a stack without resources, and a shard must be able to become empty: this one does nothing and costs nothing. */
function standIn(stack: Stack, { role }: PlannedStack): void {
  markSource(new CfnWaitConditionHandle(stack, 'Empty'), ...SOURCE_OF_ROLE[role]);
}

const SOURCE_OF_ROLE: Readonly<Record<StackRole, [section: SectionName, path: string]>> = {
  region: ['outputs', 'outputs'],
  audit: ['audit', 'audit.rules'],
  resources: ['resources', 'resources.shards'],
  dashboards: ['dashboards', 'dashboards'],
};

const FILL: Readonly<Record<StackRole, (stack: Stack, plan: PlannedStack) => void>> = {
  region: fillRegion,
  audit: (stack, plan) => {
    addAudit(stack, plan, new EncryptionKeys(stack, 'Encryption', { config: plan.config }));
  },
  resources: (stack, { config, shard }) => {
    const alarms = new AlarmSet(stack, 'Alarms', { config, routes: topicRoutes(config), ...(shard !== undefined && { shard }) });
    new ResourceDashboard(stack, 'ResourceDashboard', { config, alarms, ...(shard !== undefined && { shard }) });
  },
  dashboards: (stack, { config }) => {
    addDashboardOutputs(stack, config, new DashboardSet(stack, 'Dashboards', { config, crossRegion: true, alarms: undefined }));
  },
};

function fillRegion(stack: Stack, plan: PlannedStack): void {
  const { config, primary } = plan;
  const keys = new EncryptionKeys(stack, 'Encryption', { config });
  const logs = config.logs && new LogGroups(stack, 'Logs', { config, logs: config.logs, keys });
  const stream = config.metrics?.stream && new MetricStreamToS3(stack, 'Metrics', { config, stream: config.metrics.stream, logs });
  const topics = config.notifications && new NotificationTopics(stack, 'Notifications', { config, notifications: config.notifications, keys, logs });
  if (config.metrics?.collector) new MetricCollector(stack, 'Collector', { config, collector: config.metrics.collector, keys });
  if (config.metrics?.paymentFunction) new PaymentFunction(stack, 'PaymentFunction', { config, settings: config.metrics.paymentFunction, logs });
  const transactions = config.transactions && new TransactionPipeline(stack, 'Transactions', { config, transactions: config.transactions, keys, logs, topics });
  const canaries = config.canaries && new Canaries(stack, 'Canaries', { config, canaries: config.canaries, keys, logs });
  new ContributorRules(stack, 'Contributors', { config, logs });
  const sharded = (config.resources?.shards ?? 1) > 1;
  const alarms = new AlarmSet(stack, 'Alarms', { config, topics, routes: topics });
  const dashboards = new DashboardSet(stack, 'Dashboards', { config, crossRegion: false, alarms });
  if (!sharded) new ResourceDashboard(stack, 'ResourceDashboard', { config, alarms });
  if (config.maintenance) new MaintenanceWindows(stack, 'Maintenance', { config, maintenance: config.maintenance, alarms });
  if (primary) new CostBudgets(stack, 'Budgets', { config, topics });
  if (config.tracing) new Tracing(stack, 'Tracing', { config, tracing: config.tracing, keys, logs });
  addAudit(stack, plan, keys, topics);
  addOutputs(stack, { config, logs, stream, topics, alarms, dashboards, keys, transactions, canaries });
}

function addAudit(stack: Stack, plan: PlannedStack, keys: EncryptionKeys, topics?: NotificationTopics): void {
  const { audit } = plan.config;
  if (audit) new AuditTrail(stack, 'Audit', { audit, plan, keys, routes: topics });
}
