import { maintenance } from '../src/sections/maintenance';
import { HEAD, problemsOf } from './mini-template';

const MAINTENANCE = 'maintenance: { windows: { sunday: { ruleName: w, weekly: { day: sunday, at: "02:00" }, durationMinutes: 60, alarms: ';

test.each([
  ['an incident', 'incidents: { outage: { alarms: [eror] } }', '8:33 incidents.outage.alarms.0: no such entry in alarms, found "eror"; did you mean "errors"?'],
  ['a maintenance window', `${MAINTENANCE}[latency] } } }`, `8:${MAINTENANCE.length + 2} maintenance.windows.sunday.alarms.0: no such entry in alarms, found "latency"; did you mean "latencyHigh"?`],
  ['a contributor rule', 'contributors: { top: { ruleName: top, groups: [procesing], keys: [merchant] } }', '8:48 contributors.top.groups.0: no such entry in logs.groups, found "procesing"; did you mean "processing"?'],
  ['a composite of at least so many', 'alarms: { slow: { when: { atLeast: 1, of: [erors] } } }', '8:44 alarms.slow.when.of.0: no such entry in alarms, found "erors"; did you mean "errors"?'],
])('a name that does not exist, in %s', (_, sections, problem) => {
  expect(problemsOf(HEAD + sections)).toEqual([`observability.yml:${problem}`]);
});

test.each([
  ['an incident', 'incidents: { outage: { alarms: [memoryHigh] } }', 'incidents.outage'],
  ['a maintenance window', `${MAINTENANCE}[memoryHigh] } } }`, 'maintenance.windows.sunday'],
])('%s that the user writes cannot name what the user switched off', (_, sections, path) => {
  const [problem, ...others] = problemsOf(`${HEAD}${sections}\nalarms: { memoryHigh: { enabled: false, reason: none } }`);
  expect(problem).toBe(`observability.yml:8:${sections.indexOf('memoryHigh') + 1} ${path}.alarms.0: refers to alarms.memoryHigh, which is switched off; name another entry, or switch this one off too`);
  expect(others).toEqual([]);
});

test('a setting of the section resources is no resource', () => {
  expect(problemsOf(`${HEAD}alarms: { errors: { metric: { resource: dashboard.periodSeconds } } }`)).toEqual([
    'observability.yml:8:31 alarms.errors.metric.resource: no such entry in resources, found "dashboard.periodSeconds"; allowed: databases.ledger, functions.processor',
  ]);
});

test('a composite that waits for itself through at least so many is a circle', () => {
  expect(problemsOf(`${HEAD}alarms: { slow: { when: { atLeast: 1, of: [broken, errors] } }, broken: { when: { any: [slow] } } }`)).toEqual([
    'observability.yml:8:75 alarms.broken.when: a composite alarm cannot depend on itself: broken → slow → broken',
  ]);
});

test.each([
  ['more than there are', '{ atLeast: 3, of: [errors, latencyHigh] }', 'alarms.slow.when.atLeast: at least 3 of 2 can never be in ALARM'],
  ['one of them twice', '{ atLeast: 1, of: [errors, errors] }', 'alarms.slow.when.of: an alarm stands twice in the list'],
  ['none of them', '{ atLeast: 0, of: [errors] }', 'alarms.slow.when.atLeast: expected a whole number above 0, found 0'],
])('at least %s', (_, when, problem) => {
  expect(problemsOf(`${HEAD}alarms: { slow: { when: ${when} } }`).map((text) => text.slice(text.indexOf(' ') + 1))).toEqual([problem]);
});

test.each([
  ['a webhook of Slack', 'notifications: { critical: { slack: { secret: "https://hooks.slack.com/services/T0/B0/s3cr3t" } } }'],
  ['a routing key of PagerDuty', 'notifications: { critical: { pagerduty: { secret: "https://events.pagerduty.com/s3cr3t?key=s3cr3t" } } }'],
  ['a URL with a password', 'notifications: { critical: { webhooks: { ops: { url: "https://ops:s3cr3t@example.com/hook" } } } }'],
  ['a URL with a token', 'notifications: { critical: { webhooks: { ops: { url: "https://example.com/hook?token=s3cr3t" } } } }'],
])('%s is refused and never repeated', (_, sections) => {
  const problems = problemsOf(HEAD + sections);
  expect(problems).toHaveLength(1);
  expect(problems.join()).not.toContain('s3cr3t');
});

test.each([
  ['30 dimensions', 30, []],
  ['31 dimensions', 31, ['observability.yml:8:49 alarms.errors.metric.dimensions: at most 30 dimensions a metric']],
])('a metric with %s', (_, count, problems) => {
  const dimensions = Array.from({ length: count }, (__, index) => `d${index}: x`).join(', ');
  expect(problemsOf(`${HEAD}alarms: { errors: { metric: { name: ErrorCount, dimensions: { ${dimensions} } } } }`)).toEqual(problems);
});

test.each([
  ['the same share of the actual cost twice', '{ percent: 80, severity: warning }', ['observability.yml:8:109 budgets.monthly.alerts.b: a says 80 % of actual cost too; a budget takes each threshold once']],
  ['the same share of the forecast', '{ percent: 80, of: forecast, severity: warning }', []],
])('a budget with %s', (_, other, problems) => {
  expect(problemsOf(`${HEAD}budgets: { monthly: { budgetName: monthly, monthlyUsd: 5, alerts: { a: { percent: 80, severity: critical }, b: ${other} } } }`)).toEqual(problems);
});

test.each([
  ['Europe/Berlin', []],
  ['Mars/Base', ['windows.sunday.timezone: a time zone such as Europe/Berlin or UTC']],
  ['+01:00', ['windows.sunday.timezone: a time zone such as Europe/Berlin or UTC']],
])('the time zone %s', (timezone, problems) => {
  const window = { ruleName: 'w', weekly: { day: 'sunday', at: '02:00' }, durationMinutes: 60, timezone };
  const { error } = maintenance.safeParse({ windows: { sunday: window } });
  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []).toEqual(problems);
});
