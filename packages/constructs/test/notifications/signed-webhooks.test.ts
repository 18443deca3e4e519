import { receiversOf } from '@payment-observability/config';
import { Match } from 'aws-cdk-lib/assertions';
import { CHANNELS } from '../../src/notifications/channels';
import { notesOf } from '../../src/notes';
import { configOf } from '../config-of';
import { ALERTS, homeStack, homeTemplate, propertiesOf } from '../home-stack';

type Changes = Readonly<Record<string, unknown>>;
const SIGNED = { url: 'https://ops.example.com/hook', signingSecret: 'acme/{env}/ops' };
const sections = (webhooks: Changes, severity = 'critical', more: Changes = {}) => ({
  ...ALERTS,
  notifications: { ...ALERTS.notifications, ...more, [severity]: { topicName: `acme-dev-${severity}`, webhooks } },
});
const functionsOf = (...given: Parameters<typeof sections>) =>
  Object.values(homeTemplate(sections(...given)).findResources('AWS::Lambda::Function')).map((resource) => (resource as { Properties: Changes }).Properties);
const namesOf = (...given: Parameters<typeof sections>) => functionsOf(...given).map(({ FunctionName }) => FunctionName);

test('a function delivers, with the ARN of the signing secret and the endpoint', () => {
  const template = homeTemplate(sections({ ops: SIGNED }));
  expect(propertiesOf(template, 'AWS::Lambda::Function')).toMatchObject({
    FunctionName: 'acme-dev-webhook-ops',
    Description: 'Posts critical alerts to a webhook',
    Environment: {
      Variables: {
        SIGNING_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:acme/dev/ops',
        ENDPOINT_URL: 'https://ops.example.com/hook',
        SEVERITY: 'critical',
        ROUTE: 'acme/dev/critical/webhooks.ops',
        ALERT_METRICS_NAMESPACE: 'PaymentObservability/Alerts',
        LOG_GROUPS: '[]',
      },
    },
    DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^NotificationsUndelivered/), 'Arn'] } },
    Tags: expect.arrayContaining([{ Key: 'Purpose', Value: 'WebhookNotifications' }]) as unknown,
  });
  template.hasResource('AWS::SNS::Subscription', {
    Properties: { Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NotificationscriticalTopicWebhookopsNotifierFunction'), 'Arn'] } },
    Metadata: { 'payment-observability': { section: 'notifications', path: 'notifications.critical.webhooks.ops' } },
  });
});

test('a URL that is secret stays in the secret', () => {
  const [{ Environment } = {}] = functionsOf({ ops: { signingSecret: 'acme/{env}/ops' } });
  expect(Object.keys((Environment as { Variables: Changes }).Variables).sort()).toEqual(['ALERT_METRICS_NAMESPACE', 'LOG_GROUPS', 'ROUTE', 'SEVERITY', 'SIGNING_SECRET_ARN']);
});

test.each([
  ['critical', {}, ['acme-dev-webhook-billing', 'acme-dev-webhook-ops']],
  ['warning', {}, ['acme-dev-webhook-warning-billing', 'acme-dev-webhook-warning-ops']],
  ['info', { webhookFunctionName: 'payments-{env}-hook' }, ['payments-dev-hook-info-billing', 'payments-dev-hook-info-ops']],
])('the functions of several webhooks of %s alerts, with %j', (severity, more, names) => {
  expect(namesOf({ ops: SIGNED, billing: { signingSecret: 'billing' } }, severity, more).sort()).toEqual(names);
});

test('a name that is too long with its id', () => {
  expect(() => namesOf({ ops: SIGNED }, 'critical', { webhookFunctionName: 'f'.repeat(61) })).toThrow(`notifications.webhookFunctionName: ${'f'.repeat(61)}-ops has 65 characters, the name of a function at most 64`);
});

test('an unsigned webhook beside it stays a subscription of SNS', () => {
  const template = homeTemplate(sections({ ops: SIGNED, risk: { url: 'https://risk.example.com/hook' } }));
  const protocols = Object.values(template.findResources('AWS::SNS::Subscription')).map((resource) => (resource as { Properties: Changes }).Properties['Protocol']);
  expect(protocols.sort()).toEqual(['https', 'lambda']);
});

test('a note says what the secret must hold', () => {
  const notes = notesOf(homeStack(sections({ ops: SIGNED, billing: { signingSecret: 'acme/{env}/billing' } })));
  expect(notes.map(({ title, path }) => ({ title, path }))).toEqual([
    { title: 'Secret acme/dev/billing must hold JSON with the signing key, { "signingKey": "whsec_…", "url": "https://…" }', path: 'notifications.critical.webhooks.billing.signingSecret' },
    { title: 'Secret acme/dev/ops must hold JSON with the signing key, { "signingKey": "whsec_…" }', path: 'notifications.critical.webhooks.ops.signingSecret' },
  ]);
});

test('the channels are what the config says is reached by a function', () => {
  const { notifications } = configOf({
    ...ALERTS,
    notifications: { ...ALERTS.notifications, critical: { slack: { secret: 's' }, pagerduty: { secret: 'p' }, webhooks: { ops: SIGNED, risk: { secret: 'r' } } } },
  });
  const topic = notifications?.critical;
  expect(topic && CHANNELS.flatMap(({ uses }) => uses(topic).map(({ path }) => path))).toEqual(['slack', 'pagerduty', 'webhooks.ops']);
  expect(topic && receiversOf(topic).byFunction).toEqual(['slack', 'pagerduty', 'webhooks.ops']);
});
