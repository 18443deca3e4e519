import type { Config, Notifications } from '@payment-observability/config';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import type { LogGroups } from '../logs/log-groups';
import { removalPolicyOf } from '../removal-policy';

/** Where the config has no section `logs` to say it. */
const RETENTION_DAYS = 90;

export interface NotificationLogGroupProps {
  readonly config: Config;
  readonly notifications: Notifications;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
}

/** The log group of a function that sends alerts or heartbeats: as the section `logs` says, else with the key of the topics. */
export function notificationLogGroup(scope: Construct, { config, notifications, keys, logs }: NotificationLogGroupProps, functionName: string): LogGroup {
  if (logs) return logs.functionLogGroup(scope, 'Logs', functionName);
  return encryptedLogGroup(scope, 'Logs', {
    logGroupName: `/aws/lambda/${functionName}`,
    retentionDays: RETENTION_DAYS,
    keys,
    encryptionKey: notifications.encryptionKey,
    removalPolicy: removalPolicyOf(config),
  });
}
