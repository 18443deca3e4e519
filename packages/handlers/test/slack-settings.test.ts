import { slackSettings } from '../src/slack-settings';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/slack-AbCdEf';
const environment = (changes: Record<string, string | undefined> = {}) => ({ WEBHOOK_SECRET_ARN: ARN, SEVERITY: 'critical', AWS_REGION: 'eu-west-1', ...changes });

test('P41 the heading is "Payment System Alert" unless HEADING says otherwise', () => {
  expect(slackSettings(environment())).toEqual({ secretArn: ARN, severity: 'critical', region: 'eu-west-1', logGroups: [], heading: 'Payment System Alert', apiUrl: 'https://slack.com/api' });
  expect(slackSettings(environment({ HEADING: ' Cards ' })).heading).toBe('Cards');
  expect(slackSettings(environment({ HEADING: ' ' })).heading).toBe('Payment System Alert');
});

test.each([['critical'], ['warning'], ['info']])('severity %s', (severity) => {
  expect(slackSettings(environment({ SEVERITY: severity })).severity).toBe(severity);
});

test('all problems are reported at once', () => {
  expect(() => slackSettings({})).toThrow(
    new Error(
      'environment of the Slack notifier: WEBHOOK_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else; SEVERITY: expected critical, warning, info, found ""; AWS_REGION: expected the Region of the function, found nothing',
    ),
  );
});

test('G15 a webhook URL in the environment is refused and not repeated', () => {
  expect(() => slackSettings(environment({ WEBHOOK_SECRET_ARN: 'https://hooks.slack.com/services/T0/B0/secret' }))).toThrow(
    new Error('environment of the Slack notifier: WEBHOOK_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else'),
  );
});

test('a misspelt severity is shown with what is allowed', () => {
  expect(() => slackSettings(environment({ SEVERITY: 'Critical' }))).toThrow(new Error('environment of the Slack notifier: SEVERITY: expected critical, warning, info, found "Critical"'));
});

test('the context of all notifiers is optional', () => {
  const context = { ROUTE: 'card-acquiring/production/critical/slack', ALERT_METRICS_NAMESPACE: 'PaymentAlerts', DASHBOARD: ' payments ', LOG_GROUPS: '["/aws/lambda/a","b"]' };
  expect(slackSettings(environment(context))).toMatchObject({ route: context.ROUTE, metricsNamespace: 'PaymentAlerts', dashboard: 'payments', logGroups: ['/aws/lambda/a', 'b'] });
  expect(slackSettings(environment({ ROUTE: ' ', LOG_GROUPS: ' ' }))).not.toHaveProperty('route');
});

test.each([
  ['no JSON', '/aws/lambda/a'],
  ['no list', '{"a":1}'],
  ['a list of something else', '[1]'],
  ['a name that is none', '["a b"]'],
])('LOG_GROUPS that is %s', (_, LOG_GROUPS) => {
  expect(() => slackSettings(environment({ LOG_GROUPS }))).toThrow(
    new Error(`environment of the Slack notifier: LOG_GROUPS: expected a JSON list of names of log groups, found ${JSON.stringify(LOG_GROUPS)}`),
  );
});

test('another API is spoken to by https only', () => {
  expect(slackSettings(environment({ SLACK_API_URL: 'https://slack-gov.com/api/' })).apiUrl).toBe('https://slack-gov.com/api');
  expect(() => slackSettings(environment({ SLACK_API_URL: 'http://127.0.0.1/api' }))).toThrow(
    new Error('environment of the Slack notifier: SLACK_API_URL: expected an https URL without user and password, found "http://127.0.0.1/api"'),
  );
});
