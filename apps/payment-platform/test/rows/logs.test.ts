import { Match } from 'aws-cdk-lib/assertions';
import { synthesize } from '../payment-platform';

const ALL_GROUPS = ['/aws/payment/dev/processing', '/aws/lambda/payment-dev-processor', '/aws/apigateway/payment-dev'];
const keyOf = (purpose: string) =>
  Object.entries(synthesize().home.findResources('AWS::KMS::Key')).find(([, key]) =>
    (key as { Properties: { Tags: { Key: string; Value: string }[] } }).Properties.Tags.some(({ Key, Value }) => Key === 'Purpose' && Value === purpose),
  )?.[0];

test.each([
  ['/aws/payment/dev/processing', 'processing'],
  // the name that Lambda gives the group of payment-dev-processor
  ['/aws/lambda/payment-dev-processor', 'lambda'],
  ['/aws/apigateway/payment-dev', 'api-gateway'],
])('P3 log group %s: 90 days, KMS, Component %s, card numbers masked', (LogGroupName, Component) => {
  synthesize().home.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName,
    RetentionInDays: 90,
    KmsKeyId: { 'Fn::GetAtt': [keyOf('LogEncryption'), 'Arn'] },
    Tags: Match.arrayWith([{ Key: 'Component', Value: Component }]),
    DataProtectionPolicy: {
      Configuration: { CustomDataIdentifier: [{ Name: 'pan', Regex: '[2-6][0-9]{12,18}' }] },
      Statement: [
        { DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber', 'pan'], Operation: { Audit: {} } },
        { DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber', 'pan'], Operation: { Deidentify: {} } },
      ],
    },
  });
});

test('P4 log key: one customer key with rotation and a 30-day window, usable by Logs for the groups of this stack', () => {
  const { home } = synthesize();
  home.hasResourceProperties('AWS::KMS::Key', {
    EnableKeyRotation: true,
    PendingWindowInDays: 30,
    Tags: Match.arrayWith([{ Key: 'Purpose', Value: 'LogEncryption' }]),
    KeyPolicy: {
      Statement: Match.arrayWith([
        {
          Sid: 'AllowCloudWatchLogs',
          Effect: 'Allow',
          Principal: { Service: 'logs.us-east-1.amazonaws.com' },
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': Match.arrayWith([
                'arn:aws:logs:us-east-1:111111111111:log-group:/aws/apigateway/payment-dev',
                'arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/payment-dev-processor',
                'arn:aws:logs:us-east-1:111111111111:log-group:/aws/payment/dev/processing',
              ]),
            },
          },
        },
      ]),
    },
  });
});

test('P5 compliance log group: below /aws/events/, KMS, 400 days', () => {
  synthesize().home.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: '/aws/events/payment-dev-compliance',
    RetentionInDays: 400,
    KmsKeyId: { 'Fn::GetAtt': [keyOf('Audit'), 'Arn'] },
  });
});

test.each([
  ['P6', 'payment-dev-failures', 'fields @timestamp, transactionId, errorMessage, amount\n| filter status = "FAILED"\n| sort @timestamp desc\n| limit 100'],
  [
    'P7',
    'payment-dev-high-latency-transactions',
    'filter processing_time > 1000\n| stats count(*) as transactions, avg(processing_time) as averageMs, pct(processing_time, 99) as p99Ms by payment_method\n| sort p99Ms desc',
  ],
  ['P8', 'payment-dev-error-analysis', 'filter level = "ERROR"\n| stats count(*) as errors by error_type\n| sort errors desc'],
  [
    'P9',
    'payment-dev-transaction-volume-analysis',
    'filter event_type = "TRANSACTION_PROCESSED"\n| stats count(*) as transactions, sum(amount) as totalAmount by bin(5m), currency',
  ],
  [
    'P10',
    'payment-dev-database-connection-errors',
    'filter event_type = "DB_CONNECTION" and action = "FAILED"\n| stats count(*) as failures by error_code, pool_size\n| sort failures desc',
  ],
])('%s saved query %s over all three groups', (_row, Name, QueryString) => {
  synthesize().home.hasResourceProperties('AWS::Logs::QueryDefinition', { Name, QueryString, LogGroupNames: ALL_GROUPS });
});

interface Filter {
  readonly FilterName: string;
  readonly FilterPattern: string;
  readonly MetricTransformations: readonly unknown[];
}
const filterNamed = (name: string): Filter => {
  const filters = Object.values(synthesize().home.findResources('AWS::Logs::MetricFilter')).map((filter) => (filter as { Properties: Filter }).Properties);
  const [filter, ...others] = filters.filter(({ FilterName }) => FilterName === name);
  if (!filter || others.length > 0) throw new Error(`${others.length} other filters ${name}`);
  return filter;
};
const dimension = (Key: string, field: string) => ({ Key, Value: `$.${field}` });
const metric = (MetricName: string, MetricValue: string, Unit: string, more: Record<string, unknown> = {}) => [{ MetricNamespace: 'PaymentSystem/dev', MetricName, MetricValue, Unit, ...more }];

test.each([
  [
    'P11',
    'transaction-volume',
    '{ $.event_type = "TRANSACTION_PROCESSED" && $.currency = * && $.status = * }',
    metric('TransactionVolume', '1', 'Count', { Dimensions: [dimension('Currency', 'currency'), dimension('Status', 'status')] }),
  ],
  ['P11', 'transaction-volume-total', '{ $.event_type = "TRANSACTION_PROCESSED" }', metric('TransactionVolume', '1', 'Count', { DefaultValue: 0 })],
  [
    'P12',
    'transaction-amount',
    '{ $.event_type = "TRANSACTION_PROCESSED" && $.status = "SUCCESS" && $.currency = * && $.amount = * }',
    metric('TransactionAmount', '$.amount', 'None', { Dimensions: [dimension('Currency', 'currency')] }),
  ],
  [
    'P13',
    'processing-time',
    '{ $.event_type = "TRANSACTION_COMPLETE" && $.payment_method = * && $.processing_time >= 0 }',
    metric('ProcessingTime', '$.processing_time', 'Milliseconds', { Dimensions: [dimension('PaymentMethod', 'payment_method')] }),
  ],
  ['P13', 'processing-time-total', '{ $.event_type = "TRANSACTION_COMPLETE" && $.processing_time >= 0 }', metric('ProcessingTime', '$.processing_time', 'Milliseconds')],
  ['P14', 'error-count', '{ $.level = "ERROR" && $.error_type = * }', metric('ErrorCount', '1', 'Count', { Dimensions: [dimension('ErrorType', 'error_type')] })],
  ['P14', 'error-count-total', '{ $.level = "ERROR" }', metric('ErrorCount', '1', 'Count', { DefaultValue: 0 })],
  [
    'P15',
    'database-connections',
    '{ $.event_type = "DB_CONNECTION" && $.action = * && $.active_connections >= 0 }',
    metric('DatabaseConnections', '$.active_connections', 'Count', { Dimensions: [dimension('Action', 'action')] }),
  ],
  ['P15', 'database-connections-total', '{ $.event_type = "DB_CONNECTION" && $.active_connections >= 0 }', metric('DatabaseConnections', '$.active_connections', 'Count')],
  [
    'P16',
    'api-latency',
    '{ $.event_type = "API_REQUEST" && $.method = * && $.status_class = * && $.latency >= 0 }',
    metric('APILatency', '$.latency', 'Milliseconds', { Dimensions: [dimension('Method', 'method'), dimension('StatusCode', 'status_class')] }),
  ],
  ['P16', 'api-latency-total', '{ $.event_type = "API_REQUEST" && $.latency >= 0 }', metric('APILatency', '$.latency', 'Milliseconds')],
  ['P17', 'connection-failures', '{ $.action = "FAILED" && $.event_type = "DB_CONNECTION" }', metric('ConnectionFailures', '1', 'Count', { DefaultValue: 0 })],
])('%s metric filter %s', (_row, name, pattern, transformations) => {
  const filter = filterNamed(name);
  expect(filter.FilterPattern).toBe(pattern);
  expect(filter.MetricTransformations).toEqual(transformations);
});

test('P11 to P17: all filters are on the processing group, and amounts of different currencies have no total', () => {
  const { home } = synthesize();
  const [group] = Object.keys(home.findResources('AWS::Logs::LogGroup', { Properties: { LogGroupName: '/aws/payment/dev/processing' } }));
  home.allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: { Ref: group } });
  home.resourceCountIs('AWS::Logs::MetricFilter', 12);
  expect(() => filterNamed('transaction-amount-total')).toThrow('0 other filters');
});

test('P17 the error rate is 100 × ErrorCount ÷ TransactionVolume, both without dimensions', () => {
  synthesize().home.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'payment-dev-high-error-rate',
    Metrics: Match.arrayWith([
      Match.objectLike({ MetricStat: Match.objectLike({ Metric: { Namespace: 'PaymentSystem/dev', MetricName: 'ErrorCount' }, Stat: 'Sum' }) }),
      Match.objectLike({ MetricStat: Match.objectLike({ Metric: { Namespace: 'PaymentSystem/dev', MetricName: 'TransactionVolume' }, Stat: 'Sum' }) }),
    ]),
  });
});
