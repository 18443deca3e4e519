import { homeTemplate, propertiesOf } from '../home-stack';

const COLLECTOR = { functionName: 'acme-{env}-collector', ruleName: 'acme-{env}-collector', encryptionKey: 'logs', service: 'payments' };
const TOTALS = { requests: { name: 'Requests', statistic: 'SampleCount' }, errors: { name: 'Errors' }, volume: { name: 'Amount', namespace: 'Other' }, latency: { name: 'Latency', statistic: 'Average', dimensions: { Service: 'payments' } } };
const templateOf = (collector: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}) =>
  homeTemplate({ encryption: { keys: { logs: {} } }, metrics: { namespace: 'Acme/{env}', collector: { ...COLLECTOR, ...collector } }, ...more });
const variablesOf = (...parameters: Parameters<typeof templateOf>) => (propertiesOf(templateOf(...parameters), 'AWS::Lambda::Function')['Environment'] as { Variables: Record<string, string> }).Variables;
const retentionOf = (...parameters: Parameters<typeof templateOf>) =>
  propertiesOf(templateOf(...parameters), 'AWS::Logs::LogGroup', ({ LogGroupName }) => LogGroupName === '/aws/lambda/acme-dev-collector')['RetentionInDays'];

test('totals are read from the namespace of the config unless they name another', () => {
  expect(JSON.parse(variablesOf({ totals: TOTALS })['TOTALS'] ?? '')).toEqual({
    requests: { namespace: 'Acme/dev', name: 'Requests', dimensions: {}, statistic: 'SampleCount' },
    errors: { namespace: 'Acme/dev', name: 'Errors', dimensions: {}, statistic: 'Sum' },
    volume: { namespace: 'Other', name: 'Amount', dimensions: {}, statistic: 'Sum' },
    latency: { namespace: 'Acme/dev', name: 'Latency', dimensions: { Service: 'payments' }, statistic: 'Average' },
  });
});

test.each([
  ['without totals', {}],
  ['as a demo', { totals: TOTALS, demo: true }],
])('%s it reads no metric and has no watermark', (_, collector) => {
  const template = templateOf(collector);
  template.resourceCountIs('AWS::DynamoDB::Table', 0);
  expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).not.toMatch(/GetMetricData|dynamodb/);
  expect(Object.keys(variablesOf(collector))).not.toContain('WATERMARK_TABLE');
});

test('EventBridge may use the key of the dead-letter queue without a condition, which would drop every call', () => {
  const { KeyPolicy } = propertiesOf(templateOf(), 'AWS::KMS::Key') as { KeyPolicy: { Statement: { Sid?: string; Condition?: unknown }[] } };
  const [statement, ...others] = KeyPolicy.Statement.filter(({ Sid }) => Sid === 'AllowEventBridge');
  expect([statement?.Condition, others]).toEqual([undefined, []]);
});

test('its logs live as long as it says, else as long as the others', () => {
  const logs = { logs: { encryptionKey: 'logs', retentionDays: 400 } };
  expect([retentionOf(), retentionOf({}, logs), retentionOf({ retentionDays: 30 }, logs)]).toEqual([90, 400, 30]);
});

test('everything of it says where it comes from', () => {
  const resources = Object.values((templateOf({ totals: TOTALS }).toJSON() as { Resources: Record<string, { Type: string; Metadata?: Record<string, unknown> }> }).Resources);
  const elsewhere = resources.filter(({ Type, Metadata }) => Type !== 'AWS::KMS::Key' && (Metadata?.['payment-observability'] as { path?: string } | undefined)?.path !== 'metrics.collector');
  expect(elsewhere.map(({ Type }) => Type)).toEqual([]);
});
