import { isObject, type Json } from '../property/file';
import { objectsIn, planting, removal, type Mutation, type Place, type Planting, type ResourceJson } from './planting';

/** Where a type holds its policy. */
const POLICIES: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::Logs::ResourcePolicy': 'PolicyDocument',
};

const WATCHERS = ['AWS::Events::Rule', 'AWS::Synthetics::Canary', 'AWS::Logs::MetricFilter', 'AWS::SNS::Subscription', 'AWS::Lambda::EventSourceMapping', 'AWS::Budgets::Budget'];
const LESSER_WATCHERS = ['AWS::CloudWatch::AnomalyDetector', 'AWS::CloudWatch::MetricStream', 'AWS::CloudWatch::Dashboard', 'AWS::CloudWatch::InsightRule', 'AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::Logs::ResourcePolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy'];

/** Services that alerts pass through; whatever they may no longer do on a topic or its key stops alerts. */
const PUBLISHERS = ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'budgets.amazonaws.com'];

function statementsOf(resource: ResourceJson): Json[] {
  const policy = resource.Properties[POLICIES[resource.Type] ?? ''];
  const document: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy;
  return isObject(document) ? objectsIn(document['Statement']) : [];
}

function withStatements(at: Place, what: string, severity: Planting['severity'], change: (statements: Json[]) => Json[]): Planting {
  return planting(at, what, severity, (properties, resource) => {
    const key = POLICIES[resource.Type] ?? '';
    const policy = properties[key];
    const document = { ...((typeof policy === 'string' ? JSON.parse(policy) : policy) as Json), Statement: change(statementsOf(resource)) };
    properties[key] = typeof policy === 'string' ? JSON.stringify(document) : document;
  });
}

const nameOf = ({ Sid: sid }: Json, index: number): string => (typeof sid === 'string' ? sid : `number ${index}`);

/** Whether the service sends alerts through the topic to somebody; of a topic without subscriber nothing can be lost. */
function isUsedBy(service: string, { Resources }: Place['template'], topic: string): boolean {
  const isHeard = Object.values(Resources).some(({ Type, Properties }) => Type === 'AWS::SNS::Subscription' && JSON.stringify(Properties['TopicArn']).includes(topic));
  const senders = Object.values(Resources).filter(({ Type }) => USERS[service]?.types.includes(Type));
  return isHeard && senders.some(({ Properties }) => JSON.stringify(Properties[USERS[service]?.property ?? ''] ?? '').includes(topic));
}

/** Topics that carry nothing but the all-clear: what stops it must be seen, and need not block. */
function isUsedForAlarms(template: Place['template'], topic: string): boolean {
  return isUsedBy('cloudwatch.amazonaws.com', template, topic);
}

const USERS: Readonly<Record<string, { readonly types: readonly string[]; readonly property: string }>> = {
  'cloudwatch.amazonaws.com': { types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'], property: 'AlarmActions' },
  'events.amazonaws.com': { types: ['AWS::Events::Rule'], property: 'Targets' },
  'budgets.amazonaws.com': { types: ['AWS::Budgets::Budget'], property: 'NotificationsWithSubscribers' },
};

const serviceOf = ({ Principal: principal }: Json): string => (isObject(principal) ? String(principal['Service']) : '');

/** A statement whose loss stops an alert that is sent today must block; any other loss must be seen. */
function severityWithout(statement: Json, resource: ResourceJson, { template, logicalId }: Place): Planting['severity'] {
  const service = serviceOf(statement);
  if (statement['Effect'] !== 'Allow' || !PUBLISHERS.includes(service)) return 'attention';
  const topics = resource.Type === 'AWS::SNS::TopicPolicy' ? objectsIn(resource.Properties['Topics']).map(({ Ref: ref }) => String(ref)) : [];
  const encrypted = resource.Type === 'AWS::KMS::Key' ? Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => (Type === 'AWS::SNS::Topic' && JSON.stringify(Properties['KmsMasterKeyId']).includes(logicalId) ? [id] : [])) : [];
  return [...topics, ...encrypted].some((topic) => isUsedBy(service, template, topic)) ? 'blocking' : 'attention';
}

const topicOf = ({ Properties: { TopicArn: topic } }: ResourceJson): string => (isObject(topic) ? String(topic['Ref']) : String(topic));

const graveOn = ({ template }: Place, topic: string): Planting['severity'] => (isUsedForAlarms(template, topic) ? 'blocking' : 'attention');

const roleStatements = ({ Properties: { Policies: policies } }: ResourceJson): { policy: number; statement: number; name: string }[] =>
  objectsIn(policies).flatMap(({ PolicyDocument: document }, policy) => (isObject(document) ? objectsIn(document['Statement']).map((entry, statement) => ({ policy, statement, name: JSON.stringify(entry['Action']) })) : []));

export const DELIVERY_MUTATIONS: readonly Mutation[] = [
  { kind: 'watcher removed', types: WATCHERS, plant: (_, at) => [removal(at, 'blocking')] },
  { kind: 'helper of a watcher removed', types: LESSER_WATCHERS, plant: (_, at) => [removal(at, 'attention')] },
  {
    kind: 'policy statement removed',
    types: Object.keys(POLICIES),
    plant: (resource, at) =>
      statementsOf(resource).map((statement, index) => withStatements(at, `without the statement ${nameOf(statement, index)}`, severityWithout(statement, resource, at), (statements) => statements.toSpliced(index, 1))),
  },
  {
    kind: 'grant conditioned away',
    types: ['AWS::KMS::Key', 'AWS::SNS::TopicPolicy'],
    plant: (resource, at) =>
      statementsOf(resource).flatMap((statement, index) =>
        severityWithout(statement, resource, at) === 'blocking'
          ? [
              withStatements(at, `${nameOf(statement, index)} for another account only`, 'blocking', (statements) =>
                statements.map((each, place) => (place === index ? { ...each, Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } } : each)),
              ),
            ]
          : [],
      ),
  },
  {
    kind: 'publishing denied',
    types: ['AWS::SNS::TopicPolicy'],
    plant: (resource, at) =>
      objectsIn(resource.Properties['Topics'])
        .map(({ Ref: ref }) => String(ref))
        .filter((topic) => JSON.stringify(Object.values(at.template.Resources).filter(({ Type }) => Type === 'AWS::SNS::Subscription')).includes(topic))
        .map((topic) => withStatements(at, 'a Deny for everyone', graveOn(at, topic), (statements) => [...statements, { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*' }])),
  },
  {
    kind: 'topic with the key of SNS',
    types: ['AWS::SNS::Topic'],
    plant: (_, at) => [planting(at, 'alias/aws/sns', 'blocking', (properties) => void (properties['KmsMasterKeyId'] = 'alias/aws/sns'))],
  },
  {
    kind: 'subscription elsewhere',
    types: ['AWS::SNS::Subscription'],
    plant: (_, at) => [planting(at, 'another endpoint', 'attention', (properties) => void (properties['Endpoint'] = 'someone-else@example.com'))],
  },
  {
    kind: 'subscription filtered by attributes',
    types: ['AWS::SNS::Subscription'],
    plant: (resource, at) => [planting(at, 'a filter policy in the default scope', graveOn(at, topicOf(resource)), (properties) => void (properties['FilterPolicy'] = { severity: ['critical'] }))],
  },
  {
    kind: 'subscription filtered by values that never occur',
    types: ['AWS::SNS::Subscription'],
    plant: (resource, at) => [
      planting(at, 'a filter policy on the body', graveOn(at, topicOf(resource)), (properties) => void Object.assign(properties, { FilterPolicyScope: 'MessageBody', FilterPolicy: { NewStateValue: ['CRITICAL'] } })),
    ],
  },
  {
    kind: 'subscription without its dead-letter queue',
    types: ['AWS::SNS::Subscription'],
    plant: ({ Properties }, at) => (Properties['RedrivePolicy'] === undefined ? [] : [planting(at, 'no RedrivePolicy', 'blocking', (properties) => void delete properties['RedrivePolicy'])]),
  },
  {
    kind: 'permission given to another topic',
    types: ['AWS::Lambda::Permission'],
    plant: ({ Properties }, at) =>
      Properties['Principal'] === 'sns.amazonaws.com' ? [planting(at, 'another SourceArn', 'blocking', (properties) => void (properties['SourceArn'] = 'arn:aws:sns:us-east-1:111111111111:another'))] : [],
  },
  {
    kind: 'permission given to another service',
    types: ['AWS::Lambda::Permission'],
    plant: (_, at) => [planting(at, 'another Principal', 'attention', (properties) => void (properties['Principal'] = 's3.amazonaws.com'))],
  },
  {
    kind: 'statement of a role removed',
    types: ['AWS::IAM::Role'],
    plant: (resource, at) =>
      roleStatements(resource).map(({ policy, statement, name }) =>
        planting(at, `without ${name}`, 'attention', (properties) => {
          const document = objectsIn(properties['Policies'])[policy]?.['PolicyDocument'] as Json;
          document['Statement'] = objectsIn(document['Statement']).toSpliced(statement, 1);
        }),
      ),
  },
  {
    kind: 'notifier that may not run',
    types: ['AWS::Lambda::Function'],
    plant: ({ Properties }, at) => (isNotifier(Properties) ? [planting(at, 'no concurrency', 'blocking', (properties) => void (properties['ReservedConcurrentExecutions'] = 0))] : []),
  },
  {
    kind: 'notifier with another secret',
    types: ['AWS::Lambda::Function'],
    plant: ({ Properties }, at) =>
      isNotifier(Properties) ? [planting(at, 'another secret', 'attention', (properties) => void Object.assign((properties['Environment'] as Json)['Variables'] as Json, { WEBHOOK_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:another' }))] : [],
  },
  {
    kind: 'metric filter changed',
    types: ['AWS::Logs::MetricFilter'],
    plant: (_, at) => [
      planting(at, 'another pattern', 'blocking', (properties) => void (properties['FilterPattern'] = 'never')),
      planting(at, 'another metric', 'blocking', (properties) => void Object.assign(objectsIn(properties['MetricTransformations'])[0] ?? {}, { MetricName: 'Planted' })),
      planting(at, 'another value', 'blocking', (properties) => void Object.assign(objectsIn(properties['MetricTransformations'])[0] ?? {}, { MetricValue: '0' })),
      planting(at, 'another log group', 'blocking', (properties) => void (properties['LogGroupName'] = '/planted')),
    ],
  },
  { kind: 'event rule switched off', types: ['AWS::Events::Rule'], plant: (_, at) => [planting(at, 'DISABLED', 'blocking', (properties) => void (properties['State'] = 'DISABLED'))] },
  {
    kind: 'event rule with one target less',
    types: ['AWS::Events::Rule'],
    plant: ({ Properties: { Targets: targets } }, at) => objectsIn(targets).map((_, index) => planting(at, `without target ${index}`, 'attention', (properties) => void (properties['Targets'] = objectsIn(targets).toSpliced(index, 1)))),
  },
  { kind: 'event rule that matches less', types: ['AWS::Events::Rule'], plant: ({ Properties }, at) => (Properties['EventPattern'] === undefined ? [] : [planting(at, 'another pattern', 'attention', (properties) => void (properties['EventPattern'] = { source: ['planted'] }))]) },
  {
    kind: 'budget raised',
    types: ['AWS::Budgets::Budget'],
    plant: (_, at) => [planting(at, 'ten times the limit', 'attention', (properties) => void Object.assign((properties['Budget'] as Json)['BudgetLimit'] as Json, { Amount: 5000 }))],
  },
  {
    kind: 'budget without its subscribers',
    types: ['AWS::Budgets::Budget'],
    plant: (_, at) => [planting(at, 'no subscribers', 'blocking', (properties) => void (properties['NotificationsWithSubscribers'] = []))],
  },
  {
    kind: 'canary that probes less',
    types: ['AWS::Synthetics::Canary'],
    plant: (_, at) => [
      planting(at, 'once a day', 'attention', (properties) => void (properties['Schedule'] = { Expression: 'rate(1 day)' })),
      planting(at, 'not started', 'attention', (properties) => void (properties['StartCanaryAfterCreation'] = false)),
    ],
  },
  { kind: 'Contributor Insights rule switched off', types: ['AWS::CloudWatch::InsightRule'], plant: (_, at) => [planting(at, 'DISABLED', 'blocking', (properties) => void (properties['RuleState'] = 'DISABLED'))] },
  {
    kind: 'metric stream that sends less',
    types: ['AWS::CloudWatch::MetricStream'],
    plant: ({ Properties: { IncludeFilters: filters } }, at) => [planting(at, 'one namespace less', 'attention', (properties) => void (properties['IncludeFilters'] = objectsIn(filters).slice(1)))],
  },
  {
    kind: 'event source mapping weakened',
    types: ['AWS::Lambda::EventSourceMapping'],
    plant: (_, at) => [
      planting(at, 'switched off', 'blocking', (properties) => void (properties['Enabled'] = false)),
      planting(at, 'nowhere for what fails', 'blocking', (properties) => void delete properties['DestinationConfig']),
      planting(at, 'a filter that drops all', 'attention', (properties) => void (properties['FilterCriteria'] = { Filters: [{ Pattern: '{"never":["x"]}' }] })),
    ],
  },
  {
    kind: 'dashboard renamed',
    types: ['AWS::CloudWatch::Dashboard'],
    plant: (_, at) => [planting(at, 'another name', 'attention', (properties) => void (properties['DashboardName'] = 'planted'))],
  },
];

function isNotifier({ Environment: environment }: Json): boolean {
  return JSON.stringify(environment ?? {}).includes('WEBHOOK_SECRET_ARN');
}
