import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, deploy, describe1, events, logGroup, REGION, startSandbox, template } from './fixture';

const copyOf = (folder: string): string => {
  const copy = mkdtempSync(join(tmpdir(), 'sandbox-copy-'));
  cpSync(folder, copy, { recursive: true });
  return copy;
};

test('everything is there after a restart', async () => {
  const first = await startSandbox();
  const resources = { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } }, Group: logGroup({ LogGroupName: '/a' }) };
  const stack = await deploy(first, first.cloudFormation(), 'app', template(resources));
  await first.s3().send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'kept' }));
  first.aws.putExisting(ACCOUNT, REGION, 'AWS::Logs::LogGroup', '/b');
  const log = await events(first.cloudFormation(), 'app');

  const second = await startSandbox({ stateFolder: copyOf(first.stateFolder) });
  await expect(second.sts(first.admin).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: ACCOUNT });
  await expect(describe1(second.cloudFormation(), 'app')).resolves.toMatchObject({ StackId: stack.StackId, StackStatus: 'CREATE_COMPLETE' });
  await expect(events(second.cloudFormation(), 'app')).resolves.toEqual(log);
  const object = await second.s3().send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  await expect(object.Body?.transformToString()).resolves.toBe('kept');
  await expect(deploy(second, second.cloudFormation(), 'app', template({ ...resources, B: logGroup({ LogGroupName: '/b' }) }))).resolves.toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
});

test('the state is JSON that a person can read', async () => {
  const { stateFolder, ...sandbox } = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'app', template({ Group: logGroup({ LogGroupName: '/a' }) }));
  const [file = ''] = readdirSync(join(stateFolder, 'stacks'));
  expect(file).toMatch(new RegExp(`^${ACCOUNT}\\.${REGION}\\.app\\.[0-9a-f]{12}\\.json$`));
  expect(JSON.parse(readFileSync(join(stateFolder, 'stacks', file), 'utf8'))).toMatchObject({ status: 'CREATE_COMPLETE', resources: { Group: { type: 'AWS::Logs::LogGroup', physicalId: '/a' } } });
});

test.each([
  ['CREATE_IN_PROGRESS', 'CREATE_FAILED'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_FAILED'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
  ['DELETE_IN_PROGRESS', 'DELETE_FAILED'],
])('an operation that stopped in %s is found in %s', async (before, after) => {
  const first = await startSandbox();
  await deploy(first, first.cloudFormation(), 'app', template({ Group: logGroup() }));
  first.aws.setStackStatus(ACCOUNT, REGION, 'app', before);
  const second = await startSandbox({ stateFolder: copyOf(first.stateFolder) });
  await expect(describe1(second.cloudFormation(), 'app')).resolves.toMatchObject({ StackStatus: after, StackStatusReason: 'The operation stopped with the sandbox.' });
});

test('accounts have twelve digits', async () => {
  const { aws } = await startSandbox();
  expect(() => aws.createAccount('123')).toThrow('an account id has 12 digits, got "123"');
});
