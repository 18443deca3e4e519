import type { ReviewInput, StackInput, Template } from '../src/index';

type Properties = Readonly<Record<string, unknown>>;

export interface ResourceOptions {
  readonly section?: string;
  readonly path?: string;
  readonly attributes?: Properties;
}

/** A template of the given resources, and of other parts if given. */
export function template(resources: Readonly<Record<string, unknown>>, parts: Properties = {}): Template {
  return { ...parts, Resources: resources };
}

/** A resource with its origin written into Metadata, as the constructs do it. */
export function resource(type: string, properties: Properties = {}, { section, path, attributes }: ResourceOptions = {}): Properties {
  const metadata = section === undefined ? {} : { Metadata: { 'payment-observability': { section, path }, 'aws:cdk:path': `Stack/${path}/Resource` } };
  return { Type: type, Properties: properties, ...attributes, ...metadata };
}

/** An alarm on a p99 latency above 500, breaching without data, that pages. */
export function alarm(properties: Properties = {}, path = 'alarms.apiLatencyHigh'): Properties {
  return resource('AWS::CloudWatch::Alarm', { ...ALARM, ...properties }, { section: 'alarms', path });
}

export const ALARM = {
  AlarmName: 'acme-prod-api-latency',
  Namespace: 'Payments/prod',
  MetricName: 'APILatency',
  ExtendedStatistic: 'p99',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 500,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'breaching',
  AlarmActions: [{ Ref: 'CriticalTopic' }],
  OKActions: [{ Ref: 'CriticalTopic' }],
};

/** A log group that is kept for 400 days. */
export function logGroup(properties: Properties = {}, attributes: Properties = {}): Properties {
  return resource('AWS::Logs::LogGroup', { LogGroupName: '/aws/payment/prod/processing', RetentionInDays: 400, ...properties }, { section: 'logs', path: 'logs.groups.processing', attributes });
}

/** The stack `home`, compared with what is deployed. */
export function stack(before: Template | undefined, after: Template | undefined, rest: Partial<StackInput> = {}): StackInput {
  return { stackId: 'home', stackName: 'acme-prod', region: 'eu-west-1', after, baselineKind: before ? 'deployed' : 'none', ...(before ? { before } : {}), ...rest };
}

export function input(stacks: readonly StackInput[], rest: Partial<ReviewInput> = {}): ReviewInput {
  return { name: 'card-acquiring', environment: 'production', template: 'payment-platform', actionVersion: '1.0.0', stacks, ...rest };
}
