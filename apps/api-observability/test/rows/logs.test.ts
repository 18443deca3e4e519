import { readStack } from '@payment-observability/template-testing';
import { stack, world } from '../api';

const KEY = stack.one('AWS::KMS::Alias', { AliasName: 'alias/logs-dev' })['TargetKeyId'];
const logGroup = (name: string) => stack.one('AWS::Logs::LogGroup', { LogGroupName: name });
const encrypted = { KmsKeyId: KEY, RetentionInDays: 90 };

test('A1 parameters: the stage comes from the environment, CostCenter is payments, on every resource', () => {
  const topic = stack.one('AWS::SNS::Topic');
  expect(stack.tag(topic, 'Environment')).toBe('dev');
  expect(stack.tag(topic, 'CostCenter')).toBe('payments');
  expect(world.config('', 'us-east-1').environment).toMatchObject({ name: 'dev', region: 'us-east-1' });
});

test('A2 log key: rotation, an alias with the stage, and CloudWatch Logs for the groups of this stack alone', () => {
  const [key] = stack.all('AWS::KMS::Key', { Description: 'Log groups of api-observability dev' });
  expect(key).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
  expect(JSON.stringify(key?.['KeyPolicy'])).not.toContain('CreateGrant');
  const statements = (key?.['KeyPolicy'] as { Statement: { Sid?: string }[] }).Statement;
  expect(statements.find(({ Sid }) => Sid === 'AllowCloudWatchLogs')).toEqual({
    Sid: 'AllowCloudWatchLogs',
    Effect: 'Allow',
    Principal: { Service: 'logs.us-east-1.amazonaws.com' },
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': expect.arrayContaining([
          'arn:aws:logs:us-east-1:111111111111:log-group:/aws/apigateway/payments-dev',
          'arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/payment-processor-dev',
          'arn:aws:logs:us-east-1:111111111111:log-group:/aws/rds/instance/payments-db-dev/postgresql',
        ]) as unknown,
      },
    },
  });
});

test('A2 log key: a development environment may wait the 7 days of the reference only', () => {
  const [key] = readStack(world.home('encryption: { keys: { logs: { deletionWindowDays: 7 } } }')).all('AWS::KMS::Key', { Description: 'Log groups of api-observability dev' });
  expect(key).toMatchObject({ PendingWindowInDays: 7 });
});

test('A3 log group of the API: /aws/apigateway/payments-{env}, 90 days, KMS', () => {
  expect(logGroup('/aws/apigateway/payments-dev')).toMatchObject(encrypted);
});

test('A4 log group of the function: its exact name, 90 days, KMS', () => {
  expect(logGroup('/aws/lambda/payment-processor-dev')).toMatchObject(encrypted);
});

test('A5 log group of the database: where RDS really writes, 90 days, KMS', () => {
  expect(logGroup('/aws/rds/instance/payments-db-dev/postgresql')).toMatchObject(encrypted);
});

test('A6 latency: one filter and one metric APILatency in PaymentProcessing/{env}, milliseconds, no default; p50, p95 and p99 are statistics', () => {
  const filters = stack.all('AWS::Logs::MetricFilter').filter(({ FilterName }) => String(FilterName).startsWith('api-latency-'));
  expect(filters).toHaveLength(1);
  expect(filters[0]).toMatchObject({ FilterName: 'api-latency-dev', FilterPattern: '{ $.event_type = "API_REQUEST" && $.latency >= 0 }' });
  expect(filters[0]?.['MetricTransformations']).toEqual([{ MetricName: 'APILatency', MetricNamespace: 'PaymentProcessing/dev', MetricValue: '$.latency', Unit: 'Milliseconds' }]);
  expect(stack.nameOf(filters[0]?.['LogGroupName'])).toBe('/aws/apigateway/payments-dev');
});
