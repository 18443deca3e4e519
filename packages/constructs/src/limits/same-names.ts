import type { LimitProblem } from '../limit-error';
import { at, type Resource, type Resources, textOf } from './synthesized';

type NamePath = readonly [string, ...string[]];

interface Named {
  readonly types: readonly string[];
  /** Property that AWS knows the resource by. */
  readonly name: NamePath;
  /** Property that says within what the name must be unique. @default the account and Region */
  readonly within?: NamePath;
  /** One name for all Regions of the account. */
  readonly everyRegion?: true;
}

const NAMED: readonly Named[] = [
  { types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'], name: ['AlarmName'] },
  { types: ['AWS::CloudWatch::AlarmMuteRule'], name: ['Name'] },
  { types: ['AWS::CloudWatch::Dashboard'], name: ['DashboardName'], everyRegion: true },
  { types: ['AWS::CloudWatch::InsightRule'], name: ['RuleName'] },
  { types: ['AWS::CloudWatch::MetricStream'], name: ['Name'] },
  { types: ['AWS::Logs::LogGroup'], name: ['LogGroupName'] },
  { types: ['AWS::Logs::MetricFilter'], name: ['FilterName'], within: ['LogGroupName'] },
  { types: ['AWS::Logs::QueryDefinition'], name: ['Name'] },
  { types: ['AWS::Logs::ResourcePolicy'], name: ['PolicyName'] },
  { types: ['AWS::SNS::Topic'], name: ['TopicName'] },
  { types: ['AWS::SQS::Queue'], name: ['QueueName'] },
  { types: ['AWS::Lambda::Function'], name: ['FunctionName'] },
  { types: ['AWS::Events::EventBus'], name: ['Name'] },
  { types: ['AWS::Events::Rule'], name: ['Name'], within: ['EventBusName'] },
  { types: ['AWS::Synthetics::Canary'], name: ['Name'] },
  { types: ['AWS::XRay::SamplingRule'], name: ['SamplingRule', 'RuleName'] },
  { types: ['AWS::XRay::Group'], name: ['GroupName'] },
  { types: ['AWS::CloudTrail::Trail'], name: ['TrailName'] },
  { types: ['AWS::Kinesis::Stream'], name: ['Name'] },
  { types: ['AWS::DynamoDB::Table'], name: ['TableName'] },
  { types: ['AWS::S3::Bucket'], name: ['BucketName'], everyRegion: true },
  { types: ['AWS::Budgets::Budget'], name: ['Budget', 'BudgetName'], everyRegion: true },
];

/** Resources with one and the same name: the second cannot be created, or overwrites the first. */
export function sameNames(resources: Resources): readonly LimitProblem[] {
  return NAMED.flatMap((named) => {
    const first = new Map<string, Resource>();
    return resources.ofTypes(named.types).flatMap((resource): LimitProblem[] => {
      const name = at(resource.properties, ...named.name);
      if (name === undefined) return [];
      const text = textOf(name, resource.stack);
      const key = [text, placeOf(resource, named)].join(' ');
      const other = first.get(key);
      if (other) return [{ path: pathOf(resource), message: `"${text}" is the name of ${pathOf(other)} too`, suggestion: 'give each a name of its own' }];
      first.set(key, resource);
      return [];
    });
  });
}

const placeOf = ({ properties, stack }: Resource, { within, everyRegion }: Named): string =>
  [everyRegion ? '' : stack.region, within ? textOf(at(properties, ...within) ?? '', stack) : ''].join(' ');

const pathOf = ({ source, stack }: Resource): string => source?.path ?? `stack ${stack.stackName}`;
