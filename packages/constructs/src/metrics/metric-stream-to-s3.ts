import type { Config, Metrics } from '@payment-observability/config';
import { CfnMetricStream } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge';
import type { LogGroups } from '../logs/log-groups';
import { markSource } from '../source';
import { metricsBucketArn } from './metrics-bucket';
import { MetricsDelivery } from './metrics-delivery';

type StreamSettings = NonNullable<Metrics['stream']>;

export interface MetricStreamToS3Props {
  readonly config: Config;
  readonly stream: StreamSettings;
  /** Gives the delivery's error log its key and retention. */
  readonly logs: LogGroups | undefined;
}

/** Keeps metrics longer than CloudWatch does: a metric stream through Firehose into a bucket. */
export class MetricStreamToS3 extends Construct {
  public readonly streamArn: string;

  constructor(scope: Construct, id: string, { config, stream, logs }: MetricStreamToS3Props) {
    super(scope, id);
    const ownNamespace = requireNamespace(config);
    markSource(this, 'metrics', 'metrics.stream');
    const bucketArn = metricsBucketArn(this, 'Bucket', { config, settings: stream.bucket });
    const delivery = new MetricsDelivery(this, 'Delivery', { stream, bucketArn, logs });
    const { attrArn } = new CfnMetricStream(this, 'Stream', {
      name: stream.streamName,
      firehoseArn: delivery.arn,
      roleArn: streamRole(this, delivery.arn).roleArn,
      outputFormat: stream.outputFormat,
      includeFilters: stream.namespaces.map((namespace) => ({ namespace })),
      statisticsConfigurations: Object.values(stream.percentiles).map(({ metricName, namespace = ownNamespace, statistics }) => ({
        additionalStatistics: statistics,
        includeMetrics: [{ namespace, metricName }],
      })),
    });
    this.streamArn = attrArn;
  }
}

function requireNamespace({ metrics }: Config): string {
  if (!metrics) throw new Error('metrics: the stream belongs to this section; the loader should have refused the config');
  return metrics.namespace;
}

/** What CloudWatch may do for the stream: put records, nothing else. */
function streamRole(scope: Construct, deliveryArn: string): Role {
  const role = new Role(scope, 'StreamRole', {
    assumedBy: new ServicePrincipal('streams.metrics.cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    // inline, so that the stream never exists without its permissions
    inlinePolicies: {
      PutRecords: new PolicyDocument({ statements: [new PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [deliveryArn] })] }),
    },
  });
  acknowledge(role, INLINE_POLICY);
  return role;
}
