import { planStacks } from '../src/stack-plan';
import { configOf } from './config-of';

const rule = (source: string) => ({ ruleName: 'r', source, eventSource: source.replace('aws.', '') + '.amazonaws.com', eventNames: ['X'] });
const plans = (...given: Parameters<typeof configOf>) => planStacks(configOf(...given)).map(({ id, stackName, region, auditRules }) => ({ id, stackName, region, auditRules }));
const audit = (rules: Record<string, unknown>) => ({ encryption: { keys: { audit: {} } }, audit: { encryptionKey: 'audit', logGroup: { logGroupName: '/aws/events/x' }, rules } });

test('without region-bound rules there is one stack, named after system and environment', () => {
  expect(plans({})).toEqual([{ id: 'home', stackName: 'acme-dev', region: 'eu-west-1', auditRules: [] }]);
});

test('IAM events exist in us-east-1 only: their rules get a stack of their own there, after home', () => {
  expect(plans(audit({ iamChanges: rule('aws.iam'), databases: rule('aws.rds') }))).toEqual([
    { id: 'home', stackName: 'acme-dev', region: 'eu-west-1', auditRules: ['databases'] },
    { id: 'us-east-1', stackName: 'acme-dev-us-east-1', region: 'us-east-1', auditRules: ['iamChanges'] },
  ]);
});

test.each(['aws.iam', 'aws.organizations', 'aws.cloudfront', 'aws.route53'])('events of the global service %s exist in us-east-1 only', (source) => {
  expect(plans(audit({ changes: rule(source) })).map(({ id, auditRules }) => [id, auditRules])).toEqual([['home', []], ['us-east-1', ['changes']]]);
});

test('a home in us-east-1 holds them itself', () => {
  expect(plans(audit({ iamChanges: rule('aws.iam'), databases: rule('aws.rds') }), { region: 'us-east-1' })).toEqual([
    { id: 'home', stackName: 'acme-dev', region: 'us-east-1', auditRules: ['iamChanges', 'databases'] },
  ]);
});

const dashboards = { world: { dashboardName: 'world', crossRegion: true }, local: { dashboardName: 'local-{region}' } };
const idsOf = (...given: Parameters<typeof configOf>) => planStacks(configOf(...given)).map(({ id, region, role, primary, shard }) => [id, region, role, primary, shard]);

test('several Regions: a stack each, the primary first; dashboards over all of them last, in the primary Region', () => {
  expect(idsOf({ dashboards }, { regions: ['eu-west-1', 'us-east-1', 'ap-southeast-1'] })).toEqual([
    ['home', 'eu-west-1', 'region', true, undefined],
    ['us-east-1', 'us-east-1', 'region', false, undefined],
    ['ap-southeast-1', 'ap-southeast-1', 'region', false, undefined],
    ['dashboards', 'eu-west-1', 'dashboards', true, undefined],
  ]);
});

test('in one Region a dashboard over all Regions needs no stack of its own', () => {
  expect(idsOf({ dashboards })).toEqual([['home', 'eu-west-1', 'region', true, undefined]]);
});

test('IAM rules belong to the stack of us-east-1 when the environment is there too', () => {
  const given = audit({ iamChanges: rule('aws.iam'), databases: rule('aws.rds') });
  expect(planStacks(configOf(given, { regions: ['eu-west-1', 'us-east-1'] })).map(({ id, auditRules }) => [id, auditRules])).toEqual([
    ['home', ['databases']],
    ['us-east-1', ['iamChanges', 'databases']],
  ]);
});

test('shards come after everything they name, by their numbers, for each Region', () => {
  const functions = { f: { functionName: 'f', timeoutSeconds: 3 } };
  expect(idsOf({ dashboards, resources: { shards: 2, functions } }, { regions: ['eu-west-1', 'us-east-1'] }).map(([id, , , , shard]) => [id, shard])).toEqual([
    ['home', undefined],
    ['us-east-1', undefined],
    ['resources-00', 0],
    ['resources-01', 1],
    ['us-east-1-resources-00', 0],
    ['us-east-1-resources-01', 1],
    ['dashboards', undefined],
  ]);
});

test('one shard is the main stack itself', () => {
  expect(idsOf({ resources: { shards: 1 } })).toHaveLength(1);
});

test('a name that CloudFormation would refuse is refused here, with the environment to blame', () => {
  const named = (length: number) => {
    const config = configOf({ dashboards }, { regions: ['eu-west-1', 'us-east-1'] });
    return planStacks({ ...config, environment: { ...config.environment, name: 'e'.repeat(length) } });
  };
  const rest = 'acme--dashboards'.length;
  expect(named(128 - rest).at(-1)?.stackName).toHaveLength(128);
  expect(() => named(129 - rest)).toThrow(/^environments\.e+: stack acme-e+-dashboards would have a name of 129 characters, CloudFormation takes 128; shorten the name of the environment$/);
});
