import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';

/** SQS keeps a message for 14 days at most: the time to find and repair a broken channel. */
const RETENTION = Duration.days(14);

export interface DeadLetterQueueProps {
  readonly key: IKey;
  /** Topics whose subscriptions hand over what they could not deliver. */
  readonly topicArns: readonly string[];
  /** @default named by CloudFormation */
  readonly queueName?: string | undefined;
}

/** Keeps every alert that a subscription or a function could not deliver; encrypted, over TLS only. */
export class DeadLetterQueue extends Queue {
  public readonly keyArn: string;

  constructor(scope: Construct, id: string, { key, topicArns, queueName }: DeadLetterQueueProps) {
    super(scope, id, { encryption: QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true, retentionPeriod: RETENTION, ...(queueName !== undefined && { queueName }) });
    this.keyArn = key.keyArn;
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowUndeliveredAlerts',
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': [...topicArns] } },
      }),
    );
    acknowledge(this, { 'AwsSolutions-SQS3': 'This is the dead-letter queue of the alert subscriptions.' });
  }
}
