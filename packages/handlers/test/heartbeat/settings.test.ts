import { heartbeatSettings, routesOf, topicName } from '../../src/heartbeat/settings';
import { CRITICAL, INFO, settingsOf } from './world';

const COMPLETE = {
  ALERT_METRICS_NAMESPACE: 'PaymentObservability/Alerts', SYSTEM: 'acquiring/production', ACCOUNT: '111122223333', AWS_REGION: 'eu-west-1', INTERVAL_DAYS: '30', TOPICS: JSON.stringify([CRITICAL, INFO]),
};

test('all that the construct writes', () => {
  expect(heartbeatSettings(COMPLETE)).toEqual(settingsOf());
});

test('names of topics and routes', () => {
  expect(topicName(settingsOf(), CRITICAL)).toBe('acquiring/production/critical');
  expect(routesOf(settingsOf(), CRITICAL)).toEqual(['acquiring/production/critical/slack', 'acquiring/production/critical/webhooks.ops']);
});

const TOPICS = 'TOPICS: expected a JSON list with a topic at least, each with severity, arn, channels and toConfirm';
const topics = (changes: object) => ({ TOPICS: JSON.stringify([{ ...CRITICAL, ...changes }]) });
test.each<[string, Record<string, string>, string]>([
  ['no namespace and no system', { ALERT_METRICS_NAMESPACE: '', SYSTEM: '' }, 'ALERT_METRICS_NAMESPACE: missing; SYSTEM: missing'],
  ['half a day', { INTERVAL_DAYS: '0.5' }, 'INTERVAL_DAYS: expected a number of days, found "0.5"'],
  ['no day', { INTERVAL_DAYS: '0' }, 'INTERVAL_DAYS: expected a number of days, found "0"'],
  ['a word for days', { INTERVAL_DAYS: 'monthly' }, 'INTERVAL_DAYS: expected a number of days, found "monthly"'],
  ['broken JSON', { TOPICS: '[' }, TOPICS],
  ['no list', { TOPICS: '{}' }, TOPICS],
  ['no topic', { TOPICS: '[]' }, TOPICS],
  ['a topic that is none', { TOPICS: '[null]' }, TOPICS],
  ['a topic without ARN', topics({ arn: undefined }), TOPICS],
  ['a channel without a name', topics({ channels: [5] }), TOPICS],
  ['a count that is none', topics({ toConfirm: { email: 'two' } }), TOPICS],
])('an environment with %s is refused', (_, changes, problem) => {
  expect(() => heartbeatSettings({ ...COMPLETE, ...changes })).toThrow(`environment of the alert heartbeat: ${problem}`);
});
