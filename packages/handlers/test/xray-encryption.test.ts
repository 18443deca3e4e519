import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES } from './support/bundled-handlers';
import { loopbackCertificate } from './support/certificate';
import { runLambda, temporaryFolder } from './support/lambda';
import { loopbackServer, type LoopbackServer } from './support/loopback-server';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER = 'arn:aws:kms:eu-west-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab';
const folder = temporaryFolder();
const certificate = loopbackCertificate();

let cloudFormation: LoopbackServer;
let aws: LoopbackServer;

beforeAll(() => writeFileSync(join(folder, 'ca.pem'), certificate.cert));

beforeEach(async () => {
  cloudFormation = await loopbackServer(certificate);
  aws = await loopbackServer();
});

afterEach(() => Promise.all([cloudFormation.close(), aws.close()]));

/** X-Ray with one setting that changes at once. */
function xrayStartsWith(config: { readonly Type: string; readonly KeyId?: string }) {
  let current: object = config;
  aws.answer = ({ path, body }) => {
    if (path === '/PutEncryptionConfig') current = JSON.parse(body) as object;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ EncryptionConfig: { ...current, Status: 'ACTIVE' } }) };
  };
}

const request = (RequestType: string, KeyId: unknown = KEY) => ({
  RequestType,
  ResponseURL: `${cloudFormation.url}/response?Signature=s3cret`,
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/payments/1',
  RequestId: 'request-1',
  LogicalResourceId: 'XRayEncryption',
  ResourceType: 'Custom::XRayEncryption',
  ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'xray-encryption' }),
  ResourceProperties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x', KeyId },
});

const changes = (events: readonly unknown[], remainingMs = 60_000) =>
  runLambda(join(BUNDLES, 'xray-encryption', 'index.js'), { AWS_ENDPOINT_URL: aws.url, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }, events, remainingMs);
const change = (event: unknown) => changes([event]);
const puts = () => aws.received.filter(({ path }) => path === '/PutEncryptionConfig').map(({ body }) => JSON.parse(body) as unknown);
const statuses = () => cloudFormation.received.map(({ body }) => (JSON.parse(body) as { readonly Status: string }).Status);

const calls = () => aws.received.map(({ path, body }) => [path, body === '' ? undefined : (JSON.parse(body) as unknown)]);
const answers = () => cloudFormation.received.map(({ method, path, headers, body }) => [method, path, headers['content-type'], JSON.parse(body) as unknown]);

const NEVER_SET = 'xray-encryption-never-set';
const answer = (outcome: object, physicalId = 'xray-encryption') => [
  'PUT',
  '/response?Signature=s3cret',
  '',
  {
    ...outcome,
    PhysicalResourceId: physicalId,
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/payments/1',
    RequestId: 'request-1',
    LogicalResourceId: 'XRayEncryption',
  },
];

test.each([['Create'], ['Update']])('P45 %s sets type KMS with the key and answers SUCCESS', async (type) => {
  xrayStartsWith({ Type: 'NONE' });
  const run = await change(request(type));
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(calls().filter(([path]) => path === '/PutEncryptionConfig')).toEqual([['/PutEncryptionConfig', { Type: 'KMS', KeyId: KEY }]]);
  expect(calls().map(([path]) => path)).toEqual(['/EncryptionConfig', '/PutEncryptionConfig', '/EncryptionConfig']);
  expect(answers()).toEqual([answer({ Status: 'SUCCESS' })]);
  expect(run.output).not.toContain('s3cret');
});

test('P45 Delete sets type NONE', async () => {
  xrayStartsWith({ Type: 'KMS', KeyId: KEY });
  await change(request('Delete'));
  expect(calls().filter(([path]) => path === '/PutEncryptionConfig')).toEqual([['/PutEncryptionConfig', { Type: 'NONE' }]]);
  expect(answers()).toEqual([answer({ Status: 'SUCCESS' })]);
});

test('P45 a refusal of X-Ray is answered with FAILED', async () => {
  aws.answer = () => ({ status: 403, headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' }, body: '{"message":"not authorized to perform: xray:GetEncryptionConfig"}' });
  const run = await change(request('Create'));
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(answers()).toEqual([answer({ Status: 'FAILED', Reason: 'not authorized to perform: xray:GetEncryptionConfig' }, NEVER_SET)]);
});

test.each([
  ['an alias', 'alias/payments', '"alias/payments"'],
  ['missing', undefined, 'nothing'],
  ['of no key that KMS makes', 'arn:aws:kms:eu-west-1:111122223333:key/4111111111111111', '"arn:aws:kms:eu-west-1:111122223333:key/****1111"'],
])('P45 a KeyId that is %s fails a create and does not block its rollback', async (_, keyId, shown) => {
  const event = (type: string) => ({ ...request(type), ResourceProperties: { ServiceToken: 'x', ...(keyId === undefined ? {} : { KeyId: keyId }) } });
  await change(event('Create'));
  await change({ ...event('Delete'), PhysicalResourceId: NEVER_SET });
  expect(answers()).toEqual([answer({ Status: 'FAILED', Reason: `property KeyId: expected the ARN of a KMS key, found ${shown}` }, NEVER_SET), answer({ Status: 'SUCCESS' }, NEVER_SET)]);
  expect(calls()).toEqual([]);
});

test('P45 an answer that CloudFormation refuses fails the invocation without showing the URL', async () => {
  xrayStartsWith({ Type: 'NONE' });
  cloudFormation.answer = () => ({ status: 403 });
  const run = await change(request('Create'));
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: 'CloudFormation: HTTP 403' })]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test('P45 a rollback after a create that could not read the setting changes nothing and asks for nothing', async () => {
  aws.answer = () => ({ status: 403, headers: { 'content-type': 'application/json' }, body: '{"message":"no"}' });
  await change(request('Create'));
  aws.received.length = 0;
  await change({ ...request('Delete'), PhysicalResourceId: NEVER_SET });
  expect([statuses(), aws.received]).toEqual([['FAILED', 'SUCCESS'], []]);
});

test('P45 a rollback after a create whose change was refused puts nothing back, since nothing was changed', async () => {
  aws.answer = ({ path }) =>
    path === '/PutEncryptionConfig'
      ? { status: 400, headers: { 'content-type': 'application/json' }, body: '{"message":"The key is disabled"}' }
      : { status: 200, headers: { 'content-type': 'application/json' }, body: '{"EncryptionConfig":{"Type":"NONE","Status":"ACTIVE"}}' };
  await changes([request('Create'), request('Delete')]);
  expect([statuses(), puts()]).toEqual([['FAILED', 'SUCCESS'], [{ Type: 'KMS', KeyId: KEY }]]);
});

test('P45 an update to another key, its rollback, and the deletion leave the default; requests that come twice change nothing more', async () => {
  xrayStartsWith({ Type: 'NONE' });
  const update = (from: string, to: string) => ({ ...request('Update', to), OldResourceProperties: { KeyId: from } });
  const run = await changes([request('Create'), request('Create'), update(KEY, OTHER), update(OTHER, KEY), request('Delete', OTHER), request('Delete'), request('Delete')]);
  expect(puts()).toEqual([{ Type: 'KMS', KeyId: KEY }, { Type: 'KMS', KeyId: KEY }, { Type: 'KMS', KeyId: OTHER }, { Type: 'KMS', KeyId: KEY }, { Type: 'NONE' }]);
  expect(statuses()).toEqual(Array.from({ length: 7 }, () => 'SUCCESS'));
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test("P45 create leaves somebody else's key, and so does its rollback", async () => {
  xrayStartsWith({ Type: 'KMS', KeyId: OTHER });
  await changes([request('Create'), { ...request('Delete'), PhysicalResourceId: NEVER_SET }]);
  expect([statuses(), puts()]).toEqual([['FAILED', 'SUCCESS'], []]);
  expect(cloudFormation.received[0]?.body).toContain(`found ${OTHER}, which this stack has not set`);
});

test('P45 an update without its key fails, and its rollback does not', async () => {
  xrayStartsWith({ Type: 'KMS', KeyId: KEY });
  await changes([request('Update', null), request('Update')]);
  expect([statuses(), puts()]).toEqual([['FAILED', 'SUCCESS'], [{ Type: 'KMS', KeyId: KEY }]]);
});

test('P45 FAILED is sent while there is time, when X-Ray does not become ACTIVE', async () => {
  aws.answer = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"EncryptionConfig":{"Type":"NONE","Status":"UPDATING"}}' });
  const run = await changes([request('Create')], 19_000);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(cloudFormation.received.map(({ body }) => (JSON.parse(body) as { readonly Reason: string }).Reason)).toEqual([
    'X-Ray encryption: expected status ACTIVE, still UPDATING when the time of the function ran out; wait until "aws xray get-encryption-config" says ACTIVE and deploy again',
  ]);
});

test('P45 FAILED is sent while there is time, when X-Ray says nothing at all', async () => {
  aws.answer = () => 'hang';
  const run = await changes([request('Create')], 19_000);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(JSON.parse(cloudFormation.received[0]?.body ?? '{}')).toMatchObject({ Status: 'FAILED', PhysicalResourceId: NEVER_SET, Reason: expect.stringContaining('expected status ACTIVE, still without an answer when the time of the function ran out') as unknown });
}, 30_000);

test('P45 a request of no known type is refused and changes nothing', async () => {
  xrayStartsWith({ Type: 'NONE' });
  await changes([{ ...request('Create'), RequestType: 'Replace' }]);
  expect([statuses(), calls()]).toEqual([['FAILED'], []]);
});

test('P45 an answer that CloudFormation drops is sent again', async () => {
  xrayStartsWith({ Type: 'NONE' });
  cloudFormation.answer = () => (cloudFormation.received.length === 1 ? 'drop' : { status: 200 });
  const run = await change(request('Create'));
  expect([run.invocations, statuses()]).toEqual([[{ ok: true }], ['SUCCESS', 'SUCCESS']]);
});
