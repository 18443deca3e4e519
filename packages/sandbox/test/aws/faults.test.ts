import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Fault } from '../../src/aws';
import { startSandbox } from './fixture';

test.each<[Fault['kind'], object]>([
  ['throttle', { name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } }],
  ['error5xx', { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }],
  ['expiredToken', { name: 'ExpiredToken', message: 'The security token included in the request is expired' }],
  ['drop', { message: expect.stringContaining('socket hang up') as string }],
])('%s strikes as often as it is told', async (kind, error) => {
  const { aws, sts } = await startSandbox();
  aws.faults.add({ service: 'sts', action: 'GetCallerIdentity', kind, times: 1 });
  await expect(sts().send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(error);
  await expect(sts().send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
});

test('a fault strikes its service and action only, until it is cleared', async () => {
  const { aws, cloudFormation, sts } = await startSandbox();
  aws.faults.add({ service: 'cloudformation', action: 'DescribeStacks', kind: 'throttle' });
  await expect(sts().send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  for (let call = 0; call < 2; call += 1) await expect(cloudFormation().send(new DescribeStacksCommand({}))).rejects.toMatchObject({ name: 'Throttling' });
  aws.faults.clear();
  await expect(cloudFormation().send(new DescribeStacksCommand({}))).resolves.toBeDefined();
  expect(aws.calls().map(({ status, errorCode }) => [status, errorCode])).toEqual([
    [200, undefined],
    [400, 'Throttling'],
    [400, 'Throttling'],
    [200, undefined],
  ]);
});

test('S3 slows down in its own words', async () => {
  const { aws, s3 } = await startSandbox();
  aws.faults.add({ service: 's3', kind: 'throttle' });
  await expect(s3().send(new ListObjectsV2Command({ Bucket: 'b' }))).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
});

test('slow answers late, but answers', async () => {
  const { aws, sts } = await startSandbox();
  aws.faults.add({ service: '*', kind: 'slow', delayMs: 5, times: 1 });
  await expect(sts().send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
});
