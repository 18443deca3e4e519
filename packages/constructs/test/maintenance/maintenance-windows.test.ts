import { ALERTS, homeStack, homeTemplate, propertiesOf } from '../home-stack';

type Properties = Readonly<Record<string, unknown>>;
const METRIC = { metric: { name: 'Failures', namespace: 'Acme' }, countAbove: 0, missingData: 'notBreaching', severity: 'critical' };
const ALARMS = {
  failures: { alarmName: 'failures', ...METRIC },
  slow: { alarmName: 'slow', ...METRIC, suppressedBy: 'down' },
  down: { alarmName: 'down', when: { any: ['failures'] }, severity: 'critical' },
};
const WINDOW = { ruleName: 'sundays-{env}', weekly: { day: 'sunday', at: '02:05' }, durationMinutes: 120, timezone: 'Europe/Berlin' };
const sections = (window: Properties, alarms: Properties = ALARMS) => ({ ...ALERTS, alarms, maintenance: { windows: { sundays: window } } });
const muteRule = (window: Properties) => propertiesOf(homeTemplate(sections(window)), 'AWS::CloudWatch::AlarmMuteRule');
const scheduleOf = (change: Properties) => (muteRule({ ...WINDOW, ...change }) as { Rule: { Schedule: unknown } }).Rule.Schedule;
const ref = (logicalId: string) => ({ Ref: expect.stringMatching(new RegExp(`^${logicalId}`)) as string });

test('a weekly window is a mute rule over all alarms of the section, and over what notifies for a suppressed one', () => {
  expect(muteRule(WINDOW)).toMatchObject({
    Name: 'sundays-dev',
    Rule: { Schedule: { Expression: 'cron(5 2 * * SUN)', Duration: 'PT2H', Timezone: 'Europe/Berlin' } },
    MuteTargets: { AlarmNames: [ref('AlarmsdownAlarm'), ref('AlarmsfailuresAlarm'), ref('AlarmsslowAlarm'), ref('AlarmsslowNotification')] },
  });
});

test.each([
  [{ weekly: { day: 'wednesday', at: '00:00' }, durationMinutes: 90 }, { Expression: 'cron(0 0 * * WED)', Duration: 'PT1H30M' }],
  [{ weekly: undefined, once: { on: '2026-12-01', at: '22:30' }, durationMinutes: 21_600 }, { Expression: 'at(2026-12-01T22:30)', Duration: 'P15D' }],
  [{ timezone: undefined, durationMinutes: 1 }, { Duration: 'PT1M', Timezone: 'UTC' }],
])('%j is the schedule %j', (change, schedule) => {
  expect(scheduleOf(change)).toMatchObject(schedule);
});

test('a window mutes the alarms it lists', () => {
  expect(muteRule({ ...WINDOW, alarms: ['down'], description: 'Patching' })).toMatchObject({ Description: 'Patching', MuteTargets: { AlarmNames: [ref('AlarmsdownAlarm')] } });
});

test('the rule says where it comes from', () => {
  homeTemplate(sections(WINDOW)).hasResource('AWS::CloudWatch::AlarmMuteRule', { Metadata: { 'payment-observability': { section: 'maintenance', path: 'maintenance.windows.sundays' } } });
});

test('a rule names 100 alarms at most', () => {
  const alarms = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, { alarmName: `alarm-${index}`, ...METRIC }]));
  expect(() => homeStack(sections(WINDOW, alarms(100)))).not.toThrow();
  expect(() => homeStack(sections(WINDOW, alarms(101)))).toThrow(
    'maintenance.windows.sundays.alarms: 101 alarms, a mute rule names at most 100; list those that notify, and spread them over several windows at the same time',
  );
});

test.each([
  [{ once: { on: '2026-12-01', at: '22:30' } }, 'exactly one of weekly and once is required'],
  [{ weekly: undefined }, 'exactly one of weekly and once is required'],
  [{ durationMinutes: 10_081 }, '10081 minutes are longer than a week'],
  [{ timezone: 'Europe/Atlantis' }, 'a time zone such as Europe/Berlin or UTC'],
  [{ excludeFromModels: { from: '2026-12-02', until: '2026-12-01' } }, 'until is before from'],
  [{ excludeFromModels: { from: '2026-02-30', until: '2026-12-01' } }, 'a date such as "2026-12-31", in quotes'],
])('refuses %j', (change, message) => {
  expect(() => homeStack(sections({ ...WINDOW, ...change }))).toThrow(message);
});

test('refuses a window without any alarm', () => {
  expect(() => homeStack(sections(WINDOW, {}))).toThrow('maintenance.windows.sundays: there is no alarm to mute; the section alarms is empty');
});
