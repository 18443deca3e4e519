import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, type AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { ACCOUNT, deploy, startSandbox, template, type Credentials, type Sandbox } from './fixture';

// the first use of the schema validator and of the policy evaluator takes seconds on a busy machine
jest.setTimeout(30_000);

const ISSUER = 'http://127.0.0.1:1/oidc';
const GITHUB = 'token.actions.githubusercontent.com';
const NOW = new Date('2026-05-04T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const DEPLOY_ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`;

const allow = (Action: string | string[], Resource: string | string[] = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const trust = (condition: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: { 'Fn::GetAtt': ['Provider', 'Arn'] } }, Condition: condition }],
});
const provider = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${GITHUB}`, ClientIdList: ['sts.amazonaws.com'] } };
const role = (RoleName: string, AssumeRolePolicyDocument: object, rest: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName, AssumeRolePolicyDocument, ...rest } });

const DEPLOY_TRUST = trust({
  StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', [`${GITHUB}:repository_id`]: '42', [`${GITHUB}:ref`]: 'refs/heads/main' },
  StringLike: { [`${GITHUB}:sub`]: ['repo:acme/pay:*', 'repo:acme@7/pay@42:*'] },
});
const CLAIMS: JWTPayload = { aud: 'sts.amazonaws.com', sub: 'repo:acme/pay:ref:refs/heads/main', repository_id: '42', ref: 'refs/heads/main', iat: SECONDS, exp: SECONDS + 300 };

async function start(resources: Record<string, unknown> = { Provider: provider, Role: role('deploy', DEPLOY_TRUST) }) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' };
  let now = NOW;
  const sandbox = await startSandbox({ clock: () => now, trustedIssuers: [{ url: ISSUER, standsFor: `https://${GITHUB}`, jwks: async () => ({ keys: [jwk] }) }] });
  await deploy(sandbox, sandbox.cloudFormation(), 'oidc', template(resources));
  return {
    ...sandbox,
    setTime: (time: Date) => (now = time),
    token: (claims: JWTPayload = {}, key = privateKey) => new SignJWT({ iss: ISSUER, ...CLAIMS, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key),
  };
}

const assume = async ({ sts }: Pick<Sandbox, 'sts'>, WebIdentityToken: string, input: { RoleArn?: string; DurationSeconds?: number } = {}) =>
  sts().send(new AssumeRoleWithWebIdentityCommand({ RoleArn: DEPLOY_ROLE, RoleSessionName: 'run-1', WebIdentityToken, ...input }));

function credentialsOf(answer: AssumeRoleCommandOutput): Credentials {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

describe('AssumeRoleWithWebIdentity', () => {
  test('gives a session of the role', async () => {
    const sandbox = await start();
    const answer = await assume(sandbox, await sandbox.token());
    const identity = await sandbox.sts(credentialsOf(answer)).send(new GetCallerIdentityCommand({}));

    expect(answer).toMatchObject({ Audience: 'sts.amazonaws.com', SubjectFromWebIdentityToken: 'repo:acme/pay:ref:refs/heads/main', Provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` });
    expect(answer.Credentials?.Expiration).toEqual(new Date('2026-05-04T13:00:00Z'));
    expect(identity).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run-1` });
    expect(sandbox.aws.calls().at(-1)).toEqual({ service: 'sts', action: 'GetCallerIdentity', accountId: ACCOUNT, roleArn: DEPLOY_ROLE, status: 200 });
  });

  test('accepts the subject with ids', async () => {
    const sandbox = await start();
    await expect(assume(sandbox, await sandbox.token({ sub: 'repo:acme@7/pay@42:ref:refs/heads/main' }))).resolves.toBeDefined();
  });

  const NOT_AUTHORIZED = { name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' };
  test.each<[string, JWTPayload, object]>([
    ['another repository', { sub: 'repo:evil/pay:ref:refs/heads/main' }, NOT_AUTHORIZED],
    ['a pull request that names an environment', { sub: 'repo:acme/pay:environment:production', ref: 'refs/pull/3/merge' }, NOT_AUTHORIZED],
    ['another repository id', { repository_id: '43' }, NOT_AUTHORIZED],
    ['a claim that is absent', { repository_id: undefined }, NOT_AUTHORIZED],
    ['another audience', { aud: 'elsewhere' }, { name: 'InvalidIdentityTokenException', message: 'Incorrect token audience' }],
    ['a token that has expired', { exp: SECONDS - 1 }, { name: 'ExpiredTokenException', message: `Token expired: current date/time ${SECONDS} must be before the expiration date/time ${SECONDS - 1}` }],
    ['a token that is not valid yet', { nbf: SECONDS + 60 }, { name: 'InvalidIdentityTokenException' }],
    ['an unknown issuer', { iss: 'https://elsewhere' }, { name: 'InvalidIdentityTokenException', message: 'No OpenIDConnect provider found in your account for https://elsewhere' }],
  ])('refuses %s', async (_, claims, error) => {
    const sandbox = await start();
    await expect(assume(sandbox, await sandbox.token(claims))).rejects.toMatchObject(error);
  });

  test('refuses a token signed with another key', async () => {
    const sandbox = await start();
    const { privateKey } = await generateKeyPair('RS256');
    await expect(assume(sandbox, await sandbox.token({}, privateKey))).rejects.toMatchObject({ name: 'InvalidIdentityTokenException', message: expect.stringContaining("Couldn't retrieve verification key") as string });
  });

  test('refuses what is no token', async () => {
    const sandbox = await start();
    await expect(assume(sandbox, 'not-a-token')).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
  });

  test('refuses when the account has no provider', async () => {
    const sandbox = await start({ Role: role('deploy', allowedToLambda) });
    await expect(assume(sandbox, await sandbox.token())).rejects.toMatchObject({ message: `No OpenIDConnect provider found in your account for https://${GITHUB}` });
  });

  test('refuses a role that is not there, in the same words', async () => {
    const sandbox = await start();
    await expect(assume(sandbox, await sandbox.token(), { RoleArn: `arn:aws:iam::${ACCOUNT}:role/other` })).rejects.toMatchObject(NOT_AUTHORIZED);
  });

  test.each([
    [899, "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"],
    [3601, 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
  ])('refuses a session of %d seconds', async (DurationSeconds, message) => {
    const sandbox = await start();
    await expect(assume(sandbox, await sandbox.token(), { DurationSeconds })).rejects.toMatchObject({ name: 'ValidationError', message });
  });
});

const allowedToLambda = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };

describe('sessions', () => {
  test('expire to the second', async () => {
    const sandbox = await start();
    const sts = sandbox.sts(credentialsOf(await assume(sandbox, await sandbox.token(), { DurationSeconds: 900 })));
    sandbox.setTime(new Date(NOW.getTime() + 899_000));
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    sandbox.setTime(new Date(NOW.getTime() + 900_000));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken', message: 'The security token included in the request is expired' });
  });

  test.each([
    ['an unknown key', { accessKeyId: 'AKIAUNKNOWN' }],
    ['a wrong session token', { sessionToken: 'wrong' }],
  ])('are refused with %s', async (_, wrong) => {
    const sandbox = await startSandbox();
    const sts = sandbox.sts({ ...sandbox.admin, ...wrong });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' });
  });
});

describe('AssumeRole', () => {
  const byAccount = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }] };
  const target = `arn:aws:iam::${ACCOUNT}:role/reader`;
  const resources = (policy: object) => ({
    Provider: provider,
    Role: role('deploy', DEPLOY_TRUST, { Policies: [{ PolicyName: 'p', PolicyDocument: policy }] }),
    Reader: role('reader', byAccount, { Policies: [{ PolicyName: 'p', PolicyDocument: allow('cloudformation:Describe*') }] }),
  });
  const chain = async (sandbox: Awaited<ReturnType<typeof start>>) =>
    sandbox.sts(credentialsOf(await assume(sandbox, await sandbox.token()))).send(new AssumeRoleCommand({ RoleArn: target, RoleSessionName: 'chained' }));

  test('needs the trust of the role and the permission of the caller', async () => {
    const sandbox = await start(resources(allow('sts:AssumeRole', target)));
    const reader = sandbox.cloudFormation(credentialsOf(await chain(sandbox)));
    await expect(reader.send(new DescribeStacksCommand({ StackName: 'oidc' }))).resolves.toBeDefined();
  });

  test('is refused without the permission', async () => {
    const sandbox = await start(resources(allow('s3:GetObject')));
    await expect(chain(sandbox)).rejects.toMatchObject({ name: 'AccessDenied', message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run-1 is not authorized to perform: sts:AssumeRole on resource: ${target}` });
  });

  test('is refused to the administrator by a role that trusts a service only', async () => {
    const sandbox = await start({ Reader: role('reader', allowedToLambda) });
    await expect(sandbox.sts().send(new AssumeRoleCommand({ RoleArn: target, RoleSessionName: 'me' }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
