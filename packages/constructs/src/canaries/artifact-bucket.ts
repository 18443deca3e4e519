import type { Canaries, Config } from '@payment-observability/config';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StorageClass, type Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { partitionOf } from '../partition';
import { privateBucket } from '../private-bucket';
import { removalPolicyOf } from '../removal-policy';

export interface ArtifactBucketProps {
  readonly config: Config;
  readonly artifacts: Canaries['artifacts'];
  readonly key: IKey;
}

/** Where the canaries leave what they found. */
export interface ArtifactBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
}

/** The bucket of the canaries' artifacts: the existing one, or one whose artifacts are archived and expire as configured. */
export function artifactBucket(scope: Construct, id: string, { config, artifacts, key }: ArtifactBucketProps): ArtifactBucket {
  const { existing, bucketName, prefix, expireDays, archiveAfterDays } = artifacts;
  if (existing !== undefined) return { bucketName: existing, bucketArn: `arn:${partitionOf(Stack.of(scope).region).name}:s3:::${existing}` };
  const bucket = privateBucket(scope, id, {
    ...(bucketName !== undefined && { bucketName }),
    encryptionKey: key,
    removalPolicy: removalPolicyOf(config),
    lifecycleRules: [
      {
        id: 'expire-artifacts',
        prefix: `${prefix}/`,
        expiration: Duration.days(expireDays),
        // an artifact is written once: an older version is one that somebody has overwritten
        noncurrentVersionExpiration: Duration.days(7),
        ...(archiveAfterDays !== undefined && { transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(archiveAfterDays) }] }),
      },
    ],
  });
  bucket.addToResourcePolicy(refuseOtherEncryption(bucket));
  const artifactsOnly = 'Holds reports of canaries, without headers and bodies; the metrics of CloudWatch stay their source.';
  acknowledge(bucket, {
    'AwsSolutions-S1': artifactsOnly,
    'PCI.DSS.321-S3BucketLoggingEnabled': artifactsOnly,
    'PCI.DSS.321-S3BucketReplicationEnabled': artifactsOnly,
  });
  return { bucketName: bucket.bucketName, bucketArn: bucket.bucketArn };
}

/** An upload that names no encryption gets the bucket's own. */
function refuseOtherEncryption(bucket: Bucket): PolicyStatement {
  const header = 's3:x-amz-server-side-encryption';
  return new PolicyStatement({
    sid: 'RefuseOtherEncryption',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: { Null: { [header]: 'false' }, StringNotEquals: { [header]: 'aws:kms' } },
  });
}
