import { pagerDutySettings } from '../src/pagerduty-settings';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/pagerduty-AbCdEf';
const EVENTS_URL = 'https://events.pagerduty.com/v2/enqueue';

test('what it needs', () => {
  expect(pagerDutySettings({ ROUTING_KEY_SECRET_ARN: ARN, SEVERITY: 'info', AWS_REGION: 'eu-west-1', EVENTS_URL })).toEqual({ secretArn: ARN, severity: 'info', region: 'eu-west-1', logGroups: [], eventsUrl: EVENTS_URL });
});

test('all problems are reported at once, and a key put into the environment is not repeated', () => {
  expect(() => pagerDutySettings({ ROUTING_KEY_SECRET_ARN: 'R0123456789abcdef0123456789abcde', EVENTS_URL: 'http://events.pagerduty.com' })).toThrow(
    new Error(
      'environment of the PagerDuty notifier: ROUTING_KEY_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else; SEVERITY: expected critical, warning, info, found ""; AWS_REGION: expected the Region of the function, found nothing; EVENTS_URL: expected an https URL without user and password, found "http://events.pagerduty.com"',
    ),
  );
});
