import type { Config } from '@payment-observability/config';
import { Stack, Tags, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AlarmSet } from './alarms/alarm-set';
import { AuditTrail } from './audit/audit-trail';
import { DashboardSet } from './dashboards/dashboard-set';
import { EncryptionKeys } from './encryption/encryption-keys';
import { LogGroups } from './logs/log-groups';
import { MetricStreamToS3 } from './metrics/metric-stream-to-s3';
import { NotificationTopics } from './notifications/notification-topics';
import { addOutputs } from './outputs';
import { writeSources } from './source';
import type { PlannedStack } from './stack-plan';
import { Tracing } from './tracing/tracing';

export interface ObservabilityStackProps extends StackProps {
  readonly config: Config;
  readonly plan: PlannedStack;
}

/** One stack of an environment: the sections of the config, each built by the construct of its folder. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { config, plan, ...props }: ObservabilityStackProps) {
    super(scope, id, props);
    const keys = new EncryptionKeys(this, 'Encryption', { config });
    if (plan.id === 'home') {
      const logs = config.logs && new LogGroups(this, 'Logs', { config, logs: config.logs, keys });
      const stream = config.metrics?.stream && new MetricStreamToS3(this, 'Metrics', { config, stream: config.metrics.stream, logs });
      const topics = config.notifications && new NotificationTopics(this, 'Notifications', { config, notifications: config.notifications, keys, logs });
      const alarms = new AlarmSet(this, 'Alarms', { config, topics });
      const dashboards = new DashboardSet(this, 'Dashboards', { config, logs, alarms });
      if (config.tracing) new Tracing(this, 'Tracing', { config, tracing: config.tracing, keys, logs });
      addOutputs(this, { config, logs, stream, topics, alarms, dashboards });
    }
    if (config.audit) new AuditTrail(this, 'Audit', { config, audit: config.audit, plan, keys });
    for (const [name, value] of Object.entries(config.tags)) Tags.of(this).add(name, value);
    writeSources(this);
  }
}
