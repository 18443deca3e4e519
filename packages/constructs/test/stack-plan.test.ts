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

test('a home in us-east-1 holds them itself', () => {
  expect(plans(audit({ iamChanges: rule('aws.iam'), databases: rule('aws.rds') }), { region: 'us-east-1' })).toEqual([
    { id: 'home', stackName: 'acme-dev', region: 'us-east-1', auditRules: ['iamChanges', 'databases'] },
  ]);
});
