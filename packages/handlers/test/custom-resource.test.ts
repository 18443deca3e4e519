import { type CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCustomResource } from '../src/custom-resource';
import { type Surroundings } from '../src/http';

const EVENT = {
  RequestType: 'Create',
  ResponseURL: 'https://cloudformation-custom-resource-response.example.com/x?Signature=s3cret',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/payments/1',
  RequestId: 'request-1',
  LogicalResourceId: 'XRayEncryption',
  ResourceType: 'Custom::XRayEncryption',
  ResourceProperties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x' },
} as unknown as CloudFormationCustomResourceEvent;

async function answer(work: () => Promise<void>, status = 200) {
  const sent: { readonly url: unknown; readonly init: RequestInit | undefined; readonly body: string }[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation();
  const surroundings: Surroundings = {
    fetch: async (url, init) => (sent.push({ url, init, body: init?.body as string }), new Response('', { status })),
    sleep: async () => undefined,
    random: () => 0,
    now: () => 0,
  };
  const ended = await answerCustomResource(EVENT, () => 'xray-encryption', work, () => 30_000, surroundings).then(
    () => 'delivered',
    (error: Error) => error.message,
  );
  return { ended, sent, body: JSON.parse(sent[0]?.body ?? '') as unknown, logged: log.mock.calls.flat().join('\n') };
}

test('success is PUT to the URL of CloudFormation with an empty content type', async () => {
  const { ended, sent, body } = await answer(async () => undefined);
  expect([ended, sent[0]?.url, sent[0]?.init?.method, sent[0]?.init?.headers]).toEqual(['delivered', EVENT.ResponseURL, 'PUT', { 'content-type': '' }]);
  expect(body).toEqual({
    Status: 'SUCCESS',
    PhysicalResourceId: 'xray-encryption',
    StackId: EVENT.StackId,
    RequestId: 'request-1',
    LogicalResourceId: 'XRayEncryption',
  });
});

test('P45 a failure is answered with FAILED and its reason', async () => {
  const { ended, body } = await answer(() => Promise.reject(new Error('AccessDenied on xray:PutEncryptionConfig')));
  expect(ended).toBe('delivered');
  expect(body).toMatchObject({ Status: 'FAILED', Reason: 'AccessDenied on xray:PutEncryptionConfig', PhysicalResourceId: 'xray-encryption' });
});

test('a reason is cut, for CloudFormation takes 4,096 bytes', async () => {
  const { sent, body } = await answer(() => Promise.reject(new Error('€'.repeat(5000))));
  expect(body).toMatchObject({ Reason: '€'.repeat(1000) });
  expect(Buffer.byteLength(sent[0]?.body ?? '')).toBeLessThan(4096);
});

test.each([
  ['control characters', '\u0001'],
  ['halves of characters', '\ud800'],
  ['quotes', '"'],
  ['characters of four bytes', '🙂'],
])('a reason of %s is cut so that the whole answer fits', async (_, text) => {
  const { sent, body } = await answer(() => Promise.reject(new Error(text.repeat(5000))));
  expect(Buffer.byteLength(sent[0]?.body ?? '')).toBeLessThanOrEqual(4096);
  expect((body as { readonly Reason: string }).Reason.length).toBeGreaterThanOrEqual(500);
});

test('a reason holds no card number, in the answer or the log', async () => {
  const { body, logged } = await answer(() => Promise.reject(new Error('found "4111 1111 1111 1111"')));
  expect(body).toMatchObject({ Reason: 'found "****1111"' });
  expect(logged).not.toContain('4111');
});

test('an answer that cannot be delivered rejects, so that Lambda invokes again', async () => {
  expect((await answer(async () => undefined, 403)).ended).toBe('CloudFormation: HTTP 403');
});

test('the presigned URL is not logged', async () => {
  const { logged } = await answer(() => Promise.reject(new Error('no')));
  expect(logged).toBe('{"level":"ERROR","message":"custom resource","requestType":"Create","Status":"FAILED","Reason":"no"}');
});
