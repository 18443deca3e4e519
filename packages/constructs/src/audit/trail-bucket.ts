import type { Audit } from '@payment-observability/config';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ObjectLockRetention, StorageClass, type Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct, IDependable } from 'constructs';
import { acknowledge } from '../acknowledge';
import { LimitError } from '../limit-error';
import { addNote, policyText } from '../notes';
import { partitionOf } from '../partition';
import { privateBucket } from '../private-bucket';
import { KEEP } from '../removal-policy';

type BucketSettings = NonNullable<Audit['trail']>['bucket'];

export interface TrailBucketProps {
  readonly settings: BucketSettings;
  readonly trailArn: string;
}

export interface TrailBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** The bucket's policy, unless the bucket exists outside this stack. */
  readonly policy?: IDependable;
}

/** The bucket of the trail, into which CloudTrail and only this trail may write. */
export function trailBucket(scope: Construct, id: string, { settings, trailArn }: TrailBucketProps): TrailBucket {
  if (settings.existing !== undefined) return existingBucket(scope, settings.existing, trailArn);
  const bucket = createBucket(scope, id, settings);
  for (const statement of deliveryStatements(scope, bucket.bucketArn, trailArn)) bucket.addToResourcePolicy(statement);
  return { bucketName: bucket.bucketName, bucketArn: bucket.bucketArn, ...(bucket.policy && { policy: bucket.policy }) };
}

function existingBucket(scope: Construct, bucketName: string, trailArn: string): TrailBucket {
  const bucketArn = `arn:${partitionOf(Stack.of(scope).region).name}:s3:::${bucketName}`;
  addNote(scope, {
    title: `Bucket ${bucketName} needs statements in its policy`,
    text: 'The bucket is used but not managed by this stack. CloudTrail refuses to create the trail until the policy of the bucket holds them.',
    code: deliveryStatements(scope, bucketArn, trailArn).map((statement) => policyText(scope, statement)).join(',\n'),
    path: 'audit.trail.bucket.existing',
  });
  return { bucketName, bucketArn };
}

function createBucket(scope: Construct, id: string, { bucketName, archiveAfterDays, expireDays, objectLockDays }: BucketSettings): Bucket {
  if (expireDays <= archiveAfterDays)
    throw new LimitError('audit.trail.bucket.expireDays', `expected more than archiveAfterDays (${archiveAfterDays}), found ${expireDays}; S3 refuses to expire an object before it is archived`);
  const bucket = privateBucket(scope, id, {
    ...(bucketName !== undefined && { bucketName }),
    ...(objectLockDays !== undefined && { objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(objectLockDays)) }),
    removalPolicy: KEEP,
    lifecycleRules: [
      {
        id: 'archive-and-expire',
        transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(archiveAfterDays) }],
        expiration: Duration.days(expireDays),
        // what somebody deletes or overwrites is kept as long as the rest
        noncurrentVersionExpiration: Duration.days(expireDays),
      },
    ],
  });
  const accessLogs = 'Access logs would need a bucket that needs access logs; management calls on this bucket are in the trail.';
  acknowledge(bucket, {
    'AwsSolutions-S1': accessLogs,
    'PCI.DSS.321-S3BucketLoggingEnabled': accessLogs,
    'PCI.DSS.321-S3BucketReplicationEnabled': 'A copy belongs into another account, which this stack does not own; versions are kept and the bucket is retained.',
    'PCI.DSS.321-S3DefaultEncryptionKMS': 'CloudTrail encrypts every log file with the customer key of the trail; digest files are signed.',
  });
  return bucket;
}

function deliveryStatements(scope: Construct, bucketArn: string, trailArn: string): PolicyStatement[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  return [
    new PolicyStatement({
      sid: 'CloudTrailAclCheck',
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn],
      conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
    }),
    new PolicyStatement({
      sid: 'CloudTrailWrite',
      principals,
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/AWSLogs/${Stack.of(scope).account}/*`],
      conditions: { StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}
