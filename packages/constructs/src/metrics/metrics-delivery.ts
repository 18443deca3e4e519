import type { Metrics } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import { logGroupArn } from '../logs/log-group-arn';
import type { LogGroups } from '../logs/log-groups';

type StreamSettings = NonNullable<Metrics['stream']>;

export interface MetricsDeliveryProps {
  readonly stream: StreamSettings;
  readonly bucketArn: string;
  readonly logs: LogGroups | undefined;
}

const ERROR_STREAM = 'S3Delivery';

/** Firehose into the bucket: compressed, below a date, with failed records apart and its errors in a log group. */
export class MetricsDelivery extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { stream, bucketArn, logs }: MetricsDeliveryProps) {
    super(scope, id);
    const logGroupName = `/aws/kinesisfirehose/${stream.streamName}`;
    const logGroup = logs?.serviceLogGroup(this, 'Errors', logGroupName) ?? plainLogGroup(this, 'Errors', logGroupName);
    const logStream = new LogStream(this, 'ErrorStream', { logGroup, logStreamName: ERROR_STREAM, removalPolicy: RemovalPolicy.DESTROY });
    const delivery = new CfnDeliveryStream(this, 'Firehose', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn,
        roleArn: deliveryRole(this, bucketArn, logGroupName).roleArn,
        bufferingHints: { sizeInMBs: stream.bufferMiB, intervalInSeconds: stream.bufferSeconds },
        compressionFormat: 'GZIP',
        prefix: 'metrics/!{timestamp:yyyy/MM/dd/HH}/',
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        cloudWatchLoggingOptions: { enabled: true, logGroupName: logGroup.logGroupName, logStreamName: logStream.logStreamName },
      },
    });
    this.arn = delivery.attrArn;
  }
}

/** Without the section `logs` there is neither key nor retention to take over; Firehose writes no record into it, only error messages. */
function plainLogGroup(scope: Construct, id: string, logGroupName: string): LogGroup {
  return new LogGroup(scope, id, { logGroupName, retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
}

/** What Firehose may do: write objects of the bucket, and its own errors. */
function deliveryRole(scope: Construct, bucketArn: string, logGroupName: string): Role {
  const stack = Stack.of(scope);
  const objects = `${bucketArn}/*`;
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        // any stream of the account: the name of this one is known only after its role
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'firehose', resource: 'deliverystream', resourceName: '*' }) },
      },
    }),
    inlinePolicies: {
      Deliver: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [bucketArn] }),
          new PolicyStatement({ actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], resources: [objects] }),
          new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [`${logGroupArn(scope, logGroupName)}:log-stream:${ERROR_STREAM}`] }),
        ],
      }),
    },
  });
  acknowledge(role, { ...INLINE_POLICY, [wildcardFinding(role, objects)]: 'Firehose chooses the names of the objects it writes.' });
  return role;
}
