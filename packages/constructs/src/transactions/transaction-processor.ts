import type { Config, Transactions } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { logGroupArn } from '../logs/log-group-arn';
import type { LogGroups } from '../logs/log-groups';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';
import type { FailedRecords } from './failed-records';
import { imageCode, zipCode, type ProcessorCode } from './processor-code';
import type { TransactionBus } from './transaction-bus';
import type { TransactionStream } from './transaction-stream';
import type { VelocityTable } from './velocity-table';

/** Of the function's log group where the config has none for it. */
const RETENTION_DAYS = 30;

export interface TransactionProcessorProps {
  readonly config: Config;
  readonly transactions: Transactions;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
  readonly stream: TransactionStream;
  readonly failures: FailedRecords;
  readonly table: VelocityTable;
  readonly bus: TransactionBus;
}

/** The function that validates, counts, measures and routes transactions, and what brings it the records of the stream. */
export class TransactionProcessor extends Construct {
  public readonly functionArn: string;
  /** Name of the function; a reference. */
  public readonly functionName: string;
  /** Address of the registry that holds its image, without the tag; undefined for a zip. */
  public readonly imageRepositoryUrl: string | undefined;
  readonly #props: TransactionProcessorProps;

  constructor(scope: Construct, id: string, props: TransactionProcessorProps) {
    super(scope, id);
    this.#props = props;
    markSource(this, 'transactions', 'transactions.processor');
    const settings = props.transactions.processor;
    const code = this.#code();
    const logGroup = this.#logGroup();
    const processor = new CfnFunction(this, 'Function', {
      functionName: settings.functionName,
      description: 'Validates, counts, measures and routes transactions',
      ...code.properties,
      architectures: [settings.architecture],
      memorySize: settings.memoryMb,
      timeout: settings.timeoutSeconds,
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logGroup: logGroup.group.logGroupName },
      environment: { variables: this.#environment() },
      role: this.#role(logGroup.name).roleArn,
    });
    acknowledge(processor, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': 'Calls DynamoDB, EventBridge and X-Ray over TLS; a VPC with endpoints for them is the choice of the team.',
    });
    Tags.of(this).add('Purpose', 'TransactionProcessing');
    this.functionArn = processor.attrArn;
    this.functionName = processor.ref;
    this.imageRepositoryUrl = code.repositoryUrl;
    this.#mapping(processor);
  }

  #code(): ProcessorCode {
    const { package: packaging, architecture } = this.#props.transactions.processor;
    return packaging === 'zip' ? zipCode(this) : imageCode(this, architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64');
  }

  /** The name as text, for policies, and the group itself, so that it is there first. */
  #logGroup(): { readonly name: string; readonly group: ILogGroup } {
    const { config, transactions, keys, logs } = this.#props;
    const { functionName, logGroup } = transactions.processor;
    if (logGroup !== undefined && logs) return { name: logs.logGroupName(logGroup), group: logs.logGroup(logGroup) };
    const name = `/aws/lambda/${functionName}`;
    if (logs) return { name, group: logs.functionLogGroup(this, 'Logs', functionName) };
    const { encryptionKey } = transactions;
    return { name, group: encryptedLogGroup(this, 'Logs', { logGroupName: name, retentionDays: RETENTION_DAYS, keys, encryptionKey, removalPolicy: removalPolicyOf(config) }) };
  }

  #environment(): Record<string, string> {
    const { config, transactions, table, bus } = this.#props;
    const namespace = transactions.processor.namespace ?? config.metrics?.namespace;
    if (namespace === undefined) throw new LimitError('transactions.processor.namespace', 'required, since there is no metrics.namespace for the metrics of the function');
    return {
      TABLE_NAME: table.tableName,
      BUS_NAME: bus.busName,
      EVENT_SOURCE: transactions.bus.source,
      METRICS_NAMESPACE: namespace,
      WINDOW_SECONDS: String(transactions.velocity.windowSeconds),
      RECORD_AGE_SECONDS: String(transactions.mapping.maximumRecordAgeSeconds),
      PARALLELIZATION_FACTOR: String(transactions.mapping.parallelizationFactor),
    };
  }

  #role(logGroupName: string): Role {
    const { transactions, keys, stream, failures, table, bus } = this.#props;
    const { region } = Stack.of(this);
    const allow = (actions: string[], resource: string, conditions = {}) => new PolicyStatement({ actions, resources: [resource], conditions });
    const services = ['kinesis', 'dynamodb', 's3'].map((service) => `${service}.${region}.amazonaws.com`);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Process: new PolicyDocument({
          statements: [
            allow(['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], stream.streamArn),
            allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn),
            allow(['events:PutEvents'], bus.busArn),
            // the mapping writes failed batches with the rights of the function
            allow(['s3:PutObject'], failures.objectsArn),
            allow(['s3:ListBucket'], failures.bucketArn),
            allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'], keys.key(transactions.encryptionKey).keyArn, { StringEquals: { 'kms:ViaService': services } }),
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `${logGroupArn(this, logGroupName)}:*`),
            // X-Ray knows no resources for these
            allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'),
          ],
        }),
      },
    });
    acknowledge(role, {
      ...INLINE_POLICY,
      [wildcardFinding(role, '*')]: 'X-Ray knows no resources for these actions.',
      [wildcardFinding(role, failures.objectsArn)]: 'Lambda chooses the names of the objects it writes.',
      [wildcardFinding(role, `${logGroupArn(this, logGroupName)}:*`)]: 'The log streams of one log group, whose names Lambda chooses.',
      'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]': 'S3 and DynamoDB ask for a data key with and without its plain text.',
      'AwsSolutions-IAM5[Action::kms:ReEncrypt*]': 'DynamoDB re-encrypts from and to, which are two actions.',
    });
    return role;
  }

  #mapping(processor: CfnFunction): void {
    const { transactions, stream, failures, bus } = this.#props;
    const { batchSize, batchingWindowSeconds, maximumRetries, maximumRecordAgeSeconds, parallelizationFactor } = transactions.mapping;
    const scope = new Construct(this, 'Mapping');
    markSource(scope, 'transactions', 'transactions.mapping');
    const mapping = new CfnEventSourceMapping(scope, 'Mapping', {
      eventSourceArn: stream.streamArn,
      functionName: processor.ref,
      // a stream of our own is read from its first record on; what lies in another was processed by others
      startingPosition: stream.isCreated ? 'TRIM_HORIZON' : 'LATEST',
      batchSize,
      maximumBatchingWindowInSeconds: batchingWindowSeconds,
      maximumRetryAttempts: maximumRetries,
      maximumRecordAgeInSeconds: maximumRecordAgeSeconds,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      parallelizationFactor,
      // a dead-letter queue of the function would be ignored; a bucket keeps the records, a queue or a topic only their positions
      destinationConfig: { onFailure: { destination: failures.bucketArn } },
    });
    // no record before its event can be routed
    mapping.node.addDependency(bus, failures);
  }
}
