import { opsItemActionArns } from '../../src/incidents/opsitem-actions';
import { configOf, type Where } from '../config-of';

const METRIC = { metric: { name: 'Failures', namespace: 'Acme' }, countAbove: 0, missingData: 'notBreaching', severity: 'critical' };
const ALARMS = { failures: { alarmName: 'failures', ...METRIC }, latency: { alarmName: 'latency', ...METRIC } };
const arns = (incidents: Readonly<Record<string, unknown>>, where?: Where) => opsItemActionArns(configOf({ alarms: ALARMS, incidents }, where), 'failures');

test('an alarm without incidents has no action', () => {
  expect(arns({ other: { alarms: ['latency'] } })).toEqual([]);
});

test('an OpsItem is of severity 1 and category Availability unless said otherwise', () => {
  expect(arns({ failed: { alarms: ['latency', 'failures'] }, slow: { alarms: ['failures'], severity: 3, category: 'Performance' } })).toEqual([
    'arn:aws:ssm:eu-west-1:111111111111:opsitem:1#CATEGORY=Availability',
    'arn:aws:ssm:eu-west-1:111111111111:opsitem:3#CATEGORY=Performance',
  ]);
});

test('the ARN is of its own partition', () => {
  expect(arns({ failed: { alarms: ['failures'] } }, { region: 'us-gov-west-1' })).toEqual(['arn:aws-us-gov:ssm:us-gov-west-1:111111111111:opsitem:1#CATEGORY=Availability']);
});

test('the same OpsItem is opened once', () => {
  expect(() => arns({ failed: { alarms: ['failures'] }, broken: { alarms: ['failures'] } })).toThrow(
    /^incidents\.(broken|failed)\.alarms: failures opens the same OpsItem by incidents\.(broken|failed); remove it from one of them$/,
  );
});

test('an alarm has four OpsItems at most, since a state has five actions', () => {
  const incidents = (count: number) => Object.fromEntries([1, 2, 3, 4, 4].slice(0, count).map((severity, index) => [`i${index}`, { alarms: ['failures'], severity, category: index === 4 ? 'Cost' : 'Availability' }]));
  expect(arns(incidents(4))).toHaveLength(4);
  expect(() => arns(incidents(5))).toThrow('incidents.i4.alarms: failures opens 5 OpsItems, an alarm has at most 4 beside its topic; take it out of 1');
});
