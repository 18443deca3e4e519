import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES } from './support/bundled-handlers';
import { runCanary } from './support/canary';
import { loopbackCertificate } from './support/certificate';
import { temporaryFolder } from './support/lambda';
import { type Answer, loopbackServer, type LoopbackServer } from './support/loopback-server';
import { rawServer } from './support/raw-server';

const folder = temporaryFolder();
const certificate = loopbackCertificate();
let api: LoopbackServer;

beforeAll(async () => {
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
  api = await loopbackServer(certificate);
});
afterAll(() => api.close());

function check(answer: Answer, environment: Readonly<Record<string, string>> = {}, runs = 1) {
  api.received.length = 0;
  api.answer = () => answer;
  return runCanary(join(BUNDLES, 'health-canary', 'index.js'), { URL: `${api.url}/health?deep=1`, REQUEST_TIMEOUT_MS: '10000', NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), ...environment }, runs);
}
const failure = (message: string) => [expect.objectContaining({ ok: false, message }) as unknown];

test('A19 one GET over HTTPS, without a browser, passes when the answer is 200, and its status is logged', async () => {
  const run = await check({ status: 200, body: 'healthy' });
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(run.steps).toEqual([{ step: 'health', passed: true, path: '***' }]);
  expect(api.received.map(({ method, path, headers }) => [method, path, headers['user-agent']])).toEqual([['GET', '/health?deep=1', 'CloudWatchSynthetics/arn:aws:synthetics:eu-west-1:111122223333:canary:acme']]);
  expect(run.output).toMatch(/\tINFO\tINFO: \{"step":"health","status":200,"latencyMs":\d+,"bodyCharacters":7\}$/mu);
});

test.each([[404], [500], [301]])('A19 fails when the status is %i', async (status) => {
  const run = await check({ status });
  expect(run.invocations).toEqual(failure(`health: status: expected 200, found ${status}`));
  expect(run.steps).toEqual([expect.objectContaining({ passed: false, reason: `health: status: expected 200, found ${status}` })]);
});

test('another status can be the right one', async () => {
  expect((await check({ status: 204 }, { EXPECTED_STATUS: '204' })).invocations).toEqual([{ ok: true }]);
});

test('S25 fails when the body does not hold the text, and does not repeat the body', async () => {
  const run = await check({ status: 200, body: 'card 4111111111111111' }, { EXPECTED_TEXT: '"status":"UP"' });
  expect(run.invocations).toEqual(failure('health: body: expected "\\"status\\":\\"UP\\"", not found in 21 characters'));
  expect(run.left).not.toContain('4111');
});

test('fails when the answer takes longer than the limit', async () => {
  const run = await check({ status: 200 }, { LATENCY_LIMIT_MS: '0' });
  expect(run.invocations).toEqual([expect.objectContaining({ message: expect.stringMatching(/^health: latency: expected at most 0 ms, found \d+ ms$/u) as unknown })]);
});

test('fails when the certificate expires too soon, in a second run over a resumed session too', async () => {
  const run = await check({ status: 200 }, { CERTIFICATE_DAYS: '999999' }, 2);
  const tooSoon = expect.stringMatching(/^health: certificate: expected at least 999999 days until it expires, found \d{5}$/u) as unknown;
  expect(run.invocations).toEqual([expect.objectContaining({ message: tooSoon }), expect.objectContaining({ message: tooSoon })]);
});

test('fails when no answer comes in time, with the step and the time', async () => {
  const silent = await loopbackServer(certificate);
  silent.hold = true;
  const run = await runCanary(join(BUNDLES, 'health-canary', 'index.js'), { URL: `${silent.url}/health`, REQUEST_TIMEOUT_MS: '300', NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') });
  await silent.close();
  expect(run.invocations).toEqual(failure('health: no answer within 300 ms'));
});

test('A19 fails when nobody answers', async () => {
  const gone = await loopbackServer(certificate);
  await gone.close();
  const run = await check({ status: 200 }, { URL: `${gone.url}/health` });
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringContaining('ECONNREFUSED') as unknown })]);
});

test('fails when the certificate is not trusted', async () => {
  const run = await check({ status: 200 }, { NODE_EXTRA_CA_CERTS: '' });
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringMatching(/^self-signed certificate/u) as unknown })]);
});

test('an answer of more than a mebibyte is not read to its end', async () => {
  const run = await check({ status: 200, body: 'x'.repeat(1024 * 1024 + 1) });
  expect(run.invocations).toEqual(failure('answer: expected at most 1048576 bytes, found more'));
});

const DAY_MS = 24 * 60 * 60 * 1000;

/** A canary that looks at a server of its own. */
async function checkAt(answer: Parameters<typeof rawServer>[1], of = certificate, environment: Readonly<Record<string, string>> = {}) {
  const server = await rawServer(of, answer);
  const trusted = join(temporaryFolder(), 'ca.pem');
  writeFileSync(trusted, of.cert);
  try {
    return await runCanary(join(BUNDLES, 'health-canary', 'index.js'), { URL: `${server.url}/health`, REQUEST_TIMEOUT_MS: '5000', NODE_EXTRA_CA_CERTS: trusted, ...environment });
  } finally {
    await server.close();
  }
}

test.each([
  [14.5, [{ ok: true }]],
  [13.5, failure('health: certificate: expected at least 14 days until it expires, found 13')],
  [0.5, failure('health: certificate: expected at least 14 days until it expires, found 0')],
  [-1, failure('certificate has expired')],
])('A19 a certificate that ends in %d days', async (days, invocations) => {
  const run = await checkAt((_, response) => response.end('healthy'), loopbackCertificate(Date.now() - 90 * DAY_MS, Date.now() + days * DAY_MS));
  expect(run.invocations).toEqual(invocations);
});

test('a certificate that is not valid yet is a failure', async () => {
  const run = await checkAt((_, response) => response.end('healthy'), loopbackCertificate(Date.now() + DAY_MS, Date.now() + 90 * DAY_MS));
  expect(run.invocations).toEqual(failure('certificate is not yet valid'));
});

test('an answer that is cut off is a failure', async () => {
  const run = await checkAt((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('healthy', () => response.destroy());
  });
  expect(run.invocations).toEqual(failure('aborted'));
});

test('an answer that begins and never ends is a failure when its time is over', async () => {
  const run = await checkAt(
    (_, response) => {
      response.write('healthy');
      // long after its 300 ms, so that the process of the canary ends
      setTimeout(() => response.destroy(), 1500);
    },
    certificate,
    { REQUEST_TIMEOUT_MS: '300' },
  );
  expect(run.invocations).toEqual(failure('health: no answer within 300 ms'));
});

test('a redirect is not followed', async () => {
  const asked: (string | undefined)[] = [];
  const run = await checkAt(({ url }, response) => {
    asked.push(url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(run.invocations).toEqual(failure('health: status: expected 200, found 302'));
  expect(asked).toEqual(['/health']);
});

test('what is no HTTP is a failure', async () => {
  const run = await checkAt(({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringContaining('Parse Error') as unknown })]);
});

test('the runtime is told to keep nothing of requests, answers and pages', async () => {
  const run = await check({ status: 200, body: 'payment 4711' }, { URL: `${api.url}/health?token=s3cret` });
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(run.left).not.toMatch(/s3cret|4711|user-agent/iu);
});

test('a canary without its environment names everything that is missing', async () => {
  const run = await check({ status: 200 }, { URL: 'http://127.0.0.1', REQUEST_TIMEOUT_MS: 'soon', LATENCY_LIMIT_MS: '-1' });
  expect(run.invocations).toEqual(
    failure('environment of the canary: URL: expected an https URL; REQUEST_TIMEOUT_MS: expected a whole number, found "soon"; LATENCY_LIMIT_MS: expected a whole number, found "-1"'),
  );
});
