import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, home, named, resourcesIn, world } from '../serverless-monitoring';

const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const filter = (name: string) => all('AWS::Logs::MetricFilter').filter(({ FilterName }) => String(FilterName).startsWith(name));
const transformation = (name: string) => filter(name).map(({ MetricTransformations }) => (MetricTransformations as Readonly<Record<string, unknown>>[])[0]);
const COMPLETED = '$.event_type = "PAYMENT_COMPLETED"';

/** The JSON objects in the code blocks of the README. */
const examples = Array.from(readme.matchAll(/```json\n([\s\S]*?)\n```/g), ([, text]) => JSON.parse(text ?? '') as Readonly<Record<string, unknown>>);

test('S1 log groups of API Gateway, Lambda and the application: 30 days, customer key', () => {
  const key = resourcesIn(home).find(([id]) => id.startsWith('EncryptionlogsKey'))?.[0];
  for (const name of ['/aws/apigateway/payments-dev-api', '/aws/lambda/payments-dev-processor', '/payments/dev/application'])
    expect(named('AWS::Logs::LogGroup', 'LogGroupName', name)).toMatchObject({ RetentionInDays: 30, KmsKeyId: { 'Fn::GetAtt': [key, 'Arn'] } });
});

test('S2 logs are JSON lines: every filter reads fields, and the README has the contract with each of them', () => {
  const fields = all('AWS::Logs::MetricFilter').flatMap(({ FilterPattern }) => {
    expect(FilterPattern).toMatch(/^\{ .* \}$/);
    return Array.from(String(FilterPattern).matchAll(/\$\.([A-Za-z_]+)/g), ([, field]) => field ?? '');
  });
  const keys = all('AWS::CloudWatch::InsightRule').flatMap(({ RuleBody }) => {
    const { LogFormat, Contribution } = JSON.parse(String(RuleBody)) as { LogFormat: string; Contribution: { Keys: string[] } };
    expect(LogFormat).toBe('JSON');
    return Contribution.Keys.map((key) => key.slice(2));
  });
  const contract = examples.flatMap((example) => Object.keys(example));
  expect([...new Set([...fields, ...keys])].filter((field) => !contract.includes(field))).toEqual([]);
});

test('S3 success rate, processing time and amount of payments, without those of canaries', () => {
  expect(filter('payment-attempts')).toMatchObject([{ FilterPattern: `{ ${COMPLETED} && $.synthetic IS FALSE }` }]);
  expect(transformation('payment-attempts')).toEqual([{ MetricNamespace: 'ServerlessPayments/dev', MetricName: 'PaymentAttempts', MetricValue: '1', Unit: 'Count', DefaultValue: 0 }]);
  expect(filter('payment-failures').map(({ FilterPattern }) => FilterPattern)).toEqual(
    expect.arrayContaining([`{ ${COMPLETED} && $.status = "FAILED" && $.synthetic IS FALSE }`, `{ ${COMPLETED} && $.status = "FAILED" && $.synthetic IS FALSE && $.provider = * }`]),
  );
  expect(transformation('processing-time')).toEqual(
    expect.arrayContaining([
      { MetricNamespace: 'ServerlessPayments/dev', MetricName: 'ProcessingTime', MetricValue: '$.processing_time_ms', Unit: 'Milliseconds' },
      { MetricNamespace: 'ServerlessPayments/dev', MetricName: 'ProcessingTime', MetricValue: '$.processing_time_ms', Unit: 'Milliseconds', Dimensions: [{ Key: 'Provider', Value: '$.provider' }] },
    ]),
  );
  expect(transformation('payment-amount')).toEqual([
    { MetricNamespace: 'ServerlessPayments/dev', MetricName: 'PaymentAmount', MetricValue: '$.amount', Unit: 'None', Dimensions: [{ Key: 'Currency', Value: '$.currency' }] },
  ]);
});

test('S34 metrics are kept 15 months by CloudWatch itself; finer history is a metric stream on request', () => {
  expect(all('AWS::CloudWatch::MetricStream')).toEqual([]);
  expect(readme).toContain('455 days');
  const stream = `metrics: { stream: { streamName: "payments-{env}-stream", namespaces: ["ServerlessPayments/{env}"], bucket: { expireDays: 455 } } }`;
  expect(all('AWS::CloudWatch::MetricStream', world.home(stream))).toMatchObject([{ Name: 'payments-dev-stream' }]);
});
