import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiObservabilityApp } from '../../src/index';
import { stack } from '../api';

const file = (name: string) => readFileSync(join(__dirname, '..', '..', name), 'utf8');

test('A27 outputs: dashboard URL, topic ARN and log groups', () => {
  expect(stack.output('DashboardUrl')).toBe('https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/payment-processing-dev');
  expect(stack.output('CriticalTopicArn')).toMatch(/^<NotificationscriticalTopic/);
  expect(stack.output('ApiLogGroupName')).toBe('/aws/apigateway/payments-dev');
  expect(stack.output('LambdaLogGroupName')).toBe('/aws/lambda/payment-processor-dev');
  expect(stack.output('DatabaseLogGroupName')).toBe('/aws/rds/instance/payments-db-dev/postgresql');
});

test.each(['Prerequisites', 'Install', 'Preview', 'Deploy', 'Confirm', 'Tests', '## Troubleshooting', '/aws/lambda/cwsyn-health-check-<environment>-', 'confirm the subscriptions', 'service map'])(
  'A28 handbook: %s',
  (text) => {
    expect(file('README.md')).toContain(text);
  },
);

test.each(['"latency": $context.responseLatency', '$context.identity.sourceIp', '$context.identity.apiKeyId', '"event_type": "API_REQUEST"'])('A3 access log: the JSON format of the stage has %s', (field) => {
  expect(file('README.md')).toContain(field);
});

test('A28 handbook: the example of the README synthesizes for each environment', () => {
  const app = apiObservabilityApp(file('observability.yml'), { validation: false });
  expect(app.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('checkout-api'))).toEqual(['checkout-api-staging', 'checkout-api-production']);
});

test('A27 outputs: the canary and its key', () => {
  expect(stack.output('HealthCanaryName')).toBe('health-check-dev');
  expect(stack.output('CanaryKeyArn')).toMatch(/^<EncryptioncanariesKey/);
});
