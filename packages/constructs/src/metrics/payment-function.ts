import type { Config, Metrics } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ApplicationLogLevel, Architecture, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import { handlerAsset } from '../handler-asset';
import { LimitError } from '../limit-error';
import type { LogGroups } from '../logs/log-groups';
import { markSource } from '../source';
import { PaymentTable } from './payment-table';

export interface PaymentFunctionProps {
  readonly config: Config;
  readonly settings: NonNullable<Metrics['paymentFunction']>;
  readonly logs: LogGroups | undefined;
}

const PATH = 'metrics.paymentFunction';

/**
 * The example function that measures payments as the metric contract says, and the table in which it keeps each once.
 *
 * It is called synchronously, by an API: the caller hears of every failure and sends the payment again, so that there is neither a retry
 * by Lambda nor a dead-letter queue.
 */
export class PaymentFunction extends Construct {
  public readonly functionName: string;
  public readonly functionArn: string;
  public readonly roleArn: string;
  public readonly tableName: string;

  constructor(scope: Construct, id: string, { config, settings, logs }: PaymentFunctionProps) {
    super(scope, id);
    markSource(this, 'metrics', PATH);
    const { functionName, memoryMb, timeoutSeconds, logLevel } = settings;
    const table = new PaymentTable(this, 'Payments', { config, tableName: settings.tableName });
    const { group, logGroupArn, logGroupName } = logGroupOf(settings, logs);
    const role = functionRole(this, logGroupArn, table.tableArn);
    const handler = new Function(this, 'Function', {
      functionName,
      description: 'Takes payments and measures them',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: handlerAsset(this, 'payment-function'),
      handler: 'index.handler',
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      tracing: Tracing.ACTIVE,
      // its policy is complete: CDK would add a second one for the trace
      role: role.withoutPolicyUpdates(),
      logGroup: LogGroup.fromLogGroupName(this, 'LogGroup', logGroupName),
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[logLevel],
      environment: { ENVIRONMENT: config.environment.name, LOG_LEVEL: logLevel, METRICS_NAMESPACE: namespaceOf(config), PAYMENTS_TABLE: table.tableName },
    });
    handler.node.addDependency(group, table);
    acknowledge(handler, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': 'Calls DynamoDB alone, outside of any VPC; it is never given a card number.',
    });
    this.functionName = functionName;
    this.functionArn = handler.functionArn;
    this.roleArn = role.roleArn;
    this.tableName = table.tableName;
  }
}

function namespaceOf({ metrics }: Config): string {
  if (!metrics) throw new Error(`${PATH}: belongs to metrics; the loader should have refused the config`);
  return metrics.namespace;
}

/** The listed log group, whose name must be the one Lambda's documents and saved queries expect. */
function logGroupOf({ functionName, logGroup }: PaymentFunctionProps['settings'], logs: LogGroups | undefined) {
  if (!logs) throw new Error(`${PATH}.logGroup: no section logs; the loader should have refused the config`);
  const [expected, logGroupName] = [`/aws/lambda/${functionName}`, logs.logGroupName(logGroup)];
  if (logGroupName !== expected) throw new LimitError(`${PATH}.logGroup`, `logs.groups.${logGroup} is ${logGroupName}, the log group of function ${functionName} is ${expected}`);
  return { group: logs.node.findChild(logGroup), logGroupName, logGroupArn: `${logs.logGroupArn(logGroup)}:*` };
}

/** What the function may do: its logs, its traces, its table. Its metrics are log lines. */
function functionRole(scope: Construct, logGroupArn: string, tableArn: string): Role {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      TakePayments: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
          // X-Ray has no resource for what is sent to it
          new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
          new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [tableArn] }),
        ],
      }),
    },
  });
  acknowledge(role, {
    ...INLINE_POLICY,
    [wildcardFinding(role, '*')]: 'X-Ray has no resource for what is sent to it.',
    [wildcardFinding(role, logGroupArn)]: 'The streams of the one log group of the function.',
  });
  return role;
}
