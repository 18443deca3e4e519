import { LIMITS, type Limit, type LimitId } from '@payment-observability/catalog';
import { Resources, type SynthesizedStack } from './synthesized';

/** How many of something an environment makes in a Region of its account, beside what the account may have. */
export interface AccountCount {
  readonly region: string;
  /** For example `metric alarms`. */
  readonly what: string;
  readonly count: number;
  /** What the account may have in the Region by default, all its systems together; undefined when there is no limit. */
  readonly limit?: number;
  /** Document of AWS that gives the limit. */
  readonly source?: string;
}

const COUNTED: readonly { readonly what: string; readonly type: string; readonly limit?: LimitId }[] = [
  { what: 'metric alarms', type: 'AWS::CloudWatch::Alarm' },
  { what: 'composite alarms', type: 'AWS::CloudWatch::CompositeAlarm' },
  { what: 'anomaly models', type: 'AWS::CloudWatch::AnomalyDetector', limit: 'anomalyModels' },
  { what: 'mute rules', type: 'AWS::CloudWatch::AlarmMuteRule', limit: 'muteRules' },
  { what: 'dashboards', type: 'AWS::CloudWatch::Dashboard' },
  { what: 'log groups', type: 'AWS::Logs::LogGroup' },
  { what: 'metric filters', type: 'AWS::Logs::MetricFilter' },
  { what: 'saved queries', type: 'AWS::Logs::QueryDefinition', limit: 'savedQueries' },
  { what: 'Logs resource policies', type: 'AWS::Logs::ResourcePolicy', limit: 'logsResourcePolicies' },
  { what: 'Contributor Insights rules', type: 'AWS::CloudWatch::InsightRule', limit: 'contributorRules' },
  { what: 'sampling rules', type: 'AWS::XRay::SamplingRule', limit: 'samplingRules' },
  { what: 'trace groups', type: 'AWS::XRay::Group', limit: 'traceGroups' },
  { what: 'canaries', type: 'AWS::Synthetics::Canary', limit: 'canaries' },
  { what: 'EventBridge rules', type: 'AWS::Events::Rule', limit: 'eventRules' },
  { what: 'topics', type: 'AWS::SNS::Topic' },
  { what: 'functions', type: 'AWS::Lambda::Function' },
];

/** What the stacks of an environment take of the quotas of its account, for each Region in the order of the stacks; nothing that is not there. */
export function accountCounts(stacks: readonly SynthesizedStack[]): readonly AccountCount[] {
  const regions = [...new Set(stacks.map(({ region }) => region))];
  return regions.flatMap((region) => {
    const resources = new Resources(stacks.filter((stack) => stack.region === region));
    return COUNTED.flatMap(({ what, type, limit: id }): AccountCount[] => {
      const count = resources.ofTypes([type]).length;
      if (count === 0) return [];
      if (id === undefined) return [{ region, what, count }];
      const { limit, limitIn = {}, source }: Limit = LIMITS[id];
      return [{ region, what, count, limit: limitIn[region] ?? limit, source }];
    });
  });
}
