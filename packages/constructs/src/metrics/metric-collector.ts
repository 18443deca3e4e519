import type { Config, Metrics } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ApplicationLogLevel, Architecture, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { FunctionSchedule } from '../function-schedule';
import { handlerAsset } from '../handler-asset';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';
import { CollectorWatermark } from './collector-watermark';

/** Of the log group where the config has neither one for it nor a section `logs`. */
const RETENTION_DAYS = 90;

export interface MetricCollectorProps {
  readonly config: Config;
  readonly collector: NonNullable<Metrics['collector']>;
  readonly keys: EncryptionKeys;
}

/**
 * The scheduled function that measures services and publishes totals as EMF: log lines, so that it may not put metrics itself.
 * A call that fails after Lambda's retries, or reaches no function, lies in a queue; the next run makes up for it.
 */
export class MetricCollector extends Construct {
  readonly #props: MetricCollectorProps;

  constructor(scope: Construct, id: string, props: MetricCollectorProps) {
    super(scope, id);
    this.#props = props;
    markSource(this, 'metrics', 'metrics.collector');
    const { config, collector, keys } = props;
    const deadLetters = this.#deadLetters();
    const watermark = this.#readsTotals ? new CollectorWatermark(this, 'Watermark') : undefined;
    const logGroup = encryptedLogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${collector.functionName}`,
      retentionDays: collector.retentionDays ?? config.logs?.retentionDays ?? RETENTION_DAYS,
      keys,
      encryptionKey: collector.encryptionKey,
      removalPolicy: removalPolicyOf(config),
    });
    const handler = new Function(this, 'Function', {
      functionName: collector.functionName,
      description: 'Measures services and publishes totals',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: handlerAsset(this, 'metric-collector'),
      handler: 'index.handler',
      memorySize: collector.memoryMb,
      timeout: Duration.seconds(collector.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      environment: this.#environment(watermark),
      // its policy is complete: CDK would add a second one for the queue and the traces
      role: this.#role(logGroup, deadLetters, watermark).withoutPolicyUpdates(),
      logGroup,
      deadLetterQueue: deadLetters,
    });
    acknowledge(handler, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': 'Calls public health endpoints and AWS over TLS; it never sees cardholder data.',
    });
    const { ruleName, everyMinutes } = collector;
    new FunctionSchedule(this, 'Schedule', {
      ruleName,
      description: 'Calls the metric collector',
      scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
      targetId: 'Collector',
      function: handler,
      deadLetters,
    });
    Tags.of(this).add('Purpose', 'MetricCollection');
  }

  /** Made-up totals are read nowhere. */
  get #readsTotals(): boolean {
    const { totals, demo } = this.#props.collector;
    return totals !== undefined && !demo;
  }

  #environment(watermark: CollectorWatermark | undefined): Record<string, string> {
    const { config, collector } = this.#props;
    const namespace = config.metrics?.namespace ?? '';
    const probes = Object.values(collector.probes).map(({ service, url, timeoutMs }) => ({ service, url, timeoutMs }));
    const source = (metric: NonNullable<typeof collector.totals>['errors']) => ({ ...metric, namespace: metric.namespace ?? namespace });
    const { totals } = collector;
    return {
      NAMESPACE: namespace,
      ENVIRONMENT: config.environment.name,
      SERVICE: collector.service,
      PERIOD_SECONDS: String(collector.everyMinutes * 60),
      PROBES: JSON.stringify(probes),
      ...(totals && watermark && {
        TOTALS: JSON.stringify({ requests: source(totals.requests), errors: source(totals.errors), volume: source(totals.volume), latency: source(totals.latency) }),
        WATERMARK_TABLE: watermark.tableName,
      }),
      ...(collector.demo && { DEMO: 'true' }),
    };
  }

  #deadLetters(): Queue {
    const { collector, keys } = this.#props;
    const queue = new Queue(this, 'DeadLetters', { encryption: QueueEncryption.KMS, encryptionMasterKey: keys.key(collector.encryptionKey), enforceSSL: true, retentionPeriod: Duration.days(14) });
    acknowledge(queue, { 'AwsSolutions-SQS3': 'This is the dead-letter queue of the metric collector.' });
    keys.allowEventBridge(collector.encryptionKey);
    return queue;
  }

  #role(logGroup: ILogGroup, deadLetters: Queue, watermark: CollectorWatermark | undefined): Role {
    const { collector, keys } = this.#props;
    const viaSqs = { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(this).region}.amazonaws.com` } };
    const allow = (actions: string[], resource: string, conditions = {}) => new PolicyStatement({ actions, resources: [resource], conditions });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Collect: new PolicyDocument({
          statements: [
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
            allow(['sqs:SendMessage'], deadLetters.queueArn),
            allow(['kms:Decrypt', 'kms:GenerateDataKey'], keys.key(collector.encryptionKey).keyArn, viaSqs),
            ...(watermark ? [allow(['dynamodb:GetItem', 'dynamodb:PutItem'], watermark.tableArn)] : []),
            // neither knows a resource
            allow([...(watermark ? ['cloudwatch:GetMetricData'] : []), 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'),
          ],
        }),
      },
    });
    acknowledge(role, { ...INLINE_POLICY, [wildcardFinding(role, '*')]: 'Reading metrics and sending traces know no resources.' });
    return role;
  }
}
