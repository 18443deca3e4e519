import { nameTextOf, type Scope } from '../alerting/scope';
import { readableText } from '../intrinsics';
import { statedName, type Resource } from '../template';
import type { Subject } from './rule';

/** A resource that holds a physical name. */
export interface Owner {
  readonly stackId: string;
  readonly logicalId: string;
  readonly resource: Resource;
}

/** Who holds which physical name on each side, over all stacks. */
export interface Owners {
  readonly before: ReadonlyMap<string, readonly Owner[]>;
  readonly after: ReadonlyMap<string, readonly Owner[]>;
  /** Names of dashboards that are there before and not after. */
  readonly goneDashboards: ReadonlySet<string>;
}

/** Types whose name alone tells one from another within an account and Region, and what a reader calls them. */
export const NAMED: Readonly<Partial<Record<string, string>>> = {
  'AWS::CloudWatch::Alarm': 'Alarm',
  'AWS::CloudWatch::CompositeAlarm': 'Composite alarm',
  'AWS::CloudWatch::LogAlarm': 'Log alarm',
  'AWS::CloudWatch::Dashboard': 'Dashboard',
  'AWS::CloudWatch::MetricStream': 'Metric stream',
  'AWS::CloudWatch::InsightRule': 'Contributor Insights rule',
  'AWS::CloudWatch::AlarmMuteRule': 'Mute rule',
  'AWS::Logs::LogGroup': 'Log group',
  'AWS::SNS::Topic': 'Topic',
  'AWS::SQS::Queue': 'Queue',
  'AWS::S3::Bucket': 'Bucket',
  'AWS::DynamoDB::Table': 'Table',
  'AWS::Kinesis::Stream': 'Stream',
  'AWS::KinesisFirehose::DeliveryStream': 'Delivery stream',
  'AWS::Lambda::Function': 'Function',
  'AWS::CloudTrail::Trail': 'Trail',
  'AWS::Synthetics::Canary': 'Canary',
  'AWS::Events::Rule': 'Event rule',
  'AWS::Events::EventBus': 'Event bus',
  'AWS::Events::Archive': 'Event archive',
  'AWS::Budgets::Budget': 'Budget',
  'AWS::IAM::Role': 'Role',
  'AWS::KMS::Alias': 'Key alias',
  'AWS::SecretsManager::Secret': 'Secret',
  'AWS::SSM::Parameter': 'Parameter',
  'AWS::ECR::Repository': 'Repository',
  'AWS::RDS::DBInstance': 'Database',
  'AWS::RDS::DBCluster': 'Database cluster',
  'AWS::XRay::Group': 'X-Ray group',
  'AWS::XRay::SamplingRule': 'Sampling rule',
};

/** Reads the names of all stacks once. */
export function ownersOf(subjects: readonly Subject[]): Owners {
  const [before, after] = [new Map<string, Owner[]>(), new Map<string, Owner[]>()];
  for (const subject of subjects) {
    for (const [resources, owners] of [[subject.before, before], [subject.after, after]] as const) {
      for (const [logicalId, resource] of resources) {
        const key = nameKey(logicalId, resource, scopeOf(subject, resources));
        if (key === undefined) continue;
        const owner = { stackId: subject.stack.stackId, logicalId, resource };
        const known = owners.get(key);
        if (known) known.push(owner);
        else owners.set(key, [owner]);
      }
    }
  }
  const left = new Set(dashboardsOf(after));
  return { before, after, goneDashboards: new Set(dashboardsOf(before).filter((name) => !left.has(name))) };
}

function dashboardsOf(owners: ReadonlyMap<string, readonly Owner[]>): string[] {
  return [...owners.values()].flat().flatMap(({ resource }) => (resource.type === 'AWS::CloudWatch::Dashboard' ? [readableText(statedName(resource))] : []));
}

/** The same for resources that cannot exist beside each other; undefined where CloudFormation makes up the name. */
export function nameKey(logicalId: string, resource: Resource, scope: Scope): string | undefined {
  if (NAMED[resource.type] === undefined || statedName(resource) === undefined) return undefined;
  const bus = resource.type === 'AWS::Events::Rule' ? JSON.stringify(resource.properties['EventBusName'] ?? 'default') : '';
  return JSON.stringify([resource.type, scope.region, scope.account, bus, nameTextOf(logicalId, scope)]);
}

/** The scope of one side of a stack. */
export function scopeOf({ stack: { stackId, stackName, region, account } }: Subject, resources: ReadonlyMap<string, Resource>): Scope {
  return { stackId, stackName, region, account, resources };
}
