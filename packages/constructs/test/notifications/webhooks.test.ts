import { notesOf } from '../../src/notes';
import { ALERTS, homeStack, homeTemplate, propertiesOf } from '../home-stack';

type Changes = Readonly<Record<string, unknown>>;
const sections = (webhook: Changes, more: Changes = {}) => ({
  ...ALERTS,
  notifications: { ...ALERTS.notifications, ...more, warning: { topicName: 'acme-dev-warning', webhooks: { billing: webhook } } },
});
const URL = { url: 'https://hooks.example.com/aws' };

test('an endpoint is subscribed with retries and the dead-letter queue', () => {
  homeTemplate(sections(URL)).hasResource('AWS::SNS::Subscription', {
    Properties: {
      Protocol: 'https',
      Endpoint: 'https://hooks.example.com/aws',
      DeliveryPolicy: { healthyRetryPolicy: { numRetries: 10, numNoDelayRetries: 0, numMinDelayRetries: 2, numMaxDelayRetries: 2, minDelayTarget: 1, maxDelayTarget: 60, backoffFunction: 'exponential' } },
    },
    Metadata: { 'payment-observability': { section: 'notifications', path: 'notifications.warning.webhooks.billing' } },
  });
  expect(propertiesOf(homeTemplate(sections(URL)), 'AWS::SNS::Subscription')).toHaveProperty('RedrivePolicy.deadLetterTargetArn');
});

test('a secret URL is a dynamic reference, in no template and no log', () => {
  const subscription = propertiesOf(homeTemplate(sections({ secret: 'acme/{env}/billing' })), 'AWS::SNS::Subscription');
  expect(subscription['Endpoint']).toBe('{{resolve:secretsmanager:acme/dev/billing:SecretString:url::}}');
});

test.each([
  [URL, 'Within 48 hours it must open the SubscribeURL of the message it is sent; until then it hears nothing. It should check the signature of every message.'],
  [{ secret: 'billing' }, expect.stringMatching(/CloudFormation reads the field url of the secret billing when the subscription is made, and not again when the secret changes\.$/) as string],
])('a note says that the endpoint of %j must confirm', (webhook, text) => {
  expect(notesOf(homeStack(sections(webhook)))).toEqual([{ title: 'Endpoint billing must confirm its subscription', text, path: 'notifications.warning.webhooks.billing' }]);
});

test.each([
  [{}, 'exactly one of url and secret is required'],
  [{ ...URL, secret: 'billing' }, 'exactly one of url and secret is required'],
  [{ url: 'http://hooks.example.com/aws' }, 'an https URL'],
  [{ url: 'https://hooks.example.com/aws?token=1' }, 'a URL without user, password and query: whatever is secret does not belong into this file'],
])('refuses %j', (webhook, message) => {
  expect(() => homeStack(sections(webhook))).toThrow(message);
});

test('the dead-letter queue can be named, so that alarms can name it', () => {
  expect(propertiesOf(homeTemplate(sections(URL, { deadLetterQueueName: 'alerts-undelivered-{env}' })), 'AWS::SQS::Queue')).toMatchObject({ QueueName: 'alerts-undelivered-dev' });
  expect(propertiesOf(homeTemplate(sections(URL)), 'AWS::SQS::Queue')).not.toHaveProperty('QueueName');
});
