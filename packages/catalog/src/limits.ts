/** Who refuses a value above the limit before it reaches AWS: the CDK construct, the template validator, or nobody but us. */
export type CaughtBy = 'construct' | 'validator' | 'nobody';

export interface Limit {
  readonly what: string;
  /** The highest value allowed. */
  readonly limit: number;
  /** Where a Region has another limit. */
  readonly limitIn?: Readonly<Record<string, number>>;
  readonly unit: string;
  readonly caughtBy: CaughtBy;
  /** Document of AWS that gives it. */
  readonly source: string;
}

const row = (what: string, limit: number, unit: string, caughtBy: CaughtBy, source: string): Limit => ({ what, limit, unit, caughtBy, source });

/** Limits of the AWS services that a configuration can run into, by id. */
export const LIMITS = {
  alarmName: row('alarm name', 255, 'characters', 'validator', 'CloudFormation schema'),
  alarmActions: row('actions for one alarm state', 5, 'actions', 'nobody', 'CloudWatch quotas (2023)'),
  alarmRangeSeconds: row('period × evaluation periods, period below 1 hour', 86_400, 'seconds', 'nobody', 'PutMetricAlarm'),
  alarmLongRangeSeconds: row('period × evaluation periods, period of 1 hour or more', 604_800, 'seconds', 'nobody', 'PutMetricAlarm'),
  mathAlarmMetrics: row('metrics in a math alarm', 10, 'metrics', 'construct', 'alarm guide'),
  metricDimensions: row('dimensions of a metric', 30, 'dimensions', 'construct', 'CloudWatch quotas'),
  dimensionValue: row('value of a dimension', 1024, 'characters', 'validator', 'CloudWatch quotas'),
  warmUpMinutes: row('warm-up of an alarm', 2880, 'minutes', 'validator', 'CloudFormation schema'),
  compositeRule: row('rule of a composite alarm', 10_240, 'characters', 'construct', 'CloudFormation schema'),
  compositeChildren: row('children of a composite alarm', 100, 'alarms', 'nobody', 'composite alarm guide'),
  compositeElements: row('elements in the rule of a composite alarm', 500, 'elements', 'nobody', 'composite alarm guide'),
  compositesPerAlarm: row('composite alarms that name one alarm', 150, 'alarms', 'nobody', 'composite alarm guide'),
  muteRuleAlarms: row('alarms a mute rule names', 100, 'alarms', 'construct', 'AlarmMuteRule'),
  muteRules: row('mute rules in a Region', 2000, 'rules', 'nobody', 'AlarmMuteRule'),
  logAlarmGroups: row('log groups of a log alarm', 50, 'log groups', 'validator', 'CloudFormation schema'),
  putAlarmPerSecond: row('PutMetricAlarm calls', 3, 'calls a second', 'nobody', 'CloudWatch quotas'),
  metricsInsightsAlarms: row('Metrics Insights alarms in a Region', 200, 'alarms', 'nobody', 'CloudWatch quotas'),
  anomalyModels: row('anomaly models in a Region', 500, 'models', 'nobody', 'CloudWatch quotas (2023)'),
  dashboardWidgets: row('widgets of a dashboard', 500, 'widgets', 'nobody', 'CloudWatch quotas'),
  widgetMetrics: row('metrics of a widget', 500, 'metrics', 'nobody', 'CloudWatch quotas'),
  dashboardMetrics: row('metrics of a dashboard', 2500, 'metrics', 'nobody', 'CloudWatch quotas'),
  dashboardVariables: row('variables of a dashboard', 25, 'variables', 'nobody', 'dashboard body syntax'),
  dashboardColumns: row('columns of the grid', 24, 'columns', 'construct', 'dashboard body syntax'),
  dashboardName: row('dashboard name', 255, 'characters', 'construct', 'dashboard body syntax'),
  metricFilterDimensions: row('dimensions of a metric filter', 3, 'dimensions', 'construct', 'PutMetricFilter'),
  metricFiltersPerGroup: row('metric filters of a log group', 100, 'filters', 'nobody', 'PutMetricFilter'),
  filterPattern: row('pattern of a metric filter', 1024, 'characters', 'nobody', 'PutMetricFilter'),
  filterRegexes: row('regular expressions in a filter pattern', 2, 'expressions', 'nobody', 'PutMetricFilter'),
  subscriptionFilters: row('subscription filters of a log group', 2, 'filters', 'nobody', 'CloudWatch Logs quotas'),
  logsResourcePolicies: row('Logs resource policies of an account and Region', 10, 'policies', 'nobody', 'CloudWatch Logs quotas'),
  logsResourcePolicy: row('a Logs resource policy', 5120, 'characters', 'nobody', 'PutResourcePolicy'),
  logEventBytes: row('log event, EMF document', 1_048_576, 'bytes', 'nobody', 'CloudWatch Logs quotas'),
  savedQueries: row('saved Logs Insights queries', 1000, 'queries', 'nobody', 'CloudWatch Logs quotas'),
  queryLogGroups: row('log groups of a Logs Insights query', 50, 'log groups', 'nobody', 'CloudWatch Logs quotas'),
  customDataIdentifiers: row('custom identifiers of a data protection policy', 10, 'identifiers', 'nobody', 'data protection guide'),
  customDataIdentifierRegex: row('regular expression of a custom identifier', 200, 'characters', 'nobody', 'data protection guide'),
  contributorRules: row('Contributor Insights rules', 100, 'rules', 'nobody', 'Contributor Insights rule syntax'),
  contributorKeys: row('keys of a Contributor Insights rule', 4, 'keys', 'nobody', 'Contributor Insights rule syntax'),
  contributorFilters: row('filters of a Contributor Insights rule', 4, 'filters', 'nobody', 'Contributor Insights rule syntax'),
  emfMetrics: row('metrics of an EMF document', 100, 'metrics', 'nobody', 'EMF specification'),
  filterPolicyKeys: row('keys of an SNS filter policy', 5, 'keys', 'construct', 'SNS guide'),
  filterPolicyCombinations: row('combinations of an SNS filter policy', 150, 'combinations', 'construct', 'SNS guide'),
  topicPolicyBytes: row('policy of a topic', 30_720, 'bytes', 'nobody', 'SNS guide'),
  topicPolicyStatements: row('statements of a topic policy', 100, 'statements', 'nobody', 'SNS guide'),
  samplingRuleName: row('name of an X-Ray sampling rule', 32, 'characters', 'validator', 'X-Ray guide'),
  samplingRules: row('X-Ray sampling rules of a Region', 25, 'rules', 'nobody', 'X-Ray guide'),
  traceGroups: row('X-Ray groups of a Region', 25, 'groups', 'nobody', 'X-Ray guide'),
  traceAnnotations: row('annotations of a trace', 50, 'annotations', 'nobody', 'X-Ray guide'),
  canaryTimeoutSeconds: row('timeout of a canary', 840, 'seconds', 'construct', 'CDK, CloudFormation schema'),
  canaries: {
    ...row('canaries of a Region', 500, 'canaries', 'nobody', 'Synthetics quotas'),
    limitIn: { 'us-east-1': 300, 'ap-northeast-1': 300, 'ap-east-2': 200 },
  },
  functionEnvironment: row('environment variables of a function or canary', 4096, 'bytes', 'nobody', 'Lambda quotas'),
  eventPattern: row('pattern of an EventBridge rule', 2048, 'characters', 'nobody', 'EventBridge quotas'),
  eventRules: row('EventBridge rules on a bus', 300, 'rules', 'nobody', 'EventBridge quotas'),
  eventRuleTargets: row('targets of an EventBridge rule', 5, 'targets', 'validator', 'CloudFormation schema'),
  opsItemsPerMonth: row('OpsItems created in a Region', 10_000, 'items a month', 'nobody', 'OpsCenter guide'),
  metricDataQueries: row('queries of a GetMetricData call', 500, 'queries', 'nobody', 'CloudWatch concepts'),
  keyPolicy: row('policy of a key', 32_768, 'bytes', 'nobody', 'KMS quotas'),
  rolePolicies: row('inline policies of a role', 10_240, 'characters', 'nobody', 'IAM quotas'),
  resourceTags: row('tags of a resource', 50, 'tags', 'nobody', 'Resource Groups Tagging API'),
  stackOutputs: row('outputs of a stack', 200, 'outputs', 'nobody', 'CloudFormation quotas'),
  stackResources: row('resources of a stack', 500, 'resources', 'construct', 'CloudFormation quotas'),
  inlineTemplateBytes: row('template passed inline', 51_200, 'bytes', 'nobody', 'CloudFormation quotas'),
  templateBytes: row('template passed by S3', 1_048_576, 'bytes', 'nobody', 'CloudFormation quotas'),
} as const satisfies Record<string, Limit>;

export type LimitId = keyof typeof LIMITS;
