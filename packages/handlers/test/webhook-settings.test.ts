import { webhookEndpoint, webhookSettings } from '../src/webhook-settings';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/webhook-AbCdEf';
const environment = (changes: Record<string, string | undefined> = {}) => ({ SIGNING_SECRET_ARN: ARN, SEVERITY: 'critical', AWS_REGION: 'eu-west-1', ...changes });

test('the URL is optional, and https', () => {
  expect(webhookSettings(environment())).toEqual({ secretArn: ARN, severity: 'critical', region: 'eu-west-1', logGroups: [] });
  expect(webhookSettings(environment({ ENDPOINT_URL: 'https://alerts.example.com/hook' })).endpointUrl).toBe('https://alerts.example.com/hook');
  expect(() => webhookSettings(environment({ ENDPOINT_URL: 'http://alerts.example.com' }))).toThrow(
    new Error('environment of the webhook notifier: ENDPOINT_URL: expected an https URL without user and password, found "http://alerts.example.com"'),
  );
});

test('a password in the URL is refused and not repeated', () => {
  expect(() => webhookSettings(environment({ ENDPOINT_URL: 'https://user:s3cret@alerts.example.com/hook' }))).toThrow(
    new Error('environment of the webhook notifier: ENDPOINT_URL: expected an https URL without user and password, found "https://***@alerts.example.com/hook"'),
  );
});

test('the URL is in exactly one place', () => {
  const settings = webhookSettings(environment());
  const elsewhere = { ...settings, endpointUrl: 'https://a.example.com' };
  expect(webhookEndpoint(settings, 'https://b.example.com')).toBe('https://b.example.com');
  expect(webhookEndpoint(elsewhere, undefined)).toBe('https://a.example.com');
  expect(() => webhookEndpoint(settings, undefined)).toThrow(new Error('webhook: expected the URL in ENDPOINT_URL or as "url" in the secret, found it in neither'));
  expect(() => webhookEndpoint(elsewhere, 'https://b.example.com')).toThrow(new Error('webhook: expected the URL in ENDPOINT_URL or as "url" in the secret, found it in both; remove one'));
});
