import { sameNames } from '../../src/limits/same-names';
import { Resources } from '../../src/limits/synthesized';

type Json = Readonly<Record<string, unknown>>;
const resource = (Type: string, path: string, Properties: Json) => ({ Type, Properties, Metadata: { 'payment-observability': { section: 'x', path } } });
const stack = (resources: readonly unknown[], region = 'eu-west-1') => ({ stackName: 'acme-dev', region, templateBytes: 1, template: { Resources: Object.fromEntries(resources.map((each, index) => [`R${index}`, each])) } });
const problems = (...stacks: ReturnType<typeof stack>[]) => sameNames(new Resources(stacks)).map(({ path, message }) => `${path}: ${message}`);

const CANARY = 'AWS::Synthetics::Canary';
const canary = (id: string, Name: string) => resource(CANARY, `canaries.checks.${id}`, { Name });

test('a name of its own for each', () => {
  expect(problems(stack([canary('a', 'x'), canary('b', 'y')]))).toEqual([]);
});

test('the second of a name is to blame, in whatever stack of the Region it is', () => {
  const found = ['canaries.checks.b: "x" is the name of canaries.checks.a too'];
  expect(problems(stack([canary('a', 'x'), canary('b', 'x')]))).toEqual(found);
  expect(problems(stack([canary('a', 'x')]), stack([canary('b', 'x')]))).toEqual(found);
});

test('another Region may have the same name, but not of what all Regions share', () => {
  const dashboard = (id: string) => resource('AWS::CloudWatch::Dashboard', `dashboards.${id}`, { DashboardName: 'x' });
  expect(problems(stack([canary('a', 'x')]), stack([canary('a', 'x')], 'us-east-1'))).toEqual([]);
  expect(problems(stack([dashboard('a')]), stack([dashboard('b')], 'us-east-1'))).toEqual(['dashboards.b: "x" is the name of dashboards.a too']);
});

test('metric and composite alarms share their names', () => {
  expect(problems(stack([resource('AWS::CloudWatch::Alarm', 'alarms.a', { AlarmName: 'x' }), resource('AWS::CloudWatch::CompositeAlarm', 'alarms.b', { AlarmName: 'x' })]))).toHaveLength(1);
});

test('the name of a filter or rule is unique in its log group or on its bus only', () => {
  const filter = (id: string, LogGroupName: unknown) => resource('AWS::Logs::MetricFilter', `logs.metricFilters.${id}`, { FilterName: 'x', LogGroupName });
  expect(problems(stack([filter('a', { Ref: 'One' }), filter('b', { Ref: 'Two' })]))).toEqual([]);
  expect(problems(stack([filter('a', { Ref: 'One' }), filter('b', { Ref: 'One' })]))).toHaveLength(1);
});

test('names below another property, and resources without a name', () => {
  const rule = (id: string) => resource('AWS::XRay::SamplingRule', `tracing.samplingRules.${id}`, { SamplingRule: { RuleName: 'x' } });
  expect(problems(stack([rule('a'), rule('b')]))).toHaveLength(1);
  expect(problems(stack([resource('AWS::S3::Bucket', 'a', {}), resource('AWS::S3::Bucket', 'b', {})]))).toEqual([]);
});
