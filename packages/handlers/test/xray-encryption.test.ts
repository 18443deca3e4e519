import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHandlers } from '../bundle';
import { loopbackCertificate } from './support/certificate';
import { runLambda, temporaryFolder } from './support/lambda';
import { loopbackServer, type LoopbackServer } from './support/loopback-server';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const folder = temporaryFolder();
const certificate = loopbackCertificate();

let cloudFormation: LoopbackServer;
let aws: LoopbackServer;

beforeAll(async () => {
  await bundleHandlers(folder);
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
});

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

const change = (event: unknown) =>
  runLambda(join(folder, 'xray-encryption', 'index.js'), { AWS_ENDPOINT_URL: aws.url, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') }, [event], 60_000);

const calls = () => aws.received.map(({ path, body }) => [path, body === '' ? undefined : (JSON.parse(body) as unknown)]);
const answers = () => cloudFormation.received.map(({ method, path, headers, body }) => [method, path, headers['content-type'], JSON.parse(body) as unknown]);

const answer = (outcome: object) => [
  'PUT',
  '/response?Signature=s3cret',
  '',
  {
    ...outcome,
    PhysicalResourceId: 'xray-encryption',
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
  expect(answers()).toEqual([answer({ Status: 'FAILED', Reason: 'not authorized to perform: xray:GetEncryptionConfig' })]);
});

test.each([
  ['an alias', 'alias/payments', '"alias/payments"'],
  ['missing', undefined, 'nothing'],
])('P45 a KeyId that is %s fails a create and does not block its rollback', async (_, keyId, shown) => {
  const event = (type: string) => ({ ...request(type), ResourceProperties: { ServiceToken: 'x', ...(keyId === undefined ? {} : { KeyId: keyId }) } });
  await change(event('Create'));
  await change(event('Delete'));
  expect(answers()).toEqual([answer({ Status: 'FAILED', Reason: `property KeyId: expected the ARN of a KMS key, found ${shown}` }), answer({ Status: 'SUCCESS' })]);
  expect(calls()).toEqual([]);
});

test('P45 an answer that CloudFormation refuses fails the invocation without showing the URL', async () => {
  xrayStartsWith({ Type: 'NONE' });
  cloudFormation.answer = () => ({ status: 403 });
  const run = await change(request('Create'));
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: 'CloudFormation: HTTP 403' })]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});
