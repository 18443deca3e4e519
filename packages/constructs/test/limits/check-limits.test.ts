import { type LimitId, LIMITS } from '@payment-observability/catalog';
import { LimitError, type LimitProblem } from '../../src/limit-error';
import { checkLimits } from '../../src/limits/check-limits';
import { limitRules, WITHOUT_RULE } from '../../src/limits/limit-rules';
import type { SynthesizedStack } from '../../src/limits/synthesized';
import { configOf } from '../config-of';

type Json = Readonly<Record<string, unknown>>;
type Resource = { readonly Type: string; readonly Properties: Json; readonly Metadata?: Json };

const config = configOf({});
const REGION = 'eu-west-1';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const resource = (Type: string, path: string, Properties: Json): Resource => ({ Type, Properties, Metadata: { 'payment-observability': { section: path.split('.')[0], path } } });
const numbered = (resources: readonly Resource[]) => Object.fromEntries(resources.map((each, index) => [`R${index}`, each]));
const stack = (resources: readonly Resource[], more: Partial<SynthesizedStack> = {}): SynthesizedStack => ({
  stackName: 'acme-dev',
  region: REGION,
  template: { Resources: numbered(resources) },
  templateBytes: 1000,
  ...more,
});

function problemsOf(stacks: readonly SynthesizedStack[]): readonly LimitProblem[] {
  try {
    checkLimits(config, stacks);
    return [];
  } catch (error) {
    if (error instanceof LimitError) return error.problems;
    throw error;
  }
}

/** Spread over as many stacks as they need. */
const many = (type: string, section: string) => (count: number) => {
  const resources = times(count, (index) => resource(type, `${section}.e${index}`, {}));
  return times(Math.ceil(count / 400), (index) => stack(resources.slice(index * 400, (index + 1) * 400)));
};
const one = (type: string, path: string, properties: (count: number) => Json) => (count: number) => stack([resource(type, path, properties(count))]);
const list = (count: number) => times(count, (index) => `x${index}`);

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const anyOf = (names: readonly string[]) => names.map((name) => `ALARM("${name}")`).join(' OR ');
/** A rule of `length` characters with few alarms. */
const longRule = (length: number) => `ALARM("${'a'.repeat(length - 9)}")`;
const dashboard = (widgets: readonly number[], variables = 0) => ({
  DashboardName: 'd',
  DashboardBody: JSON.stringify({ widgets: widgets.map((metrics) => ({ type: 'metric', properties: { metrics: times(metrics, () => ['n', 'm']) } })), variables: times(variables, () => ({})) }),
});
/** A JSON object of `bytes` bytes. */
const sized = (bytes: number) => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });

/** For each limit a stack with so many of what it limits, and the config path of what is beyond it. */
const CASES: Readonly<Record<string, readonly [make: (count: number) => SynthesizedStack | readonly SynthesizedStack[], path: string]>> = {
  alarmActions: [one(ALARM, 'alarms.a', (count) => ({ AlarmActions: list(count), OKActions: list(1) })), 'alarms.a'],
  alarmRangeSeconds: [one(ALARM, 'alarms.a', (seconds) => ({ Period: 1, EvaluationPeriods: seconds })), 'alarms.a.evaluationPeriods'],
  alarmLongRangeSeconds: [one(ALARM, 'alarms.a', (seconds) => ({ Period: seconds, EvaluationPeriods: 1 })), 'alarms.a.evaluationPeriods'],
  mathAlarmMetrics: [one(ALARM, 'alarms.a', (count) => ({ Metrics: [{ Expression: 'm' }, ...times(count, () => ({ MetricStat: { Period: 60 } }))] })), 'alarms.a.metric'],
  compositeRule: [one(COMPOSITE, 'alarms.a', (count) => ({ AlarmRule: longRule(count) })), 'alarms.a.when'],
  compositeChildren: [one(COMPOSITE, 'alarms.a', (count) => ({ AlarmRule: anyOf(list(count)) })), 'alarms.a.when'],
  compositeElements: [one(COMPOSITE, 'alarms.a', (count) => ({ AlarmRule: anyOf(times(count, () => 'x')) })), 'alarms.a.when'],
  compositesPerAlarm: [(count) => stack(times(count, (index) => resource(COMPOSITE, `alarms.a${index}`, { AlarmRule: 'ALARM("x") AND NOT ALARM("x")' }))), 'alarms.a150'],
  muteRuleAlarms: [one('AWS::CloudWatch::AlarmMuteRule', 'maintenance.windows.w', (count) => ({ MuteTargets: { AlarmNames: list(count) } })), 'maintenance.windows.w.alarms'],
  muteRules: [many('AWS::CloudWatch::AlarmMuteRule', 'maintenance.windows'), 'maintenance.windows.e2000'],
  anomalyModels: [many('AWS::CloudWatch::AnomalyDetector', 'alarms'), 'alarms.e500'],
  dashboardWidgets: [one('AWS::CloudWatch::Dashboard', 'dashboards.d', (count) => dashboard(times(count, () => 1))), 'dashboards.d.widgets'],
  dashboardMetrics: [one('AWS::CloudWatch::Dashboard', 'dashboards.d', (count) => dashboard([...times(Math.floor(count / 500), () => 500), count % 500])), 'dashboards.d.widgets'],
  widgetMetrics: [one('AWS::CloudWatch::Dashboard', 'dashboards.d', (count) => dashboard([1, count])), 'dashboards.d.widgets'],
  dashboardVariables: [one('AWS::CloudWatch::Dashboard', 'dashboards.d', (count) => dashboard([], count)), 'dashboards.d.variables'],
  metricFiltersPerGroup: [(count) => stack(times(count, (index) => resource('AWS::Logs::MetricFilter', `logs.metricFilters.f${index}`, { LogGroupName: '/acme' }))), 'logs.metricFilters.f100'],
  filterPattern: [one('AWS::Logs::MetricFilter', 'logs.metricFilters.f', (count) => ({ LogGroupName: '/acme', FilterPattern: 'x'.repeat(count) })), 'logs.metricFilters.f.match'],
  subscriptionFilters: [(count) => stack(times(count, (index) => resource('AWS::Logs::SubscriptionFilter', `logs.s${index}`, { LogGroupName: '/acme' }))), 'logs.s2'],
  logsResourcePolicies: [many('AWS::Logs::ResourcePolicy', 'audit'), 'audit.e10'],
  logsResourcePolicy: [one('AWS::Logs::ResourcePolicy', 'audit.logGroup', (count) => ({ PolicyDocument: 'x'.repeat(count) })), 'audit.logGroup'],
  savedQueries: [many('AWS::Logs::QueryDefinition', 'logs.queries'), 'logs.queries.e1000'],
  queryLogGroups: [one('AWS::Logs::QueryDefinition', 'logs.queries.q', (count) => ({ LogGroupNames: list(count) })), 'logs.queries.q.groups'],
  customDataIdentifiers: [one('AWS::Logs::LogGroup', 'logs.groups.g', (count) => ({ DataProtectionPolicy: { Configuration: { CustomDataIdentifier: list(count) } } })), 'logs.masking.customIdentifiers'],
  contributorRules: [many('AWS::CloudWatch::InsightRule', 'contributors'), 'contributors.e100'],
  topicPolicyStatements: [one('AWS::SNS::TopicPolicy', 'notifications.info', (count) => ({ PolicyDocument: { Statement: list(count) } })), 'notifications.info'],
  topicPolicyBytes: [one('AWS::SNS::TopicPolicy', 'notifications.info', (bytes) => ({ PolicyDocument: sized(bytes) })), 'notifications.info'],
  samplingRules: [many('AWS::XRay::SamplingRule', 'tracing.samplingRules'), 'tracing.samplingRules.e25'],
  traceGroups: [many('AWS::XRay::Group', 'tracing.groups'), 'tracing.groups.e25'],
  canaries: [many('AWS::Synthetics::Canary', 'canaries.checks'), 'canaries.checks.e500'],
  functionEnvironment: [one('AWS::Lambda::Function', 'metrics.collector', (bytes) => ({ Environment: { Variables: { NAME: 'x'.repeat(bytes - 4) } } })), 'metrics.collector'],
  eventPattern: [one('AWS::Events::Rule', 'audit.rules.r', (bytes) => ({ EventPattern: sized(bytes) })), 'audit.rules.r'],
  eventRules: [many('AWS::Events::Rule', 'audit.rules'), 'audit.rules.e300'],
  eventRuleTargets: [one('AWS::Events::Rule', 'audit.rules.r', (count) => ({ Targets: list(count) })), 'audit.rules.r'],
  keyPolicy: [one('AWS::KMS::Key', 'encryption.keys.k', (bytes) => ({ KeyPolicy: sized(bytes) })), 'encryption.keys.k'],
  rolePolicies: [one('AWS::IAM::Role', 'metrics.stream', (bytes) => ({ Policies: [{ PolicyDocument: sized(1000) }, { PolicyDocument: sized(bytes - 1000) }] })), 'metrics.stream'],
  resourceTags: [one('AWS::SNS::Topic', 'notifications.info', (count) => ({ Tags: list(count) })), 'tags'],
  stackOutputs: [(count) => stack([], { template: { Resources: {}, Outputs: Object.fromEntries(list(count).map((id) => [id, {}])) } }), 'outputs'],
  stackResources: [(count) => stack(times(count, () => resource('AWS::Custom::Any', 'alarms.a', {}))), 'alarms'],
  templateBytes: [(templateBytes) => stack([resource('AWS::Custom::Any', 'logs.groups.g', {})], { templateBytes }), 'logs'],
};

const rules = limitRules(config);

test('every limit has a rule and a case here, or a reason why nothing can exceed it', () => {
  expect(rules.map(({ limit }) => limit).sort()).toEqual(Object.keys(CASES).sort());
  expect([...rules.map(({ limit }) => limit), ...Object.keys(WITHOUT_RULE)].sort()).toEqual(Object.keys(LIMITS).sort());
});

describe.each(Object.entries(CASES))('%s', (id, [make, path]) => {
  const { limit, unit, what } = LIMITS[id as LimitId];

  test(`${limit} are allowed`, () => {
    expect(problemsOf([make(limit)].flat())).toEqual([]);
  });

  test(`${limit + 1} are one problem, at ${path}`, () => {
    const problems = problemsOf([make(limit + 1)].flat());
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toMatch(new RegExp(`^${what.replace(/[×]/g, '.')}: at most ${limit} ${unit}, found ${limit + 1} \\(.+\\)$`));
    expect(problems[0]?.suggestion).toMatch(/^\S.*[^.]$/);
  });
});

test('OK actions count as those of ALARM do, each state for itself', () => {
  const alarm = (ok: number) => stack([resource(ALARM, 'alarms.a', { AlarmActions: list(5), OKActions: list(ok) })]);
  expect(problemsOf([alarm(5)])).toEqual([]);
  expect(problemsOf([alarm(6)])).toMatchObject([{ path: 'alarms.a', message: 'actions for one alarm state: at most 5 actions, found 6 (Alarm)' }]);
});

test('the window of an alarm on metric math is that of its metrics', () => {
  const alarm = (EvaluationPeriods: number) => stack([resource(ALARM, 'alarms.a', { EvaluationPeriods, Metrics: [{ Expression: 'm' }, { MetricStat: { Period: 300 } }] })]);
  expect(problemsOf([alarm(288)])).toEqual([]);
  expect(problemsOf([alarm(289)])).toMatchObject([{ message: 'period × evaluation periods, period below 1 hour: at most 86400 seconds, found 86700 (Alarm)' }]);
});

test('a rule is measured with the ARNs it will have', () => {
  const name = 'n'.repeat(200);
  const child = resource(ALARM, 'alarms.child', { AlarmName: name });
  const arn = `arn:aws:cloudwatch:${REGION}:000000000000:alarm:${name}`;
  const rule = (count: number) => ({ 'Fn::Join': ['', times(count, () => ['ALARM("', { 'Fn::GetAtt': ['R0', 'Arn'] }, '")']).flat()] });
  const fits = Math.floor(10_240 / `ALARM("${arn}")`.length);
  expect(problemsOf([stack([child, resource(COMPOSITE, 'alarms.a', { AlarmRule: rule(fits) })])])).toEqual([]);
  expect(problemsOf([stack([child, resource(COMPOSITE, 'alarms.a', { AlarmRule: rule(fits + 1) })])])).toMatchObject([{ path: 'alarms.a.when' }]);
});

test('a log group is the same by its name and by a reference to it', () => {
  const group = resource('AWS::Logs::LogGroup', 'logs.groups.g', { LogGroupName: '/acme' });
  const filters = times(101, (index) => resource('AWS::Logs::MetricFilter', `logs.metricFilters.f${index}`, { LogGroupName: index % 2 === 0 ? { Ref: 'R0' } : '/acme' }));
  expect(problemsOf([stack([group, ...filters])])).toMatchObject([{ path: 'logs.metricFilters.f100', message: 'metric filters of a log group: at most 100 filters, found 101 (log group /acme)' }]);
});

test('what a Region may have is counted over its stacks, and for each Region alone', () => {
  const rules25 = times(25, (index) => resource('AWS::XRay::SamplingRule', `tracing.samplingRules.r${index}`, {}));
  const [oneMore] = rules25;
  expect(problemsOf([stack(rules25), stack(rules25, { region: 'us-east-1' })])).toEqual([]);
  expect(problemsOf([stack(rules25), stack(oneMore ? [oneMore] : [])])).toMatchObject([{ path: 'tracing.samplingRules.r0', message: 'X-Ray sampling rules of a Region: at most 25 rules, found 26 (eu-west-1)' }]);
});

test('a Region with another quota has that', () => {
  const canaries = (count: number) => many('AWS::Synthetics::Canary', 'canaries.checks')(count).map((each) => ({ ...each, region: 'us-east-1' }));
  expect(problemsOf(canaries(300))).toEqual([]);
  expect(problemsOf(canaries(301))).toMatchObject([{ path: 'canaries.checks.e300', message: 'canaries of a Region: at most 300 canaries, found 301 (us-east-1)' }]);
});

test('tags may be an object', () => {
  const tags = (count: number) => stack([resource('AWS::Lambda::EventSourceMapping', 'transactions', { Tags: Object.fromEntries(list(count).map((tag) => [tag, 'x'])) })]);
  expect(problemsOf([tags(50)])).toEqual([]);
  expect(problemsOf([tags(51)])).toHaveLength(1);
});

test('several problems are told at once, one that many resources share only once', () => {
  const tags = { Tags: list(51) };
  const problems = problemsOf([stack([resource('AWS::SNS::Topic', 'notifications.info', tags), resource('AWS::SNS::Topic', 'notifications.critical', tags), resource(ALARM, 'alarms.a', { AlarmActions: list(6) })])]);
  expect(problems.map(({ path }) => path)).toEqual(['alarms.a', 'tags']);
});

test('the error has a line for each problem', () => {
  const error = new LimitError([
    { path: 'alarms.a', message: 'too many', suggestion: 'use fewer' },
    { path: 'tags', message: 'too many' },
  ]);
  expect(error.message).toBe('alarms.a: too many; use fewer\ntags: too many');
  expect(new LimitError('alarms.a', 'too many').problems).toEqual([{ path: 'alarms.a', message: 'too many' }]);
});

test('what belongs to no part of the file is said of its environment', () => {
  expect(problemsOf([{ ...stack(times(501, () => ({ Type: 'AWS::Custom::Any', Properties: {} }))) }])).toMatchObject([{ path: 'environments.dev' }]);
});

describe('a stack with too many resources', () => {
  const overflow = (shards: number, count = 501) => {
    const listed = configOf({ resources: { shards, functions: Object.fromEntries(times(120, (index) => [`f${index}`, { functionName: `f${index}`, timeoutSeconds: 3 }])) } });
    const stacks = [stack(times(count, (index) => resource(ALARM, `resources.functions.f${index}.alarms.errors`, {})))];
    try {
      checkLimits(listed, stacks);
    } catch (error) {
      return error instanceof LimitError ? error.message : error;
    }
    return undefined;
  };

  test('because of its resources says how they spread over more', () => {
    expect(overflow(1, 500)).toBeUndefined();
    expect(overflow(1)).toBe(
      'resources.shards: resources of a stack: at most 500 resources, found 501 (stack acme-dev); 120 resources are spread over 1 stack: set resources.shards to 2. ' +
        'Always double it: then a resource stays in its stack or moves to one that is deployed later, after the old one has given up its alarm names',
    );
    expect(overflow(16)).toContain('120 resources are spread over 16 stacks: set resources.shards to 32.');
  });

  test('at the most shards there are says to split the file', () => {
    expect(overflow(128)).toBe(
      'resources.shards: resources of a stack: at most 500 resources, found 501 (stack acme-dev); 120 resources are spread over 128 stacks, the most there can be: move a part of them into a file with another name',
    );
  });
});

test('a dashboard of resources with too many widgets is spread with them', () => {
  const problems = problemsOf([one('AWS::CloudWatch::Dashboard', 'resources.dashboard', (count) => dashboard(times(count, () => 1)))(501)]);
  expect(problems).toMatchObject([{ path: 'resources.shards', suggestion: expect.stringContaining('set resources.shards to 2') as unknown }]);
});

test('how much of each limit is used, by what uses most of it', () => {
  const small = stack([resource(ALARM, 'alarms.a', { AlarmName: 'quiet', AlarmActions: list(1) })]);
  const large = stack([resource(ALARM, 'alarms.b', { AlarmName: 'loud', AlarmActions: list(4) }), resource(ALARM, 'alarms.c', {})], { stackName: 'acme-dev-us-east-1', region: 'us-east-1', templateBytes: 2000 });
  const uses = checkLimits(config, [small, large]);
  expect(uses.filter(({ what }) => ['actions for one alarm state', 'resources of a stack', 'template passed by S3', 'Logs resource policies of an account and Region'].includes(what))).toEqual([
    { what: 'actions for one alarm state', of: 'Alarm loud', used: 4, limit: 5 },
    { what: 'resources of a stack', of: 'stack acme-dev-us-east-1', used: 2, limit: 500 },
    { what: 'template passed by S3', of: 'stack acme-dev-us-east-1', used: 2000, limit: 1_048_576 },
  ]);
});
