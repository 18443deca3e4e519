import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A bucket that is closed to the public, speaks TLS only, keeps versions and encrypts what it holds: with its customer key, else AES-256. */
export function privateBucket(scope: Construct, id: string, { lifecycleRules = [], ...props }: BucketProps): Bucket {
  return new Bucket(scope, id, {
    ...props,
    // a bucket key keeps S3 from calling KMS for each object
    ...(props.encryptionKey ? { encryption: BucketEncryption.KMS, bucketKeyEnabled: true } : { encryption: BucketEncryption.S3_MANAGED }),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    lifecycleRules: [...lifecycleRules, { id: 'abort-multipart-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  });
}
