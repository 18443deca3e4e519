import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES } from './support/bundled-handlers';
import { runCanary } from './support/canary';
import { loopbackCertificate } from './support/certificate';
import { temporaryFolder } from './support/lambda';
import { loopbackServer, type LoopbackServer } from './support/loopback-server';

const TOKEN = 'sandbox-s3cret-token';
const STEPS = [
  { name: 'create', path: '/v1/payments', method: 'POST', body: { amount: 1, currency: 'EUR' }, expectedStatus: 201, expectedFields: { status: 'AUTHORIZED' }, save: { payment: 'payment.id' } },
  { name: 'read', path: '/v1/payments/{payment}', method: 'GET', expectedStatus: 200, expectedFields: { status: 'AUTHORIZED' }, save: {} },
  { name: 'refund', path: '/v1/refunds', method: 'POST', body: { of: '{payment}', full: true }, expectedStatus: 200, expectedFields: {}, save: {} },
];

const folder = temporaryFolder();
const certificate = loopbackCertificate();
let api: LoopbackServer;
let aws: LoopbackServer;
let secret: string;

beforeAll(async () => {
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
  [api, aws] = await Promise.all([loopbackServer(certificate), loopbackServer()]);
});
afterAll(() => Promise.all([api.close(), aws.close()]));

beforeEach(() => {
  api.received.length = 0;
  aws.received.length = 0;
  secret = TOKEN;
  aws.answer = () => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify({ SecretString: secret }) });
  api.answer = ({ method, path }) =>
    method === 'POST' && path === '/sandbox/v1/payments'
      ? { status: 201, body: JSON.stringify({ status: 'AUTHORIZED', payment: { id: 'p/1 2' } }) }
      : { status: 200, body: JSON.stringify({ status: 'AUTHORIZED' }) };
});

const transact = (environment: Readonly<Record<string, string>> = {}) =>
  runCanary(join(BUNDLES, 'transaction-canary', 'index.js'), {
    URL: `${api.url}/sandbox/`,
    REQUEST_TIMEOUT_MS: '10000',
    STEPS: JSON.stringify(STEPS),
    TOKEN_SECRET: 'acme/sandbox-token',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    ...environment,
  });
const failure = (message: string) => [expect.objectContaining({ ok: false, message }) as unknown];

test('S26 the steps run in order, with what earlier ones saved, and each is a step of the canary', async () => {
  const run = await transact();
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(api.received.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['POST', '/sandbox/v1/payments', '{"amount":1,"currency":"EUR","synthetic":true}'],
    ['GET', '/sandbox/v1/payments/p%2F1%202', ''],
    ['POST', '/sandbox/v1/refunds', '{"of":"p/1 2","full":true,"synthetic":true}'],
  ]);
  expect(run.steps.map(({ step, passed }) => [step, passed])).toEqual([['create', true], ['read', true], ['refund', true]]);
});

test('S26 every request says that it is synthetic, and carries the token of the secret', async () => {
  await transact();
  expect(api.received.map(({ headers }) => [headers['x-synthetic'], headers.authorization])).toEqual(Array.from({ length: 3 }, () => ['true', `Bearer ${TOKEN}`]));
  expect(aws.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ SecretId: 'acme/sandbox-token' }]);
});

test.each([
  ['when all goes well', 200, '{"status":"AUTHORIZED","payment":{"id":"1"}}'],
  ['when a step fails', 500, `{"error":"bad token ${TOKEN}"}`],
  ['when an answer repeats it', 201, `{"status":"${TOKEN}"}`],
])('G15 the token is in no output and no artifact %s', async (_, status, body) => {
  api.answer = () => ({ status, body });
  const run = await transact();
  expect(run.left).not.toContain(TOKEN);
  expect(run.exitCode).toBe(0);
});

test('G15 the token is in no output when the runtime itself repeats the request', async () => {
  const run = await transact({ SYNTHETICS_FAILURE: 'with the request' });
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringContaining('"Authorization":"Bearer ***"') as unknown })]);
  expect(run.left).not.toContain(TOKEN);
});

test('the token may stand in JSON', async () => {
  secret = JSON.stringify({ token: 'another-token' });
  await transact();
  expect(api.received[0]?.headers.authorization).toBe('Bearer another-token');
});

test('without a secret there is no token', async () => {
  const run = await transact({ TOKEN_SECRET: undefined as unknown as string });
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(api.received[0]?.headers.authorization).toBeUndefined();
});

test.each([['two lines\nof s3cret'], ['{"key":"s3cret"}'], ['{"token":"s3cret'], ['']])('a secret that is no token is refused and not shown: %j', async (text) => {
  secret = text;
  const run = await transact();
  expect(run.invocations).toEqual(failure('token secret: expected a token, or JSON { "token": "…" }; its value is not shown'));
  expect(run.left).not.toContain('s3cret');
  expect(api.received).toHaveLength(0);
});

test('S26 the first step that fails ends the transaction, and names the field', async () => {
  api.answer = () => ({ status: 201, body: JSON.stringify({ status: 'DECLINED 4111111111111111', payment: { id: 1 } }) });
  const run = await transact();
  expect(run.invocations).toEqual(failure('create: field status: expected "AUTHORIZED", found another value'));
  expect(api.received).toHaveLength(1);
  expect(run.left).not.toContain('4111');
});

test('G15 neither paths nor bodies are in an artifact or the output', async () => {
  const run = await transact();
  expect(run.left).not.toMatch(/p%2F1|AUTHORIZED|currency|Bearer/u);
});

test('all faults of an answer are named together', async () => {
  api.answer = () => ({ status: 500, body: 'no JSON' });
  expect((await transact()).invocations).toEqual(failure('create: status: expected 201, found 500; field status: expected "AUTHORIZED", found another value'));
});

test('an answer without what is to be saved is a failure', async () => {
  api.answer = () => ({ status: 201, body: JSON.stringify({ status: 'AUTHORIZED' }) });
  expect((await transact()).invocations).toEqual(failure('create: field payment.id: expected a value to save, found none'));
});

test.each([['[]'], ['no JSON'], ['{}']])('a canary without steps says so: %s', async (steps) => {
  expect((await transact({ STEPS: steps })).invocations).toEqual(failure('environment of the canary: STEPS: expected a JSON list of steps'));
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['no name', { ...STEPS[1], name: undefined }],
  ['no path', { ...STEPS[1], path: undefined }],
  ['a status in text', { ...STEPS[1], expectedStatus: '200' }],
  ['a list to save', { ...STEPS[1], save: [] }],
  ['a browser that is none', { name: 'pay', expectedStatus: 200, browser: true }],
])('a step with %s is refused before anything is sent', async (_, step) => {
  const run = await transact({ STEPS: JSON.stringify([STEPS[0], step]) });
  expect(run.invocations).toEqual(
    failure('environment of the canary: STEPS: step 2: expected a request { name, path, method, expectedStatus, expectedFields, save } or a browser step { name, expectedStatus, browser }'),
  );
  expect(api.received).toHaveLength(0);
});

test('a step in the browser is refused by the script that has none', async () => {
  const run = await transact({ STEPS: JSON.stringify([{ name: 'pay', path: '/checkout', expectedStatus: 200, browser: { click: '#pay' } }]) });
  expect(run.invocations).toEqual(failure('pay: a step in the browser needs the script browser-canary'));
});
