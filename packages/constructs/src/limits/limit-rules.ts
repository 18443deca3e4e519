import { LIMITS, type LimitId } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { type DashboardBody, dashboardBody } from './dashboard-body';
import { blaming, type Count, type LimitRule, ofEach, ofEachStack, together } from './limit-rule';
import { moreShards, overflowOf } from './stack-overflow';
import { at, jsonLength, listOf, objectOf, type Resource, textOf } from './synthesized';

const METRIC_ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const DASHBOARD = 'AWS::CloudWatch::Dashboard';
const FUNCTION = 'AWS::Lambda::Function';
const CANARY = 'AWS::Synthetics::Canary';
const RULE = 'AWS::Events::Rule';

const length = (...path: readonly string[]) => ({ properties }: Resource): number => listOf(at(properties, ...path)).length;
const size = (...path: readonly string[]) => ({ properties }: Resource): number => jsonLength(at(properties, ...path));

const DASHBOARD_RULES: readonly { readonly limit: LimitId; readonly count: (body: DashboardBody) => number }[] = [
  { limit: 'dashboardWidgets', count: ({ widgets }) => widgets.length },
  { limit: 'dashboardMetrics', count: ({ widgets }) => widgets.reduce((sum, { metrics }) => sum + metrics, 0) },
  { limit: 'widgetMetrics', count: ({ widgets }) => Math.max(0, ...widgets.map(({ metrics }) => metrics)) },
  { limit: 'dashboardVariables', count: ({ variables }) => variables },
];

/** Counts of every dashboard. That of resources is spread with them. */
const ofEachDashboard =
  (limit: LimitId, count: (body: DashboardBody) => number, config: Config): LimitRule['count'] =>
  (resources) =>
    resources.ofTypes([DASHBOARD]).map((dashboard): Count => {
      const { source, properties, stack } = dashboard;
      const found = count(dashboardBody(dashboard));
      const of = { found, of: `Dashboard ${String(properties['DashboardName'])}`, region: stack.region };
      if (source?.section === 'resources' && found > LIMITS[limit].limit) return { ...of, paths: ['resources.shards'], suggestion: moreShards(config) };
      return { ...of, paths: [`${source?.path ?? 'dashboards'}.${limit === 'dashboardVariables' ? 'variables' : 'widgets'}`] };
    });

/** Every limit that a config can exceed and that neither the loader nor CDK checks. */
export function limitRules(config: Config): readonly LimitRule[] {
  return [
    { limit: 'alarmActions', count: ofEach([METRIC_ALARM, COMPOSITE], actionsOf), suggestion: 'name the alarm in fewer entries of incidents' },
    { limit: 'alarmRangeSeconds', count: ofEach([METRIC_ALARM], (alarm) => rangeOf(alarm, (period) => period < HOUR_SECONDS), 'evaluationPeriods'), suggestion: 'shorten the window, or use a period of an hour' },
    { limit: 'alarmLongRangeSeconds', count: ofEach([METRIC_ALARM], (alarm) => rangeOf(alarm, (period) => period >= HOUR_SECONDS), 'evaluationPeriods'), suggestion: 'shorten the window' },
    { limit: 'mathAlarmMetrics', count: ofEach([METRIC_ALARM], (alarm) => listOf(alarm.properties['Metrics']).filter((metric) => at(metric, 'MetricStat') !== undefined).length, 'metric'), suggestion: 'compare fewer metrics' },
    { limit: 'compositeRule', count: ofEach([COMPOSITE], ({ properties, stack }) => textOf(properties['AlarmRule'], stack).length, 'when'), suggestion: 'split it into composite alarms of its parts, or shorten the names of the alarms' },
    { limit: 'compositeChildren', count: ofEach([COMPOSITE], (alarm) => new Set(childrenOf(alarm)).size, 'when'), suggestion: 'split it into composite alarms of its parts' },
    { limit: 'compositeElements', count: ofEach([COMPOSITE], (alarm) => childrenOf(alarm).length, 'when'), suggestion: 'split it into composite alarms of its parts' },
    { limit: 'compositesPerAlarm', count: together([COMPOSITE], (alarm) => [...new Set(childrenOf(alarm))]), suggestion: 'let composite alarms name composite alarms' },
    { limit: 'muteRuleAlarms', count: ofEach(['AWS::CloudWatch::AlarmMuteRule'], length('MuteTargets', 'AlarmNames'), 'alarms'), suggestion: 'name the composite alarms that notify, or split the window into several' },
    { limit: 'muteRules', count: together(['AWS::CloudWatch::AlarmMuteRule']), suggestion: 'use fewer maintenance windows' },
    { limit: 'anomalyModels', count: together(['AWS::CloudWatch::AnomalyDetector']), suggestion: 'use fewer anomaly alarms, or fixed thresholds' },
    ...DASHBOARD_RULES.map(({ limit, count }): LimitRule => ({ limit, count: ofEachDashboard(limit, count, config), suggestion: 'make two dashboards of it' })),
    { limit: 'metricFiltersPerGroup', count: together(['AWS::Logs::MetricFilter'], groupOf), suggestion: 'switch some off or move them to another log group; a rollup is a second filter' },
    { limit: 'filterPattern', count: ofEach(['AWS::Logs::MetricFilter'], ({ properties, stack }) => textOf(properties['FilterPattern'], stack).length, 'match'), suggestion: 'match fewer values or split the filter' },
    { limit: 'subscriptionFilters', count: together(['AWS::Logs::SubscriptionFilter'], groupOf), suggestion: 'use fewer' },
    { limit: 'logsResourcePolicies', count: together(['AWS::Logs::ResourcePolicy']), suggestion: 'set ownsResourcePolicy: false and let account-baseline own one for all log groups below /aws/events/' },
    { limit: 'logsResourcePolicy', count: ofEach(['AWS::Logs::ResourcePolicy'], ({ properties, stack }) => textOf(properties['PolicyDocument'], stack).length), suggestion: 'use fewer log groups' },
    { limit: 'savedQueries', count: together(['AWS::Logs::QueryDefinition']), suggestion: 'switch some off' },
    { limit: 'queryLogGroups', count: ofEach(['AWS::Logs::QueryDefinition'], length('LogGroupNames'), 'groups'), suggestion: 'name fewer log groups' },
    { limit: 'customDataIdentifiers', count: blaming('logs.masking.customIdentifiers', ofEach(['AWS::Logs::LogGroup'], length('DataProtectionPolicy', 'Configuration', 'CustomDataIdentifier'))), suggestion: 'join expressions with | in logs.masking.customIdentifiers' },
    { limit: 'contributorRules', count: together(['AWS::CloudWatch::InsightRule']), suggestion: 'switch some off, or ask AWS for a higher quota' },
    { limit: 'topicPolicyStatements', count: ofEach(['AWS::SNS::TopicPolicy'], length('PolicyDocument', 'Statement')), suggestion: 'use fewer publishers' },
    { limit: 'topicPolicyBytes', count: ofEach(['AWS::SNS::TopicPolicy'], size('PolicyDocument')), suggestion: 'use fewer publishers' },
    { limit: 'samplingRules', count: together(['AWS::XRay::SamplingRule']), suggestion: 'join rules by wildcards, or ask AWS for a higher quota' },
    { limit: 'traceGroups', count: together(['AWS::XRay::Group']), suggestion: 'switch some off, or ask AWS for a higher quota' },
    { limit: 'canaries', count: together([CANARY]), suggestion: 'join checks into the steps of one transaction, or ask AWS for a higher quota' },
    { limit: 'functionEnvironment', count: ofEach([FUNCTION, CANARY], environmentBytes), suggestion: 'shorten the settings that the function is given' },
    { limit: 'eventPattern', count: ofEach([RULE], size('EventPattern')), suggestion: 'split the rule into two' },
    { limit: 'eventRules', count: together([RULE], ({ properties, stack }) => [`bus ${textOf(properties['EventBusName'] ?? 'default', stack)}`]), suggestion: 'join rules with the same target' },
    { limit: 'eventRuleTargets', count: ofEach([RULE], length('Targets')), suggestion: 'notify fewer' },
    { limit: 'keyPolicy', count: ofEach(['AWS::KMS::Key'], size('KeyPolicy')), suggestion: 'spread the log groups over several keys of encryption.keys' },
    { limit: 'rolePolicies', count: ofEach(['AWS::IAM::Role'], rolePolicies), suggestion: 'let the role reach fewer resources' },
    { limit: 'resourceTags', count: (resources) => resources.all.map((resource) => ({ found: tagsOf(resource), paths: ['tags'], of: resource.type, region: resource.stack.region })), suggestion: 'use fewer tags; each resource has some of its own' },
    { limit: 'stackOutputs', count: ofEachStack('stackOutputs', ({ template }) => Object.keys(objectOf(template['Outputs'])).length, () => ({ path: 'outputs' })), suggestion: 'use fewer log groups and dashboards in one file' },
    { limit: 'stackResources', count: ofEachStack('stackResources', ({ template }) => Object.keys(objectOf(template['Resources'])).length, (stack) => overflowOf(config, stack)), suggestion: '' },
    { limit: 'templateBytes', count: ofEachStack('templateBytes', ({ templateBytes }) => templateBytes, (stack) => overflowOf(config, stack)), suggestion: '' },
  ];
}

const HOUR_SECONDS = 3600;

/** The limits without a rule, and why nothing of a config exceeds them. */
export const WITHOUT_RULE = {
  alarmName: 'names are checked where they are made, with the name they share',
  metricDimensions: 'the loader',
  dimensionValue: 'the loader, at the 255 characters that CDK takes',
  warmUpMinutes: 'no section sets it',
  logAlarmGroups: 'no section makes log alarms',
  putAlarmPerSecond: 'a rate: CloudFormation retries',
  metricsInsightsAlarms: 'no section makes them',
  dashboardColumns: 'the loader',
  dashboardName: 'the loader',
  metricFilterDimensions: 'the loader',
  filterRegexes: 'every text in a pattern is quoted, which makes it no regular expression',
  logEventBytes: 'of an application',
  customDataIdentifierRegex: 'the loader',
  contributorKeys: 'the loader',
  contributorFilters: 'the loader',
  emfMetrics: 'of an application',
  filterPolicyKeys: 'no section makes filter policies',
  filterPolicyCombinations: 'no section makes filter policies',
  samplingRuleName: 'the loader',
  traceAnnotations: 'of an application',
  canaryTimeoutSeconds: 'the loader',
  opsItemsPerMonth: 'a rate of events',
  metricDataQueries: 'of a caller',
  inlineTemplateBytes: 'templates go through the asset bucket',
} as const satisfies Partial<Record<LimitId, string>>;

const actionsOf = ({ properties }: Resource): number => Math.max(...['AlarmActions', 'OKActions', 'InsufficientDataActions'].map((state) => listOf(properties[state]).length));

/** Seconds that an alarm looks back, when its period is one of these. */
function rangeOf({ properties }: Resource, isMeant: (periodSeconds: number) => boolean): number {
  const periods = [properties, ...listOf(properties['Metrics']).map((metric) => at(metric, 'MetricStat'))].map((part) => Number(at(part, 'Period') ?? 0));
  const period = Math.max(...periods);
  return isMeant(period) ? period * Number(properties['EvaluationPeriods'] ?? 0) : 0;
}

/** Names of the alarms in a rule, one for each time they stand in it: they are what stands in quotes. */
function childrenOf({ properties, stack }: Resource): readonly string[] {
  return [...textOf(properties['AlarmRule'], stack).matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
}

const groupOf = ({ properties, stack }: Resource): readonly string[] => {
  const { Ref: logicalId } = objectOf(properties['LogGroupName']);
  const name = typeof logicalId === 'string' ? at(stack.template, 'Resources', logicalId, 'Properties', 'LogGroupName') : properties['LogGroupName'];
  return [`log group ${textOf(name, stack)}`];
};

function environmentBytes({ properties }: Resource): number {
  const variables = objectOf(at(properties, 'Environment', 'Variables') ?? at(properties, 'RunConfig', 'EnvironmentVariables'));
  return Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)), 0);
}

const rolePolicies = ({ properties }: Resource): number => listOf(properties['Policies']).reduce<number>((sum, policy) => sum + jsonLength(at(policy, 'PolicyDocument')), 0);

/** Tags are a list, or an object for some types. */
const tagsOf = ({ properties: { Tags: tags } }: Resource): number => (Array.isArray(tags) ? tags.length : Object.keys(objectOf(tags)).length);
