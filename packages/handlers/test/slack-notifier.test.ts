import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHandlers } from '../bundle';
import { type SlackMessage } from '../src/slack-message';
import { loopbackCertificate } from './support/certificate';
import { alarmEvent, apiCallEvent, compositeAlarm, metricAlarm, snsEvent } from './support/events';
import { runLambda, temporaryFolder } from './support/lambda';
import { consoleEntries } from './support/log-lines';
import { loopbackServer, type LoopbackServer } from './support/loopback-server';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/slack-AbCdEf';
const folder = temporaryFolder();
const certificate = loopbackCertificate();

let slack: LoopbackServer;
let aws: LoopbackServer;
let secrets: readonly string[];

beforeAll(async () => {
  await bundleHandlers(folder);
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
});

beforeEach(async () => {
  slack = await loopbackServer(certificate);
  aws = await loopbackServer();
  slack.answer = () => ({ status: 200, body: 'ok' });
  secrets = [`${slack.url}/services/T0/B0/first-s3cret`];
  aws.answer = () => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ ARN, Name: 'acme/prod/slack', SecretString: secrets[Math.min(aws.received.length, secrets.length) - 1] }),
  });
});

afterEach(() => Promise.all([slack.close(), aws.close()]));

const notify = (events: readonly unknown[], environment: Record<string, string> = {}, remainingMs?: number) =>
  runLambda(
    join(folder, 'slack-notifier', 'index.js'),
    { AWS_ENDPOINT_URL: aws.url, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), WEBHOOK_SECRET_ARN: ARN, SEVERITY: 'critical', ...environment },
    events,
    remainingMs,
  );

const posted = () => slack.received.map((request) => JSON.parse(request.body) as SlackMessage);

test('P40 P41 a metric alarm is posted to the webhook of the secret', async () => {
  const run = await notify([snsEvent({ Message: metricAlarm() })]);
  expect([run.exitCode, run.invocations]).toEqual([0, [{ ok: true }]]);
  expect(consoleEntries(run.output)).toEqual([{ level: 'INFO', message: 'posted to Slack', messageId: 'message-1', kind: 'alarm', attempts: 1 }]);
  expect(slack.received.map(({ method, path, headers }) => [method, path, headers['content-type']])).toEqual([['POST', '/services/T0/B0/first-s3cret', 'application/json']]);
  expect(posted()).toEqual([
    {
      text: 'Payment System Alert',
      link_names: false,
      attachments: [
        {
          color: 'danger',
          fallback: 'ALARM: payment-high-error-rate-prod',
          fields: [
            { title: 'Alert', value: 'payment-high-error-rate-prod', short: true },
            { title: 'Description', value: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.', short: false },
            { title: 'Reason', value: 'Threshold Crossed: 2 out of the last 3 datapoints [2.5, 1.9] were greater than the threshold (1.0).', short: false },
            {
              title: 'Links',
              value:
                '<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/payment-high-error-rate-prod|Alarm> · <https://wiki.example.com/payments/error-rate|Runbook>',
              short: false,
            },
          ],
          footer: 'ALARM · 111122223333 · eu-west-1 · 2026-11-20T10:11:12.345+0000',
        },
      ],
    },
  ]);
  expect(aws.received.map(({ headers, body }) => [headers['x-amz-target'], JSON.parse(body) as unknown])).toEqual([['secretsmanager.GetSecretValue', { SecretId: ARN }]]);
});

test('P40 every record of an event is posted, whatever kind of message it is', async () => {
  const run = await notify(
    [snsEvent({ Message: metricAlarm({ NewStateValue: 'OK' }) }, { Message: compositeAlarm() }, { Message: alarmEvent() }, { Message: apiCallEvent() }, { Message: 'Budget exceeded', Subject: 'AWS Budgets' }, { Message: '{"AlarmName":' })],
    { SEVERITY: 'warning', HEADING: 'Cards <prod>' },
  );
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(posted().map(({ text, attachments: [{ color, fields }] }) => [text, color, fields[0]?.value])).toEqual([
    ['Cards &lt;prod&gt;', 'good', 'payment-high-error-rate-prod'],
    ['Cards &lt;prod&gt;', 'warning', 'payment-system-degradation-prod'],
    ['Cards &lt;prod&gt;', 'good', 'payment-api-high-latency'],
    ['Cards &lt;prod&gt;', 'warning', 'AWS API Call via CloudTrail'],
    ['Cards &lt;prod&gt;', 'warning', 'AWS Budgets'],
    ['Cards &lt;prod&gt;', 'warning', 'Unnamed alert'],
  ]);
});

test('G15 two invocations read the secret once, and its value is in no output', async () => {
  slack.answer = () => ({ status: 400, body: 'invalid_payload' });
  const run = await notify([snsEvent({ Message: 'one' }), snsEvent({ Message: 'two' })]);
  expect(run.invocations.map((one) => !one.ok && one.message)).toEqual([
    '1 of 1 messages not posted: Slack: HTTP 400 (invalid_payload)',
    '1 of 1 messages not posted: Slack: HTTP 400 (invalid_payload)',
  ]);
  expect(aws.received).toHaveLength(1);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test.each([[401], [403], [404], [410]])('P41 a webhook refused with %i is read again from the secret and used once more', async (status) => {
  secrets = [`${slack.url}/old-s3cret`, JSON.stringify({ url: `${slack.url}/new-s3cret` })];
  slack.answer = ({ path }) => ({ status: path === '/old-s3cret' ? status : 200 });
  const run = await notify([snsEvent({ Message: 'one' }), snsEvent({ Message: 'two' })]);
  expect(run.invocations).toEqual([{ ok: true }, { ok: true }]);
  expect(slack.received.map(({ path }) => path)).toEqual(['/old-s3cret', '/new-s3cret', '/new-s3cret']);
  expect(aws.received).toHaveLength(2);
});

test('P41 one record that cannot be posted does not keep the others back, and the invocation fails', async () => {
  slack.answer = ({ body }) => (body.includes('bad') ? { status: 400 } : { status: 200 });
  const run = await notify([snsEvent({ Message: 'bad' }, { Message: 'good' }, { Message: 'bad too' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '2 of 3 messages not posted: Slack: HTTP 400; Slack: HTTP 400' })]);
  expect(slack.received).toHaveLength(3);
});

test('P41 Retry-After of 0 seconds after HTTP 429 is honoured', async () => {
  slack.answer = () => (slack.received.length === 1 ? { status: 429, headers: { 'retry-after': '0' } } : { status: 200 });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(consoleEntries(run.output)).toEqual([expect.objectContaining({ attempts: 2 })]);
});

test('a redirect is not followed', async () => {
  slack.answer = () => ({ status: 307, headers: { location: `${slack.url}/elsewhere` } });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 1 messages not posted: Slack: HTTP 307' })]);
  expect(slack.received).toHaveLength(1);
});

test('a host that cannot be reached or trusted fails without showing the URL', async () => {
  const run = await notify([snsEvent({ Message: 'one' })], { NODE_EXTRA_CA_CERTS: '' }, 4000);
  expect(run.invocations).toEqual([
    expect.objectContaining({ ok: false, message: expect.stringMatching(/^1 of 1 messages not posted: Slack: connection failed \(DEPTH_ZERO_SELF_SIGNED_CERT\); /u) as unknown }),
  ]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test.each([
  ['http', 'webhook secret: expected an https URL, found http'],
  ['text', 'webhook secret: expected an https URL, or JSON { "url": "https://…" }; its value is not shown'],
])('a secret that is %s is refused and not shown', async (kind, message) => {
  secrets = [kind === 'http' ? slack.url.replace('https', 'http').concat('/s3cret') : 's3cret'];
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: ${message}` })]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
  expect(slack.received).toHaveLength(0);
});

test('a secret that may not be read is named by its ARN', async () => {
  aws.answer = () => ({ status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{"__type":"AccessDeniedException","message":"no"}' });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: secret ${ARN}: cannot be read (AccessDeniedException)` })]);
});

test('a binary secret is refused', async () => {
  aws.answer = () => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify({ ARN, SecretBinary: 'AAEC' }) });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: secret ${ARN}: expected text, found binary data` })]);
});

test('G15 a function without its environment fails when it is loaded', async () => {
  const run = await notify([snsEvent({ Message: 'one' })], { WEBHOOK_SECRET_ARN: 'https://hooks.slack.com/services/s3cret', SEVERITY: 'high' });
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain(
    'Error: environment of the Slack notifier: WEBHOOK_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else; SEVERITY: expected critical, warning, info, found "high"',
  );
  expect(run.output).not.toContain('s3cret');
});
