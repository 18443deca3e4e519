import type { Config, Transactions } from '@payment-observability/config';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { addNote } from '../notes';
import { partitionOf } from '../partition';
import { privateBucket } from '../private-bucket';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';

export interface FailedRecordsProps {
  readonly config: Config;
  readonly settings: Transactions['failures'];
  readonly keys: EncryptionKeys;
  /** Id in `encryption.keys`. */
  readonly encryptionKey: string;
}

/** Lambda chooses the names of the objects below it (`aws/lambda/<mapping>/<shard>/<date>`). */
const OBJECTS = 'aws/lambda/*';

/**
 * Where records go that could not be processed: a bucket that Lambda writes whole batches to, and a queue that hears of each of
 * them, of each record that is no transaction, and of each event that a rule could not deliver.
 */
export class FailedRecords extends Construct {
  public readonly queue: Queue;
  public readonly bucketArn: string;
  /** ARN of the objects that Lambda writes. */
  public readonly objectsArn: string;
  readonly #keys: EncryptionKeys;
  readonly #encryptionKey: string;

  constructor(scope: Construct, id: string, { config, settings, keys, encryptionKey }: FailedRecordsProps) {
    super(scope, id);
    markSource(this, 'transactions', 'transactions.failures');
    this.#keys = keys;
    this.#encryptionKey = encryptionKey;
    const key = keys.key(encryptionKey);
    this.queue = new Queue(this, 'Queue', {
      queueName: settings.queueName,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: removalPolicyOf(config),
    });
    acknowledge(this.queue, { 'AwsSolutions-SQS3': 'This is the dead-letter queue of the transactions.' });
    this.#letS3Notify(settings.bucket.existing ?? settings.bucket.bucketName);
    this.bucketArn = settings.bucket.existing === undefined ? this.#createBucket(config, settings.bucket, key) : this.#useBucket(settings.bucket.existing, settings.queueName);
    this.objectsArn = `${this.bucketArn}/${OBJECTS}`;
  }

  /** Lets EventBridge put into the queue what its rules could not deliver, or send there on purpose. */
  public letEventBridgeSend(ruleArns: readonly string[]): void {
    const principals = [new ServicePrincipal('events.amazonaws.com')];
    this.queue.addToResourcePolicy(
      new PolicyStatement({ sid: 'AllowEventBridge', principals, actions: ['sqs:SendMessage'], resources: [this.queue.queueArn], conditions: { ArnEquals: { 'aws:SourceArn': [...ruleArns] } } }),
    );
    this.#keys.allowEventBridge(this.#encryptionKey);
  }

  #letS3Notify(bucketName: string | undefined): void {
    const { account, region } = Stack.of(this);
    const principals = [new ServicePrincipal('s3.amazonaws.com')];
    const sourceAccount = { StringEquals: { 'aws:SourceAccount': account } };
    // a bucket is created after this policy: its generated name cannot stand in it
    const source = bucketName === undefined ? sourceAccount : { ...sourceAccount, ArnEquals: { 'aws:SourceArn': bucketArnOf(region, bucketName) } };
    this.queue.addToResourcePolicy(new PolicyStatement({ sid: 'AllowBucket', principals, actions: ['sqs:SendMessage'], resources: [this.queue.queueArn], conditions: source }));
    this.#keys.allow(
      this.#encryptionKey,
      new PolicyStatement({ sid: 'AllowBucketNotifications', principals, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'], conditions: sourceAccount }),
    );
  }

  #createBucket(config: Config, { bucketName, expireDays }: Transactions['failures']['bucket'], key: IKey): string {
    const bucket = privateBucket(this, 'Bucket', {
      ...(bucketName !== undefined && { bucketName }),
      encryptionKey: key,
      removalPolicy: removalPolicyOf(config),
      lifecycleRules: [{ id: 'expire-failed-records', expiration: Duration.days(expireDays), noncurrentVersionExpiration: Duration.days(7) }],
    });
    const l1 = bucket.node.defaultChild as CfnBucket;
    l1.notificationConfiguration = { queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: this.queue.queueArn }] };
    // S3 sends a test message when the notification is made
    bucket.node.addDependency(this.queue);
    const reads = 'Lambda alone writes to it and operators read it while they repair a failure; management calls are in the trail.';
    acknowledge(bucket, {
      'AwsSolutions-S1': reads,
      'PCI.DSS.321-S3BucketLoggingEnabled': reads,
      'PCI.DSS.321-S3BucketReplicationEnabled': 'Holds what could not be processed until it is sent again; versions are kept.',
    });
    return bucket.bucketArn;
  }

  #useBucket(bucketName: string, queueName: string): string {
    const { region, account } = Stack.of(this);
    // the note is read before anything is deployed: it needs the name itself
    const queueArn = `arn:${partitionOf(region).name}:sqs:${region}:${account}:${queueName}`;
    addNote(this, {
      title: `Bucket ${bucketName} must tell the queue of new objects`,
      text: `The bucket is used but not managed by this stack. Without this notification (aws s3api put-bucket-notification-configuration) nobody hears of failed batches. If it has a customer key, the key must let the role of the processor use kms:GenerateDataKey.`,
      code: JSON.stringify({ QueueConfigurations: [{ QueueArn: queueArn, Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'aws/lambda/' }] } } }] }, null, 2),
      path: 'transactions.failures.bucket.existing',
    });
    return bucketArnOf(region, bucketName);
  }
}

const bucketArnOf = (region: string, bucketName: string): string => `arn:${partitionOf(region).name}:s3:::${bucketName}`;
