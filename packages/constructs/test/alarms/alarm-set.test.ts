import type { Template } from 'aws-cdk-lib/assertions';
import { AlarmSet } from '../../src/alarms/alarm-set';
import { configOf } from '../config-of';
import { ALERTS, alarmNamed, homeTemplate } from '../home-stack';
import { stackOf } from '../stack-of';

const METRICS = { metrics: { namespace: 'Acme/dev' } };
const count = (alarmName: string, more: Record<string, unknown> = {}) => ({ alarmName, severity: 'critical', metric: { name: 'Failures' }, countAbove: 5, missingData: 'notBreaching', ...more });
const composite = (alarmName: string, when: unknown, more: Record<string, unknown> = {}) => ({ alarmName, severity: 'critical', when, ...more });
const templateOf = (alarms: Record<string, unknown>, sections: Record<string, unknown> = ALERTS) => homeTemplate({ ...METRICS, ...sections, alarms });
const compositeNamed = (template: Template, name: string) => alarmNamed(template, name, 'AWS::CloudWatch::CompositeAlarm');

/** The text of a rule, with logical ids in place of ARNs. */
function ruleOf(template: Template, name: string): string {
  const rule = compositeNamed(template, name)['AlarmRule'] as { 'Fn::Join': [string, (string | { 'Fn::GetAtt': [string, string] })[]] };
  return rule['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : `${part['Fn::GetAtt'][0].replace(/Alarm[0-9A-F]{8}$/, '')}.${part['Fn::GetAtt'][1]}`)).join('');
}

const topic = (severity: string) => ({ Ref: expect.stringMatching(new RegExp(`^Notifications${severity}Topic`)) as string });

describe('who hears an alarm', () => {
  test('ALARM goes to the topic of the severity, OK to that of recovered, INSUFFICIENT_DATA to nobody', () => {
    const alarm = alarmNamed(templateOf({ a: count('a', { recovered: 'info' }) }), 'a');
    expect(alarm).toMatchObject({ AlarmActions: [topic('critical')], OKActions: [topic('info')] });
    expect(alarm).not.toHaveProperty('InsufficientDataActions');
  });

  test('without recovered, OK goes where ALARM went', () => {
    expect(alarmNamed(templateOf({ a: count('a', { severity: 'warning' }) }), 'a')).toMatchObject({ AlarmActions: [topic('warning')], OKActions: [topic('warning')] });
  });

  test('nothing goes above maxSeverity', () => {
    const notifications = { ...ALERTS.notifications, maxSeverity: 'warning' };
    const template = templateOf({ a: count('a', { recovered: 'info' }) }, { ...ALERTS, notifications });
    expect(alarmNamed(template, 'a')).toMatchObject({ AlarmActions: [topic('warning')], OKActions: [topic('info')] });
  });

  test('a silent alarm has no action and says why', () => {
    const alarm = alarmNamed(templateOf({ a: count('a', { description: 'Failures.', silent: 'a child of b' }) }), 'a');
    expect(alarm['AlarmDescription']).toBe('Failures. Severity: critical. Notifies nobody: a child of b.');
    expect(alarm).not.toHaveProperty('AlarmActions');
    expect(alarm).not.toHaveProperty('OKActions');
  });

  test('without notifications no alarm has an action, and each says so', () => {
    const template = templateOf({ a: count('a', { suppressedBy: 'b' }), b: composite('b', { all: ['a'] }), c: composite('c', 'a', { suppressedBy: 'b' }) }, {});
    expect(alarmNamed(template, 'a')['AlarmDescription']).toMatch(/ Notifies nobody: there is no section notifications\.$/);
    expect(compositeNamed(template, 'c')['AlarmDescription']).toMatch(/ Notifies nobody: there is no section notifications\.$/);
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 2);
    expect(JSON.stringify(template.toJSON())).not.toContain('AlarmActions');
  });
});

describe('OpsItems', () => {
  const opsItem = 'arn:aws:ssm:eu-west-1:111111111111:opsitem:1#CATEGORY=Availability';
  const incidents = { payments: { alarms: ['a'] } };
  const build = (alarms: Record<string, unknown>, sections = ALERTS) => templateOf(alarms, { ...sections, incidents });

  test('are opened by ALARM, after the topic', () => {
    expect(alarmNamed(build({ a: count('a') }), 'a')).toMatchObject({ AlarmActions: [topic('critical'), opsItem], OKActions: [topic('critical')] });
    expect(compositeNamed(build({ a: composite('a', 'b'), b: count('b') }), 'a')).toMatchObject({ AlarmActions: [topic('critical'), opsItem], OKActions: [topic('critical')] });
  });

  test('are opened by a silent alarm too', () => {
    const alarm = alarmNamed(build({ a: count('a', { silent: 'a child' }) }), 'a');
    expect(alarm).toMatchObject({ AlarmActions: [opsItem] });
    expect(alarm).not.toHaveProperty('OKActions');
  });

  test('of a suppressed alarm are opened by the composite that notifies in its place', () => {
    const template = build({ a: count('a', { suppressedBy: 'p' }), p: composite('p', { all: ['a'] }) });
    expect(alarmNamed(template, 'a')).not.toHaveProperty('AlarmActions');
    expect(compositeNamed(template, 'a-notification')).toMatchObject({ AlarmActions: [topic('critical'), opsItem] });
  });
});

describe('what an alarm says', () => {
  test('text, severity and runbook', () => {
    const alarm = alarmNamed(templateOf({ a: count('a', { description: 'Payments fail.', runbook: 'https://wiki.example.com/a' }) }), 'a');
    expect(alarm['AlarmDescription']).toBe('Payments fail. Severity: critical. Runbook: https://wiki.example.com/a');
  });

  test.each([
    [{}, 'Sum of Failures is above 5 (count). Severity: critical.'],
    [{ countAbove: undefined, minimumBelow: 2 }, 'Minimum of Failures is below 2 (unit of the metric). Severity: critical.'],
    [{ countAbove: undefined, anomalyBandWidth: 2, statistic: 'Sum' }, 'Sum of Failures is outside of what is usual at this time. Severity: critical.'],
    [
      { countAbove: undefined, metric: undefined, errorRatePercent: 5, minimumSamples: 10, errors: { name: 'Failures' }, total: { name: 'Requests' } },
      'More than 5 % of Requests fail. Severity: critical.',
    ],
  ])('without a description: %j', (kind, description) => {
    expect(alarmNamed(templateOf({ a: count('a', kind) }), 'a')['AlarmDescription']).toBe(description);
  });

  test('a composite alarm without a description', () => {
    const template = templateOf({ a: count('a'), b: composite('b', { all: ['a'] }) });
    expect(compositeNamed(template, 'b')['AlarmDescription']).toBe('Several alarms are raised together. Severity: critical.');
  });

  test('severity, component, escalation and type are tags', () => {
    const template = templateOf({ a: count('a', { severity: 'warning', component: 'API' }), b: composite('b', 'a', { escalation: 'Immediate' }) });
    const tags = (alarm: Record<string, unknown>) => (alarm['Tags'] as { Key: string; Value: string }[]).map(({ Key, Value }) => `${Key}=${Value}`);
    expect(tags(alarmNamed(template, 'a'))).toEqual(expect.arrayContaining(['Severity=Warning', 'Component=API']));
    expect(tags(compositeNamed(template, 'b'))).toEqual(expect.arrayContaining(['Severity=Critical', 'Type=Composite', 'Escalation=Immediate']));
  });
});

describe('composite alarms', () => {
  test('all, any and not, with quoted ARNs', () => {
    const template = templateOf({ a: count('a'), b: count('b'), c: count('c'), d: composite('d', { all: [{ any: ['a', 'b'] }, { not: 'c' }] }) });
    expect(ruleOf(template, 'd')).toBe('((ALARM("Alarmsa.Arn") OR ALARM("Alarmsb.Arn")) AND (NOT (ALARM("Alarmsc.Arn"))))');
  });

  test('a composite of a composite that comes later in the file', () => {
    const template = templateOf({ a: composite('a', { any: ['z'] }), z: composite('z', 'm'), m: count('m') });
    expect(ruleOf(template, 'a')).toBe('(ALARM("Alarmsz.Arn"))');
    expect(ruleOf(template, 'z')).toBe('ALARM("Alarmsm.Arn")');
  });

  test('atLeast counts the alarms in ALARM', () => {
    const template = templateOf({ a: count('a'), b: count('b'), c: count('c'), d: composite('d', { atLeast: 2, of: ['a', 'b', 'c'] }) });
    expect(ruleOf(template, 'd')).toBe('AT_LEAST(2, ALARM, ("Alarmsa.Arn", "Alarmsb.Arn", "Alarmsc.Arn"))');
  });

  test('atLeast within other conditions, and of a composite', () => {
    const template = templateOf({ a: count('a'), b: composite('b', 'a'), c: count('c'), d: composite('d', { all: [{ atLeast: 1, of: ['a', 'b'] }, { not: 'c' }] }) });
    expect(ruleOf(template, 'd')).toBe('(AT_LEAST(1, ALARM, ("Alarmsa.Arn", "Alarmsb.Arn")) AND (NOT (ALARM("Alarmsc.Arn"))))');
  });
});

describe('suppression', () => {
  const SUPPRESSED = { a: count('a', { description: 'A.', recovered: 'info', suppressedBy: 'p', component: 'API' }), p: composite('p', { all: ['a'] }) };

  test('a composite alarm has the suppressor itself, with both periods', () => {
    const template = templateOf({ a: count('a'), b: composite('b', 'a', { suppressedBy: 'p' }), p: composite('p', { all: ['a'] }) });
    expect(compositeNamed(template, 'b')).toMatchObject({
      ActionsSuppressor: { 'Fn::GetAtt': [expect.stringMatching(/^AlarmspAlarm/), 'Arn'] },
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 120,
      AlarmActions: [topic('critical')],
    });
    expect(compositeNamed(template, 'p')).not.toHaveProperty('ActionsSuppressor');
  });

  test('a metric alarm has no action and names the composite that notifies in its place', () => {
    const alarm = alarmNamed(templateOf(SUPPRESSED), 'a');
    expect(alarm['AlarmDescription']).toBe('A. Severity: critical. Notifies through a-notification.');
    expect(alarm).not.toHaveProperty('AlarmActions');
    expect(alarm).not.toHaveProperty('OKActions');
  });

  test('that composite follows the metric alarm, and has its actions, text and tags', () => {
    const template = templateOf(SUPPRESSED);
    expect(ruleOf(template, 'a-notification')).toBe('ALARM("Alarmsa.Arn")');
    expect(compositeNamed(template, 'a-notification')).toMatchObject({
      AlarmDescription: 'A. Severity: critical.',
      AlarmActions: [topic('critical')],
      OKActions: [topic('info')],
      ActionsSuppressor: { 'Fn::GetAtt': [expect.stringMatching(/^AlarmspAlarm/), 'Arn'] },
      Tags: expect.arrayContaining([{ Key: 'Component', Value: 'API' }, { Key: 'Severity', Value: 'Critical' }, { Key: 'Type', Value: 'Composite' }]) as unknown,
    });
  });

  test('a silent metric alarm needs no such composite', () => {
    const template = templateOf({ ...SUPPRESSED, a: { ...SUPPRESSED.a, silent: 'seen elsewhere' } });
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
  });

  test('its name must fit too', () => {
    const alarmName = 'a'.repeat(243);
    expect(() => templateOf({ ...SUPPRESSED, a: { ...SUPPRESSED.a, alarmName } })).toThrow(`alarms.a.alarmName: 256 characters (${'a'.repeat(40)}…), an alarm name has at most 255`);
  });

  test('a composite alarm cannot be suppressed by one that watches it', () => {
    expect(() => templateOf({ m: count('m'), b: composite('b', 'm', { suppressedBy: 'p' }), p: composite('p', { all: ['b'] }) })).toThrow(
      /^alarms\.b: waits for itself: b → p → b; change when or suppressedBy of one of them$/,
    );
  });
});

test('what other sections read: ids, names and ARNs of own alarms, names of recommended ones', () => {
  const config = configOf({ ...METRICS, alarms: { a: count('a'), b: composite('b', 'a') }, resources: { functions: { f: { functionName: 'f', timeoutSeconds: 3 } } } });
  const stack = stackOf(config);
  const set = new AlarmSet(stack, 'Alarms', { config, routes: undefined });
  expect([set.alarmIds, set.alarmName('a'), set.alarmName('z')]).toEqual([['a', 'b'], 'a', undefined]);
  expect(stack.resolve(set.alarmArn('b'))).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^AlarmsbAlarm/), 'Arn'] });
  expect(set.recommendedAlarmNames).toEqual(['acme-dev-function-f-errors', 'acme-dev-function-f-throttles', 'acme-dev-function-f-durationNearTimeout']);
  expect(set.alarmsOf('resources.functions.f').map(({ node }) => node.path)).toEqual([
    'acme-dev/Alarms/Recommended/functions-f-errors/Alarm', 'acme-dev/Alarms/Recommended/functions-f-throttles/Alarm', 'acme-dev/Alarms/Recommended/functions-f-durationNearTimeout/Alarm',
  ]);
  expect(set.alarmsOf('resources.functions.g')).toEqual([]);
});

describe('identity', () => {
  const ALARMS = { a: count('a'), b: count('b', { metric: { name: 'Other' } }), c: composite('c', { any: ['a', 'b'] }) };

  test('the order in the file changes nothing', () => {
    const reversed = Object.fromEntries(Object.entries(ALARMS).reverse());
    expect(JSON.stringify(templateOf(reversed).toJSON())).toBe(JSON.stringify(templateOf(ALARMS).toJSON()));
  });

  test('another alarm adds a resource and changes none', () => {
    const before = templateOf(ALARMS).toJSON() as { Resources: Record<string, unknown> };
    const after = templateOf({ aa: count('aa', { metric: { name: 'New' } }), ...ALARMS }).toJSON() as { Resources: Record<string, unknown> };
    expect(Object.keys(after.Resources).filter((id) => !(id in before.Resources))).toEqual([expect.stringMatching(/^AlarmsaaAlarm/)]);
    expect(after.Resources).toMatchObject(before.Resources);
  });

  test('every resource of an alarm says where it comes from', () => {
    const template = templateOf({ a: count('a', { suppressedBy: 'c' }), c: composite('c', { any: ['a'] }) });
    const sources = Object.values(template.toJSON()['Resources'] as Record<string, { Type: string; Metadata: Record<string, unknown> }>)
      .filter(({ Type }) => Type.startsWith('AWS::CloudWatch::'))
      .map(({ Metadata }) => Metadata['payment-observability']);
    expect(sources).toEqual([
      { section: 'alarms', path: 'alarms.a' },
      { section: 'alarms', path: 'alarms.a' },
      { section: 'alarms', path: 'alarms.c' },
    ]);
  });
});
