import { receiversOf } from '../src';
import { configOf, HEAD, problemsOf } from './mini-template';

const critical = (receivers: string) => `notifications: { critical: { emails: { oncall: oncall@example.com }, ${receivers} } }`;
const webhook = (text: string) => critical(`webhooks: { ops: { ${text} } }`);

test.each([
  ['url: "https://ops.example.com/hook"', { url: 'https://ops.example.com/hook' }],
  ['secret: "acme/{env}/ops"', { secret: 'acme/production/ops' }],
  ['signingSecret: "acme/{env}/ops"', { signingSecret: 'acme/production/ops' }],
  ['signingSecret: acme/ops, url: "https://ops.example.com/hook"', { signingSecret: 'acme/ops', url: 'https://ops.example.com/hook' }],
])('the webhook { %s }', (text, expected) => {
  expect(configOf(webhook(text)).notifications?.critical?.webhooks).toEqual({ ops: expected });
});

test.each([
  ['nothing that leads there', '', '8:82 notifications.critical.webhooks.ops: exactly one of url and secret is required'],
  ['two URLs', 'url: "https://ops.example.com/hook", secret: ops', '8:82 notifications.critical.webhooks.ops: exactly one of url and secret is required'],
  ['two secrets', 'secret: ops, signingSecret: ops', '8:82 notifications.critical.webhooks.ops: secret and signingSecret exclude each other: the signing secret may hold the url too'],
  ['a signed one without TLS', 'url: "http://ops.example.com", signingSecret: ops', '8:89 notifications.critical.webhooks.ops.url: expected an https URL, found "http://…"'],
  ['a key in place of its name', 'signingSecret: "whsec_s3cr3t:key"', '8:89 notifications.critical.webhooks.ops.signingSecret: expected the name of a Secrets Manager secret, never its value (no webhook URL, no token)'],
])('a webhook with %s is refused', (_, text, problem) => {
  expect(problemsOf(HEAD + webhook(text))).toEqual([`observability.yml:${problem}`]);
});

test('who hears a topic, by SNS and by functions of the stack', () => {
  const text = critical('slack: { secret: s }, pagerduty: { secret: p }, webhooks: { ops: { signingSecret: o }, billing: { url: "https://billing.example.com" }, risk: { secret: r } }');
  const topic = configOf(text).notifications?.critical;
  expect(topic && receiversOf(topic)).toEqual({ native: ['emails.oncall', 'webhooks.billing', 'webhooks.risk'], byFunction: ['slack', 'pagerduty', 'webhooks.ops'] });
  const empty = configOf('').notifications?.critical;
  expect(empty && receiversOf(empty)).toEqual({ native: [], byFunction: [] });
});

test('the heartbeat is on unless it is switched off with a reason', () => {
  const heartbeatOf = (text: string) => configOf(`notifications: { heartbeat: ${text} }`);
  expect(configOf('').notifications?.heartbeat).toEqual({ intervalDays: 30 });
  expect(heartbeatOf('{ intervalDays: 7, runbook: "https://wiki.example.com/routes" }').notifications?.heartbeat).toEqual({ intervalDays: 7, runbook: 'https://wiki.example.com/routes' });
  const off = heartbeatOf('{ enabled: false, reason: tested by hand }');
  expect([off.notifications?.heartbeat.enabled, off.removals]).toEqual([false, [{ path: 'notifications.heartbeat', reason: 'tested by hand' }]]);
});

test.each([
  ['1', []],
  ['50', []],
  ['0', ['observability.yml:8:31 notifications.heartbeat.intervalDays: expected a whole number from 1 to 50, found 0']],
  ['51', ['observability.yml:8:31 notifications.heartbeat.intervalDays: expected a whole number from 1 to 50, found 51']],
])('a heartbeat every %s days', (days, problems) => {
  expect(problemsOf(`${HEAD}notifications: { heartbeat: { intervalDays: ${days} } }`)).toEqual(problems);
});

test('a heartbeat cannot be switched off without a reason', () => {
  expect(problemsOf(`${HEAD}notifications: { heartbeat: { enabled: false } }`)).toEqual([
    'observability.yml:8:31 notifications.heartbeat.enabled: enabled: false needs a reason; add reason: "…", so that a reviewer knows why',
  ]);
});
