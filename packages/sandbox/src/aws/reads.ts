import { pageOf } from './cloudformation/paging';
import { isLive, standing, type ResourceState, type StackState } from './cloudformation/stack-state';
import { AwsError } from './errors';
import { authorize, type Caller } from './iam/authorize';
import { requireText, text, texts } from './params';
import { type Answer, type Params } from './query-protocol';
import { type ExistingResource, type State } from './state';

/** A read of what stacks have made. */
export type ReadRequest = { readonly state: State; readonly caller: Caller; readonly region: string; readonly params: Params };

type Read = {
  readonly permission: string;
  readonly resource: (request: ReadRequest) => string;
  readonly run: (request: ReadRequest) => Answer;
};

type Found = Pick<ResourceState, 'physicalId' | 'properties' | 'attributes' | 'timestamp'>;

const arn = (service: string, request: ReadRequest, resource: string): string => `arn:aws:${service}:${request.region}:${request.caller.accountId}:${resource}`;
const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Subscriptions a page of ListSubscriptionsByTopic, and alarms one of DescribeAlarms unless asked for more. */
const SUBSCRIPTIONS_PAGE = 100;
const ALARMS_PAGE = 50;
const ALARM_TYPES = { MetricAlarm: 'AWS::CloudWatch::Alarm', CompositeAlarm: 'AWS::CloudWatch::CompositeAlarm' };

// until somebody answers the confirmation mail
const isPending = ({ Protocol, PendingConfirmation }: Readonly<Record<string, unknown>>): boolean => /^email/.test(string(Protocol) ?? '') && PendingConfirmation !== 'false';

/** Reads by service (signing name) and action. */
const READS: Record<string, Record<string, Read>> = {
  ssm: {
    GetParameter: {
      permission: 'ssm:GetParameter',
      resource: (request) => arn('ssm', request, `parameter/${requireText(request.params, 'Name').replace(/^\//, '')}`),
      run: (request) => ({ Parameter: parameter(request, requireText(request.params, 'Name')) }),
    },
  },
  logs: {
    DescribeLogGroups: {
      permission: 'logs:DescribeLogGroups',
      resource: (request) => arn('logs', request, 'log-group::log-stream:'),
      run: (request) => {
        const prefix = text(request.params, 'logGroupNamePrefix') ?? '';
        const groups = found(request, 'AWS::Logs::LogGroup').filter(({ physicalId }) => physicalId.startsWith(prefix));
        return {
          logGroups: groups.map(({ physicalId, properties, timestamp }) => ({
            logGroupName: physicalId,
            arn: arn('logs', request, `log-group:${physicalId}:*`),
            logGroupArn: arn('logs', request, `log-group:${physicalId}`),
            creationTime: Date.parse(timestamp),
            retentionInDays: properties['RetentionInDays'] === undefined ? undefined : Number(properties['RetentionInDays']),
            kmsKeyId: string(properties['KmsKeyId']),
            metricFilterCount: found(request, 'AWS::Logs::MetricFilter').filter((filter) => filter.properties['LogGroupName'] === physicalId).length,
          })),
        };
      },
    },
    DescribeResourcePolicies: {
      permission: 'logs:DescribeResourcePolicies',
      resource: () => '*',
      run: (request) => ({
        resourcePolicies: found(request, 'AWS::Logs::ResourcePolicy').map(({ physicalId, properties }) => ({ policyName: physicalId, policyDocument: string(properties['PolicyDocument']) })),
      }),
    },
  },
  sns: {
    ListSubscriptionsByTopic: {
      permission: 'sns:ListSubscriptionsByTopic',
      resource: (request) => requireText(request.params, 'TopicArn'),
      run: (request) => {
        const topicArn = requireText(request.params, 'TopicArn');
        if (!found(request, 'AWS::SNS::Topic').some(({ physicalId }) => physicalId === topicArn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
        const subscriptions = found(request, 'AWS::SNS::Subscription').filter(({ properties }) => properties['TopicArn'] === topicArn);
        const { items, nextToken } = pageOf(subscriptions, SUBSCRIPTIONS_PAGE, text(request.params, 'NextToken'));
        return {
          NextToken: nextToken,
          Subscriptions: items.map(({ physicalId, properties }) => ({
            SubscriptionArn: isPending(properties) ? 'PendingConfirmation' : physicalId,
            Owner: request.caller.accountId,
            Protocol: string(properties['Protocol']),
            Endpoint: string(properties['Endpoint']),
            TopicArn: topicArn,
          })),
        };
      },
    },
  },
  monitoring: {
    DescribeAlarms: {
      permission: 'cloudwatch:DescribeAlarms',
      resource: (request) => arn('cloudwatch', request, 'alarm:any-alarm-of-this-account'),
      run: (request) => {
        const names = texts(request.params, 'AlarmNames');
        const prefix = text(request.params, 'AlarmNamePrefix') ?? '';
        const isAsked = ({ physicalId }: Found) => physicalId.startsWith(prefix) && (names === undefined || names.length === 0 || names.includes(physicalId));
        const alarm = ({ physicalId, properties, attributes }: Found): Answer => ({
          ...(properties as Answer),
          AlarmName: physicalId,
          AlarmArn: string(attributes['Arn']),
          StateValue: 'INSUFFICIENT_DATA',
          ActionsEnabled: properties['ActionsEnabled'] !== false && properties['ActionsEnabled'] !== 'false',
        });
        // without types only metric alarms are told
        const types = texts(request.params, 'AlarmTypes') ?? ['MetricAlarm'];
        const asked = Object.entries(ALARM_TYPES).flatMap(([type, resourceType]) => (types.includes(type) ? found(request, resourceType).filter(isAsked).map((one) => ({ type, one })) : []));
        const { items, nextToken } = pageOf(asked, Number(text(request.params, 'MaxRecords') ?? ALARMS_PAGE), text(request.params, 'NextToken'));
        const told = (wanted: string) => items.filter(({ type }) => type === wanted).map(({ one }) => alarm(one));
        return { MetricAlarms: told('MetricAlarm'), CompositeAlarms: told('CompositeAlarm'), NextToken: nextToken };
      },
    },
  },
  cloudtrail: {
    // what is looked at after a failed deployment; the sandbox records no trail
    LookupEvents: { permission: 'cloudtrail:LookupEvents', resource: () => '*', run: () => ({ Events: [] }) },
  },
};

/** Answers a read, after the caller's permission for it; throws for what the sandbox does not have. */
export async function read(service: string, action: string, request: ReadRequest): Promise<Answer> {
  const found = READS[service]?.[action];
  if (found === undefined) throw new AwsError('UnknownOperationException', `The sandbox has no ${service}:${action}`);
  const { state, caller, region } = request;
  await authorize(state, caller, { action: found.permission, resource: found.resource(request), region });
  return found.run(request);
}

function parameter(request: ReadRequest, name: string): Answer {
  const parameter = found(request, 'AWS::SSM::Parameter').find(({ physicalId }) => physicalId === name);
  if (parameter === undefined) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
  return {
    Name: name,
    Type: string(parameter.properties['Type']),
    Value: string(parameter.properties['Value']),
    Version: 1,
    ARN: string(parameter.attributes['Arn']),
    LastModifiedDate: Date.parse(parameter.timestamp) / 1000,
  };
}

/** The resources of a type in the caller's account and Region, of stacks and outside of them. */
export function found({ state, caller, region }: Omit<ReadRequest, 'params'>, type: string): Found[] {
  const here = ({ accountId, region: where }: StackState | ExistingResource) => accountId === caller.accountId && where === region;
  const edits = state.parts.edits.filter((edit) => edit.accountId === caller.accountId && edit.region === region);
  const asItIs = <T extends Pick<Found, 'physicalId' | 'properties'>>(resource: T): T => ({ ...resource, properties: Object.assign({}, resource.properties, ...edits.filter(({ physicalId }) => physicalId === resource.physicalId).map(({ properties }) => properties)) as T['properties'] });
  const existing = state.parts.existing.filter((resource) => here(resource) && resource.type === type);
  return [
    ...state.stacks.filter((stack) => here(stack) && isLive(stack)).flatMap(standing).filter((resource) => resource.type === type).map(asItIs),
    ...existing.map(({ physicalId, properties }) => ({ physicalId, properties, attributes: {}, timestamp: new Date(0).toISOString() })),
  ];
}

