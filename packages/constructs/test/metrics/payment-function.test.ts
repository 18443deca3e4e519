import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Where } from '../config-of';
import { homeTemplate } from '../home-stack';

const templateOf = (settings: Record<string, unknown> = {}, where: Where = {}, logGroupName = '/aws/lambda/payment-processor-dev'): Template =>
  homeTemplate(
    {
      encryption: { keys: { logs: {} } },
      logs: { encryptionKey: 'logs', groups: { lambda: { logGroupName } } },
      metrics: { namespace: 'PaymentProcessing/dev', paymentFunction: { functionName: 'payment-processor-dev', logGroup: 'lambda', tableName: 'payments-db-dev', ...settings } },
    },
    where,
  );

test('the function is traced, logs JSON into its own group, and is told what it needs', () => {
  const template = templateOf();
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'payment-processor-dev',
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Architectures: ['arm64'],
    MemorySize: 256,
    Timeout: 30,
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', LogGroup: '/aws/lambda/payment-processor-dev' },
    Environment: { Variables: { ENVIRONMENT: 'dev', LOG_LEVEL: 'INFO', METRICS_NAMESPACE: 'PaymentProcessing/dev', PAYMENTS_TABLE: 'payments-db-dev' } },
    DeadLetterConfig: Match.absent(),
  });
});

test('memory, time and log level are those of the config', () => {
  templateOf({ memoryMb: 512, timeoutSeconds: 10, logLevel: 'DEBUG' }).hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 512, Timeout: 10, LoggingConfig: { ApplicationLogLevel: 'DEBUG' }, Environment: { Variables: { LOG_LEVEL: 'DEBUG' } },
  });
});

test('it may write its logs, its traces and its table, and nothing else', () => {
  templateOf().hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
    ManagedPolicyArns: Match.absent(),
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/payment-processor-dev:*' },
            { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
            { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: 'arn:aws:dynamodb:eu-west-1:111111111111:table/payments-db-dev' },
          ],
        },
      },
    ],
  });
});

test('log group and table are there before the function', () => {
  const template = templateOf();
  const [handler] = Object.values(template.findResources('AWS::Lambda::Function')) as { DependsOn: string[] }[];
  const ids = (type: string) => Object.keys(template.findResources(type));
  expect(handler?.DependsOn).toEqual(expect.arrayContaining([...ids('AWS::Logs::LogGroup'), ...ids('AWS::DynamoDB::Table')]));
});

test.each([
  [true, 'RetainExceptOnCreate'],
  [false, 'Delete'],
])('protected %s: the table is encrypted and restorable, its deletion policy %s', (isProtected, DeletionPolicy) => {
  templateOf({}, { protected: isProtected }).hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy,
    Properties: {
      TableName: 'payments-db-dev',
      KeySchema: [{ AttributeName: 'payment_id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'payment_id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: isProtected,
    },
  });
});

test('a log group of another name is refused: Lambda would write elsewhere than everybody looks', () => {
  expect(() => templateOf({}, {}, '/acme/payments')).toThrow(
    'metrics.paymentFunction.logGroup: logs.groups.lambda is /acme/payments, the log group of function payment-processor-dev is /aws/lambda/payment-processor-dev',
  );
});
