import { heardBy, type Severity } from '@payment-observability/config';
import { recoveriesElsewhere, topicRoutes } from '../../src/notifications/alert-routes';
import { notesOf } from '../../src/notes';
import { configOf, type Where } from '../config-of';
import { homeStack } from '../home-stack';

const KEYS = { encryption: { keys: { alerts: {} } } };
const topics = (severities: readonly Severity[]) => Object.fromEntries(severities.map((severity) => [severity, { topicName: `acme-{env}-${severity}` }]));
const sections = (severities: readonly Severity[], maxSeverity: Severity = 'critical') => ({ ...KEYS, notifications: { encryptionKey: 'alerts', maxSeverity, ...topics(severities) } });

function notificationsOf(...given: Parameters<typeof sections>) {
  const { notifications } = configOf(sections(...given));
  if (!notifications) throw new Error('no notifications');
  return notifications;
}

const ALL: readonly Severity[] = ['critical', 'warning', 'info'];

test.each<[Severity[], Severity, [Severity, Severity, Severity]]>([
  [['critical', 'warning', 'info'], 'critical', ['critical', 'warning', 'info']],
  [['critical', 'warning', 'info'], 'warning', ['warning', 'warning', 'info']],
  [['critical', 'warning', 'info'], 'info', ['info', 'info', 'info']],
  [['critical', 'warning'], 'critical', ['critical', 'warning', 'warning']],
  [['critical', 'info'], 'critical', ['critical', 'critical', 'info']],
  // below the most urgent that may be heard, not above it
  [['critical', 'info'], 'warning', ['info', 'info', 'info']],
  [['warning'], 'critical', ['warning', 'warning', 'warning']],
  [['info'], 'critical', ['info', 'info', 'info']],
  [['critical'], 'critical', ['critical', 'critical', 'critical']],
  [['critical'], 'warning', ['critical', 'critical', 'critical']],
  [['critical', 'warning'], 'info', ['warning', 'warning', 'warning']],
])('topics %j and maxSeverity %s: critical, warning and info go to %j', (severities, maxSeverity, expected) => {
  expect(ALL.map((severity) => heardBy(notificationsOf(severities, maxSeverity), severity))).toEqual(expected);
});

test('a topic above maxSeverity that hears alerts for want of another is said', () => {
  expect(notesOf(homeStack(sections(['critical'], 'warning')))).toEqual([
    { title: 'Alerts go to the topic of critical, above maxSeverity', text: 'There is no topic of warning or below that could hear them. Add one where nobody is to be paged.', path: 'notifications.maxSeverity' },
  ]);
  expect(notesOf(homeStack(sections(['critical', 'info'], 'warning')))).toEqual([]);
});

test('other stacks make the ARN of a topic from its name', () => {
  expect(topicRoutes(configOf(KEYS))).toBeUndefined();
  const where: Where = { region: 'us-gov-west-1' };
  expect(topicRoutes(configOf(sections(['critical', 'info']), where))?.topicArn('warning')).toBe('arn:aws-us-gov:sns:us-gov-west-1:111111111111:acme-dev-critical');
  const existing = 'arn:aws:sns:eu-west-1:111111111111:oncall';
  expect(topicRoutes(configOf({ ...KEYS, notifications: { encryptionKey: 'alerts', critical: { existing } } }))?.topicArn('info')).toBe(existing);
  const unnamed = topicRoutes(configOf({ ...KEYS, notifications: { encryptionKey: 'alerts', critical: {} } }));
  expect(() => unnamed?.topicArn('critical')).toThrow('notifications.critical.topicName: required, since stacks beside the main one name the topic');
});

test('recoveries are heard from other topics only, of alarms that notify', () => {
  const METRIC = { metric: { name: 'Failures', namespace: 'Acme' }, countAbove: 0, missingData: 'notBreaching' };
  const alarms = {
    same: { alarmName: 'same', ...METRIC, severity: 'critical' },
    other: { alarmName: 'other', ...METRIC, severity: 'critical', recovered: 'info' },
    quiet: { alarmName: 'quiet', ...METRIC, severity: 'critical', recovered: 'warning', silent: 'watched elsewhere' },
  };
  const config = configOf({ ...sections(ALL), alarms });
  expect(recoveriesElsewhere(config, notificationsOf(ALL), 'critical')).toEqual(['info']);
  expect(recoveriesElsewhere(config, notificationsOf(ALL), 'warning')).toEqual([]);
  // with maxSeverity the topic of warning hears both
  expect(recoveriesElsewhere(config, notificationsOf(['critical', 'warning'], 'warning'), 'warning')).toEqual([]);
});
