import { home } from '../multi-region-platform';

const EMAILS = `notifications:
  critical: { emails: { oncall: ops-team@example.com } }
  warning: { emails: { team: ops-team@example.com } }`;

test.each([
  ['sns-standard-alerts-dev', 'Standard Observability Alerts'],
  ['sns-critical-escalations-dev', 'Critical Observability Escalations'],
])('M33 topic %s, "%s", with a customer key that CloudWatch may use', (name, display) => {
  const stack = home();
  const topic = stack.one('AWS::SNS::Topic', { TopicName: name });
  expect(topic['DisplayName']).toBe(display);
  expect(JSON.stringify(topic['KmsMasterKeyId'])).toMatch(/EncryptionalertsKey/);
  const key = stack.all('AWS::KMS::Key').find((properties) => stack.tag(properties, 'Purpose') === 'AlertEncryption');
  expect(JSON.stringify(key?.['KeyPolicy'])).toContain('{"Service":"cloudwatch.amazonaws.com"}');
});

test.each([
  ['M34', 'sns-standard-alerts-dev'],
  ['M35', 'sns-critical-escalations-dev'],
])('%s e-mail to ops-team@example.com: a topic for each severity instead of a filter that lets nothing through', (_, topic) => {
  const stack = home(EMAILS);
  const [subscription, ...others] = stack.all('AWS::SNS::Subscription').filter(({ TopicArn }) => stack.nameOf(TopicArn) === topic);
  expect(subscription).toMatchObject({ Protocol: 'email', Endpoint: 'ops-team@example.com' });
  expect([subscription?.['FilterPolicy'], subscription?.['RedrivePolicy'] === undefined, others]).toEqual([undefined, false, []]);
});
