import { accountCounts } from '../../src/limits/account-counts';

const stack = (region: string, counts: Readonly<Record<string, number>>) => ({
  stackName: 'acme-dev',
  region,
  templateBytes: 1000,
  template: { Resources: Object.fromEntries(Object.entries(counts).flatMap(([Type, count]) => Array.from({ length: count }, (_, index) => [`${Type}${index}`, { Type }]))) },
});

test('counts by Region, over all its stacks, beside the quota and where it comes from', () => {
  const stacks = [
    stack('eu-west-1', { 'AWS::CloudWatch::Alarm': 3, 'AWS::XRay::SamplingRule': 2 }),
    stack('us-east-1', { 'AWS::Synthetics::Canary': 1, 'AWS::Events::Rule': 1 }),
    stack('eu-west-1', { 'AWS::CloudWatch::Alarm': 4 }),
  ];
  expect(accountCounts(stacks)).toEqual([
    { region: 'eu-west-1', what: 'metric alarms', count: 7 },
    { region: 'eu-west-1', what: 'sampling rules', count: 2, limit: 25, source: 'X-Ray guide' },
    { region: 'us-east-1', what: 'canaries', count: 1, limit: 300, source: 'Synthetics quotas' },
    { region: 'us-east-1', what: 'EventBridge rules', count: 1, limit: 300, source: 'EventBridge quotas' },
  ]);
});

test('what is not there is not counted', () => {
  expect(accountCounts([stack('eu-west-1', { 'AWS::KMS::Key': 1 })])).toEqual([]);
});
