import { credentialSource } from '../src/credentials';
import { executionRoleOf, partitionOf } from '../src/bootstrap';
import { parseInputs } from '../src/inputs';
import { stackState } from '../src/stack-state';

const ROLE = 'arn:aws:iam::111111111111:role/payment-observability-plan';
const inputs = (role?: string) => parseInputs((name) => (name === 'role-to-assume' ? (role ?? '') : ''));
const TOKEN_URL = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1/token' };
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };

describe('credentials come from', () => {
  test('the role, also when an earlier step left others', () => {
    expect(credentialSource(inputs(ROLE), { ...TOKEN_URL, ...KEYS }, false)).toEqual({ kind: 'role', roleArn: ROLE });
  });

  test('an earlier step when no role is named', () => {
    expect(credentialSource(inputs(), KEYS, false)).toEqual({ kind: 'environment', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'session' } });
  });

  test('an earlier step with a long-lived key, which has no session token', () => {
    expect(credentialSource(inputs(), { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' }, false)).toEqual({ kind: 'environment', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' } });
  });

  test('nowhere otherwise', () => {
    expect(credentialSource(inputs(), {}, false)).toEqual({ kind: 'none', reason: 'neither role-to-assume nor credentials of an earlier step' });
  });

  test('nowhere for a fork, whatever the job has', () => {
    expect(credentialSource(inputs(ROLE), { ...TOKEN_URL, ...KEYS }, true)).toEqual({ kind: 'none', reason: 'a pull request from a fork gets no credentials' });
  });

  test('no role without the right to ask for a token', () => {
    expect(() => credentialSource(inputs(ROLE), KEYS, false)).toThrow('role-to-assume needs an OIDC token, which this job may not ask for: add `permissions: id-token: write` to the job');
  });
});

test.each([
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('the execution role of %s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
  expect(executionRoleOf('payment-observability', '111111111111', region)).toBe(`arn:${partition}:iam::111111111111:role/payment-observability-execution`);
});

test.each([
  ['CREATE_COMPLETE', 'deployed'],
  ['UPDATE_COMPLETE', 'deployed'],
  ['UPDATE_ROLLBACK_COMPLETE', 'deployed'],
  ['IMPORT_COMPLETE', 'deployed'],
  ['ROLLBACK_COMPLETE', 'absent'],
  ['ROLLBACK_FAILED', 'absent'],
  ['REVIEW_IN_PROGRESS', 'absent'],
  ['CREATE_IN_PROGRESS', 'busy'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'busy'],
  ['DELETE_IN_PROGRESS', 'busy'],
  ['UPDATE_ROLLBACK_FAILED', 'stuck'],
  ['DELETE_FAILED', 'stuck'],
] as const)('a stack in %s is %s', (status, state) => {
  expect(stackState({ status })).toBe(state);
});

test('no stack is absent', () => {
  expect(stackState(undefined)).toBe('absent');
});
