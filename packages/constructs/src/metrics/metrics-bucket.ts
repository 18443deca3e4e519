import type { Config, Metrics } from '@payment-observability/config';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { partitionOf } from '../partition';
import { privateBucket } from '../private-bucket';
import { removalPolicyOf } from '../removal-policy';

export interface MetricsBucketProps {
  readonly config: Config;
  readonly settings: NonNullable<Metrics['stream']>['bucket'];
}

/** ARN of the metric stream's bucket: the existing one, or one that forgets metrics after `expireDays`. */
export function metricsBucketArn(scope: Construct, id: string, { config, settings }: MetricsBucketProps): string {
  const { existing, bucketName, expireDays } = settings;
  if (existing !== undefined) return `arn:${partitionOf(Stack.of(scope).region).name}:s3:::${existing}`;
  const bucket = privateBucket(scope, id, {
    ...(bucketName !== undefined && { bucketName }),
    removalPolicy: removalPolicyOf(config),
    lifecycleRules: [{ id: 'expire-metrics', expiration: Duration.days(expireDays), noncurrentVersionExpiration: Duration.days(7) }],
  });
  const copies = 'Holds copies of CloudWatch metrics, no cardholder data; CloudWatch stays their source.';
  acknowledge(bucket, {
    'AwsSolutions-S1': copies,
    'PCI.DSS.321-S3BucketLoggingEnabled': copies,
    'PCI.DSS.321-S3BucketReplicationEnabled': copies,
    'PCI.DSS.321-S3DefaultEncryptionKMS': copies,
  });
  return bucket.bucketArn;
}
