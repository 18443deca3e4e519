import { type Claims, trusts } from './support/access';
import { ACCOUNT, deployed } from './support/template';

const token = (claims: Partial<Claims>): Claims => ({ aud: 'sts.amazonaws.com', repository_id: '2002', ref: 'refs/heads/main', sub: '', ...claims });
const pullRequest = { ref: 'refs/pull/7/merge' };
const queue = 'refs/heads/gh-readonly-queue/main/pr-7-0a1b2c';

describe.each([
  ['the names', 'repo:acme/payments'],
  ['the names and numbers', 'repo:acme@1001/payments@2002'],
])('a token whose subject has %s', (_, repo) => {
  test.each<[string, Partial<Claims>, boolean, boolean]>([
    ['a pull request', { ...pullRequest, sub: `${repo}:pull_request` }, true, false],
    ['a pull request that declares environment: production', { ...pullRequest, sub: `${repo}:environment:production` }, false, false],
    ['a push to main', { sub: `${repo}:ref:refs/heads/main` }, true, true],
    ['a push to main with environment: production', { sub: `${repo}:environment:production` }, false, true],
    ['a push to another branch', { ref: 'refs/heads/feature', sub: `${repo}:ref:refs/heads/feature` }, false, false],
    ['a push to another branch with environment: production', { ref: 'refs/heads/feature', sub: `${repo}:environment:production` }, false, false],
    ['a push to a branch that starts with main', { ref: 'refs/heads/main-2', sub: `${repo}:ref:refs/heads/main-2` }, false, false],
    ['a tag called main', { ref: 'refs/tags/main', sub: `${repo}:ref:refs/tags/main` }, false, false],
    ['a merge queue', { ref: queue, sub: `${repo}:ref:${queue}` }, true, false],
    ['a merge queue with environment: production', { ref: queue, sub: `${repo}:environment:production` }, false, false],
    ['a merge queue of another branch', { ref: queue.replace('main', 'next'), sub: `${repo}:ref:${queue.replace('main', 'next')}` }, false, false],
    ['a repository of the same name with another number, pull request', { ...pullRequest, repository_id: '3003', sub: `${repo}:pull_request` }, false, false],
    ['a repository of the same name with another number, push to main', { repository_id: '3003', sub: `${repo}:ref:refs/heads/main` }, false, false],
    ['another audience', { aud: 'https://github.com/acme', sub: `${repo}:ref:refs/heads/main` }, false, false],
    ['a subject in another spelling', { sub: `${repo.replace('acme', 'Acme')}:ref:refs/heads/main` }, false, false],
  ])('%s', (__, claims, plan, deploy) => {
    expect({ plan: trusts('PlanRole', token(claims)), deploy: trusts('DeployRole', token(claims)) }).toEqual({ plan, deploy });
  });
});

test.each<[string, Partial<Claims>]>([
  ['a fork: its own repository, its own number', { ...pullRequest, repository_id: '4004', sub: 'repo:stranger/payments:pull_request' }],
  ['another repository of the owner', { repository_id: '5005', sub: 'repo:acme/other:ref:refs/heads/main' }],
  ['an owner whose name starts the same', { repository_id: '2002', sub: 'repo:acme2/payments:ref:refs/heads/main' }],
  ['numbers that are swapped', { sub: 'repo:acme@2002/payments@1001:ref:refs/heads/main' }],
])('%s gets neither role', (_, claims) => {
  expect([trusts('PlanRole', token(claims)), trusts('DeployRole', token(claims))]).toEqual([false, false]);
});

test.each(['aud', 'sub', 'repository_id', 'ref'] as const)('a token without %s does not deploy', (missing) => {
  const claims = token({ sub: 'repo:acme/payments:ref:refs/heads/main' });
  expect(trusts('DeployRole', Object.fromEntries(Object.entries(claims).filter(([name]) => name !== missing)))).toBe(false);
});

test('the default branch is a parameter', () => {
  const claims = token({ ref: 'refs/heads/trunk', sub: 'repo:acme/payments:ref:refs/heads/trunk' });
  expect([trusts('DeployRole', claims), trusts('DeployRole', claims, { DefaultBranch: 'trunk' })]).toEqual([false, true]);
});

test('the execution role is for CloudFormation of this account only', () => {
  expect(deployed().resources.ExecutionRole?.Properties.AssumeRolePolicyDocument?.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudformation.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
    },
  ]);
});
