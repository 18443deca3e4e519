import { loadConfig, type LoadedConfig } from '@payment-observability/config';
import { planStacks } from '@payment-observability/constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { template } from '../../src/index';
import { dashboards, home, REGIONS, stackOf, world } from '../multi-region-platform';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

test('M1 a stack for each Region, us-east-1 first, and one for the dashboards of all', () => {
  expect(planStacks(world.config()).map(({ id, stackName, region, role }) => [id, stackName, region, role])).toEqual([
    ['home', 'multi-region-platform-dev', 'us-east-1', 'region'],
    ['eu-west-1', 'multi-region-platform-dev-eu-west-1', 'eu-west-1', 'region'],
    ['ap-southeast-1', 'multi-region-platform-dev-ap-southeast-1', 'ap-southeast-1', 'region'],
    ['dashboards', 'multi-region-platform-dev-dashboards', 'us-east-1', 'dashboards'],
  ]);
});

test('M1 tags of everything: Environment, Project, Owner, ManagedBy and CostCenter', () => {
  const topic = home().one('AWS::SNS::Topic', { TopicName: 'sns-standard-alerts-dev' });
  const tags = ['Environment', 'Project', 'Owner', 'ManagedBy', 'CostCenter'].map((key) => home().tag(topic, key));
  expect(tags).toEqual(['dev', 'observability-platform', 'payments', 'cdk', 'engineering']);
});

test.each(REGIONS)('M1 the data to show are in %s too', (region) => {
  const regional = stackOf(region === 'us-east-1' ? 'home' : region);
  expect(regional.all('AWS::Logs::MetricFilter')).toHaveLength(3);
  expect(regional.one('AWS::Lambda::Function', { FunctionName: 'lambda-metric-collector-dev' })).toBeDefined();
});

test('M51 promises: encrypted logs, topics and artifacts, a private canary, artifacts that are archived, two zones with a NAT gateway each, one view over all Regions', () => {
  const stack = home();
  expect(stack.all('AWS::Logs::LogGroup').filter(({ KmsKeyId }) => KmsKeyId === undefined)).toEqual([]);
  expect(stack.all('AWS::SNS::Topic').filter(({ KmsMasterKeyId }) => KmsMasterKeyId === undefined)).toEqual([]);
  expect(stack.all('AWS::Synthetics::Canary').filter(({ VPCConfig }) => VPCConfig === undefined)).toEqual([]);
  expect(stack.all('AWS::EC2::NatGateway')).toHaveLength(2);
  expect(dashboards().dashboard('observability-platform-dev').widgets).toHaveLength(7);
});

test('M51 the README says what each promise rests on', () => {
  for (const promise of ['Encryption', 'Audit', 'Private canary', 'Lifecycle', 'Several zones', 'All Regions in one view']) expect(README).toContain(`| ${promise} |`);
});

test('M1 the example in the README folder loads: one Region in dev, three in production', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'observability.yml'), 'utf8');
  const loaded: LoadedConfig = loadConfig({ text, file: 'observability.yml', templates: { [template.name]: template } });
  expect(loaded.ok ? loaded.configs.map(({ environment }) => environment.regions) : loaded.problems).toEqual([['us-east-1'], ['us-east-1', 'eu-west-1', 'ap-southeast-1']]);
});
