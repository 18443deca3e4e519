import { configOf, editHead, HEAD, problemsOf } from './mini-template';

const SLACK = 'slack: { secret: "acme/{env}/slack" }';
const PAGERDUTY = 'pagerduty: { secret: "acme/{env}/pagerduty" }';
const SIGNED = 'webhooks: { ops: { url: "https://ops.example.com/hook", signingSecret: "acme/{env}/ops" } }';
const WAY_OUT = '; add an address to emails or a webhook without signingSecret, or say why there is none: notifications.secondPath: { enabled: false, reason: "…" }';
const problemOf = (who: string, receivers: string, where = '') => `${who} reach people through functions of this stack alone (${receivers}), and nobody when those break${where}${WAY_OUT}`;

test.each([
  ['Slack', SLACK, 'slack'],
  ['PagerDuty', PAGERDUTY, 'pagerduty'],
  ['a signed webhook', SIGNED, 'webhooks.ops'],
  ['all of them', `${SLACK}, ${PAGERDUTY}, ${SIGNED}`, 'slack, pagerduty, webhooks.ops'],
])('a topic of critical alerts that only %s hears', (_, receivers, named) => {
  expect(problemsOf(`${HEAD}notifications: { critical: { ${receivers} } }`)).toEqual([`observability.yml:8:18 notifications.critical: ${problemOf('critical alerts', named)}`]);
});

test.each([
  ['an address', `${SLACK}, emails: { oncall: oncall@example.com }`],
  ['a webhook that SNS calls', `${SLACK}, webhooks: { ops: { url: "https://ops.example.com/hook" } }`],
  ['a webhook whose URL is secret', `${PAGERDUTY}, webhooks: { ops: { secret: "acme/ops" } }`],
  ['a signed webhook beside an unsigned one', 'webhooks: { ops: { url: "https://ops.example.com/hook" }, risk: { signingSecret: "acme/risk" } }'],
  ['a topic that exists', `existing: "arn:aws:sns:{region}:{account}:oncall", ${SLACK}`],
  ['nobody at all', 'displayName: Critical'],
])('%s is enough', (_, receivers) => {
  expect(problemsOf(`${HEAD}notifications: { critical: { ${receivers} } }`)).toEqual([]);
});

test('the topic that hears critical alerts in place of their own', () => {
  const staging = editHead('staging: { account: "111111111111", region: eu-west-1, overrides: { notifications: { maxSeverity: warning } } }');
  const sections = `notifications: { critical: { emails: { oncall: oncall@example.com } }, warning: { ${SLACK} } }`;
  expect(problemsOf(staging + sections)).toEqual([`observability.yml:8:72 notifications.warning: ${problemOf('critical alerts, which go to the topic of warning,', 'slack', ' (in staging)')}`]);
  expect(problemsOf(HEAD + sections)).toEqual([]);
});

test('other topics need no second path', () => {
  expect(problemsOf(`${HEAD}notifications: { warning: { ${SLACK} }, info: { ${SIGNED} } }`)).toEqual([]);
});

test('it can be refused with a reason, which is kept', () => {
  const config = configOf(`notifications: { secondPath: { enabled: false, reason: the pager is watched elsewhere }, critical: { ${PAGERDUTY} } }`);
  expect(config.notifications?.secondPath).toEqual({ enabled: false, reason: 'the pager is watched elsewhere' });
  expect(config.removals).toEqual([{ path: 'notifications.secondPath', reason: 'the pager is watched elsewhere' }]);
});

test('it cannot be refused without a reason', () => {
  expect(problemsOf(`${HEAD}notifications: { secondPath: { enabled: false }, critical: { ${PAGERDUTY} } }`)).toEqual([
    'observability.yml:8:32 notifications.secondPath.enabled: enabled: false needs a reason; add reason: "…", so that a reviewer knows why',
  ]);
});

test('a section that is wrong in itself has its own problems only', () => {
  expect(problemsOf(`${HEAD}notifications: { critical: { slack: { secret: 5 } } }`)).toEqual([
    'observability.yml:8:39 notifications.critical.slack.secret: expected the name of a Secrets Manager secret, never its value (no webhook URL, no token), found 5',
  ]);
});
