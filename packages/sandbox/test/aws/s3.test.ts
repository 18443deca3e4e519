import { GetBucketEncryptionCommand, GetBucketLocationCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { decodeChunks } from '../../src/aws/s3';
import { ACCOUNT, deploy, REGION, startSandbox, template } from './fixture';

const Bucket = 'assets';
const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket, BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key' } }] } } };

async function start(resources: Record<string, unknown> = {}) {
  const sandbox = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'assets', template({ Bucket: bucket, ...resources }));
  return { ...sandbox, client: sandbox.s3() };
}

test('an object comes back as it was put, byte for byte', async () => {
  const { client } = await start();
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 256));
  const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'a/b c.zip', Body: bytes, ContentType: 'application/zip' }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b c.zip' }));
  const received = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  expect(received.equals(bytes)).toBe(true);
  expect(got).toMatchObject({ ContentType: 'application/zip', ContentLength: 200_000, ETag });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'a/b c.zip' }))).resolves.toMatchObject({ ContentLength: 200_000 });
});

test('a stream arrives in aws-chunked framing and is unpacked', async () => {
  const { client } = await start();
  const { Readable } = await import('node:stream');
  const Body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(10, 'b')]);
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: 70_010 }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  await expect(got.Body?.transformToString()).resolves.toBe('a'.repeat(70_000) + 'b'.repeat(10));
});

test.each([
  ['3\r\nabc\r\n2;chunk-signature=x\r\nde\r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n', 'abcde'],
  ['0\r\n\r\n', ''],
])('chunks %j hold %j', (body, expected) => {
  expect(decodeChunks(Buffer.from(body)).toString()).toBe(expected);
});

test('a chunk that is cut off is refused', () => {
  expect(() => decodeChunks(Buffer.from('a\r\nabc'))).toThrow('You did not provide the number of bytes specified by the Content-Length HTTP header.');
});

test('the bucket tells Region, encryption and contents', async () => {
  const { client } = await start();
  for (const Key of ['x/3', 'x/1', 'y', 'x/2']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'b' }));
  await expect(client.send(new HeadBucketCommand({ Bucket }))).resolves.toMatchObject({ BucketRegion: REGION });
  await expect(client.send(new GetBucketLocationCommand({ Bucket }))).resolves.toMatchObject({ LocationConstraint: REGION });
  await expect(client.send(new GetBucketEncryptionCommand({ Bucket }))).resolves.toMatchObject({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key' } }] },
  });
  const first = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'x/', MaxKeys: 2 }));
  const second = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'x/', MaxKeys: 2, ContinuationToken: first.NextContinuationToken }));
  expect([first, second].map(({ Contents, IsTruncated }) => [Contents?.map(({ Key }) => Key), IsTruncated])).toEqual([
    [['x/1', 'x/2'], true],
    [['x/3'], false],
  ]);
});

test.each([
  ['an object that is not there', { Bucket, Key: 'none' }, 'NoSuchKey', 'The specified key does not exist.'],
  ['a bucket that is not there', { Bucket: 'none', Key: 'k' }, 'NoSuchBucket', 'The specified bucket does not exist'],
  ['a bucket of another owner', { Bucket, Key: 'k', ExpectedBucketOwner: '999999999999' }, 'AccessDenied', 'Access Denied'],
])('%s is refused', async (_, input, name, message) => {
  const { client } = await start();
  await expect(client.send(new GetObjectCommand(input))).rejects.toMatchObject({ name, message });
});

test('a role may do what its policy says, and the bucket policy can forbid it', async () => {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }] };
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` }] };
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/secret/*` }] };
  const sandbox = await start({
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'publisher', AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'p', PolicyDocument: policy }] } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: deny } },
  });
  const { Credentials: given } = await sandbox.sts().send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/publisher`, RoleSessionName: 'ci' }));
  const client = sandbox.s3({ accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' });
  await expect(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))).resolves.toBeDefined();
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/publisher/ci is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::${Bucket}/k because no identity-based policy allows the s3:GetObject action`,
  });
  await expect(client.send(new PutObjectCommand({ Bucket, Key: 'secret/k', Body: 'x' }))).rejects.toThrow(/with an explicit deny in a resource-based policy$/);
});

test('a bucket that is not empty cannot be deleted', async () => {
  const sandbox = await start();
  await sandbox.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const { DeleteStackCommand } = await import('@aws-sdk/client-cloudformation');
  await sandbox.cloudFormation().send(new DeleteStackCommand({ StackName: 'assets' }));
  await sandbox.aws.idle();
  expect(sandbox.aws.stack(ACCOUNT, REGION, 'assets')).toMatchObject({ status: 'DELETE_FAILED', resources: { Bucket: { statusReason: 'The bucket you tried to delete is not empty (Service: S3, Status Code: 409)' } } });
});
