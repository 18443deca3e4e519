import type { Metrics } from '@payment-observability/config';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { partitionOf } from '../partition';
import { privateBucket } from '../private-bucket';

export interface MetricsBucketProps {
  readonly settings: NonNullable<Metrics['stream']>['bucket'];
  /** Whether the environment holds production data. */
  readonly isProtected: boolean;
}

/** ARN of the metric stream's bucket: the existing one, or one that forgets metrics after `expireDays`. */
export function metricsBucketArn(scope: Construct, id: string, { settings, isProtected }: MetricsBucketProps): string {
  const { existing, bucketName, expireDays } = settings;
  if (existing !== undefined) return `arn:${partitionOf(Stack.of(scope).region).name}:s3:::${existing}`;
  const bucket = privateBucket(scope, id, {
    ...(bucketName !== undefined && { bucketName }),
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [{ id: 'expire-metrics', expiration: Duration.days(expireDays), noncurrentVersionExpiration: Duration.days(7) }],
  });
  const reason = 'Holds copies of CloudWatch metrics for a few months; CloudWatch stays their source';
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason });
  return bucket.bucketArn;
}
