import { LogGroup, type LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';

export interface EncryptedLogGroupProps extends Pick<LogGroupProps, 'dataProtectionPolicy'> {
  readonly logGroupName: string;
  readonly retentionDays: number;
  readonly keys: EncryptionKeys;
  /** Id in `encryption.keys`. */
  readonly encryptionKey: string;
  readonly removalPolicy: RemovalPolicy;
}

/** A log group with a retention and a customer-managed key, whose policy lets CloudWatch Logs use it for this group. */
export function encryptedLogGroup(scope: Construct, id: string, { retentionDays, keys, encryptionKey, ...props }: EncryptedLogGroupProps): LogGroup {
  keys.allowLogGroup(encryptionKey, props.logGroupName);
  return new LogGroup(scope, id, { ...props, retention: retentionDays, encryptionKey: keys.key(encryptionKey) });
}
