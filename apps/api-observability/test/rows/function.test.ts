import { stack } from '../api';

test('A13 role of the function: its own log group, X-Ray, its table; no managed policy, no PutMetricData', () => {
  const role = stack.all('AWS::IAM::Role').find((one) => JSON.stringify(one).includes('TakePayments'));
  expect(role?.['ManagedPolicyArns']).toBeUndefined();
  expect(role?.['Policies']).toEqual([
    {
      PolicyName: 'TakePayments',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/payment-processor-dev:*' },
          { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
          { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: 'arn:aws:dynamodb:us-east-1:111111111111:table/payments-db-dev' },
        ],
      },
    },
  ]);
});

test('A14 payment function: payment-processor-{env}, 30 s, 256 MB, active tracing, ENVIRONMENT and LOG_LEVEL=INFO, Node.js 22, a bundled asset', () => {
  const handler = stack.one('AWS::Lambda::Function', { FunctionName: 'payment-processor-dev' });
  expect(handler).toMatchObject({
    Timeout: 30, MemorySize: 256, TracingConfig: { Mode: 'Active' }, Runtime: 'nodejs22.x', Handler: 'index.handler',
    LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/payment-processor-dev' },
  });
  expect((handler['Environment'] as { Variables: Record<string, string> }).Variables).toMatchObject({ ENVIRONMENT: 'dev', LOG_LEVEL: 'INFO' });
  expect((handler['Code'] as { ZipFile?: string }).ZipFile).toBeUndefined();
});

test('A15 custom metrics: in the namespace of the latency metric, by the embedded metric format', () => {
  const { Environment } = stack.one('AWS::Lambda::Function', { FunctionName: 'payment-processor-dev' }) as { Environment: { Variables: Record<string, string> } };
  expect(Environment.Variables['METRICS_NAMESPACE']).toBe('PaymentProcessing/dev');
});

test('A17 the database that the traces name is the table of the stack', () => {
  const { Environment } = stack.one('AWS::Lambda::Function', { FunctionName: 'payment-processor-dev' }) as { Environment: { Variables: Record<string, string> } };
  expect(stack.one('AWS::DynamoDB::Table')['TableName']).toBe(Environment.Variables['PAYMENTS_TABLE']);
});
