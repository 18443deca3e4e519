import { slackSettings } from '../src/slack-settings';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/slack-AbCdEf';
const environment = (changes: Record<string, string | undefined> = {}) => ({ WEBHOOK_SECRET_ARN: ARN, SEVERITY: 'critical', AWS_REGION: 'eu-west-1', ...changes });

test('P41 the heading is "Payment System Alert" unless HEADING says otherwise', () => {
  expect(slackSettings(environment())).toEqual({ secretArn: ARN, severity: 'critical', region: 'eu-west-1', heading: 'Payment System Alert' });
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
