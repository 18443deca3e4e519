import { INVARIANTS, type Resource, type StackJson } from '../src/index';

const SOURCE = { Metadata: { 'payment-observability': { section: 'alarms', path: 'alarms.a' } } };
const stackOf = (resources: Readonly<Record<string, Omit<Resource, 'Metadata'>>>): StackJson => ({
  Resources: Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, { ...SOURCE, ...resource }])),
});
const one = (Type: string, Properties: Readonly<Record<string, unknown>>) => stackOf({ A: { Type, Properties } });

const DESCRIPTION = 'Payments fail. Severity: critical.';
const ALARM = {
  AlarmName: 'payment-dev-errors', AlarmDescription: DESCRIPTION, AlarmActions: ['topic'], OKActions: ['topic'], TreatMissingData: 'notBreaching',
  EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 1, Period: 60, MetricName: 'Errors',
};
const alarm = (change: Readonly<Record<string, unknown>>) => one('AWS::CloudWatch::Alarm', { ...ALARM, ...change });
const composite = (AlarmRule: string) => one('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'payment-dev-all', AlarmDescription: DESCRIPTION, AlarmActions: ['topic'], OKActions: ['topic'], AlarmRule });
const many = (count: number, type: string) => stackOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, { Type: type, Properties: {} }])));
const role = (statement: object) => one('AWS::IAM::Role', { Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } }] });
const dashboard = (widgets: readonly object[]) => one('AWS::CloudWatch::Dashboard', { DashboardName: 'payment-dev', DashboardBody: { 'Fn::Join': ['', ['{"widgets":', JSON.stringify(widgets), '}']] } });
const line = (count: number) => ({ type: 'metric', properties: { metrics: Array.from({ length: count }, () => ['N', 'M']) } });
const PLAIN_POLICY = { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] };
const BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const CALLED = { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { 'Fn::GetAtt': ['A', 'Arn'] }, Principal: 'sns.amazonaws.com' } };
const FUNCTION = { FunctionName: 'payment-dev-notifier', LoggingConfig: { LogGroup: { Ref: 'Logs' } } };

const FUNCTION_LOGS = 'every function writes into a log group that has a retention: one it names, or one of the stack with the name that Lambda would give';

/** A stack that breaks an invariant, and what the invariant says. */
const BROKEN: readonly (readonly [invariant: string, stack: StackJson, violations: readonly string[]])[] = [
  ['every alarm notifies when it is raised and when it recovers, or says why not', alarm({ OKActions: undefined }), ['A']],
  ['an alarm that notifies through another names one that exists and notifies', alarm({ AlarmActions: undefined, AlarmDescription: `${DESCRIPTION} Notifies through payment-dev-none.` }), ['A: payment-dev-none']],
  ['every alarm has a description with its severity', alarm({ AlarmDescription: 'Payments fail.' }), ['A']],
  ['every metric alarm says how missing data count, and M of N', alarm({ TreatMissingData: undefined }), ['A']],
  ['every metric alarm says how missing data count, and M of N', alarm({ DatapointsToAlarm: 4 }), ['A']],
  ['every metric alarm says how missing data count, and M of N', alarm({ DatapointsToAlarm: undefined }), ['A']],
  ['no alarm has a unit', alarm({ Unit: 'Count' }), ['A']],
  ['an anomaly alarm has its band as threshold, and no other', alarm({ ThresholdMetricId: 'band' }), ['A']],
  ['no metric filter has both dimensions and a default value', one('AWS::Logs::MetricFilter', { MetricTransformations: [{ Dimensions: [{ Key: 'A', Value: '$.a' }], DefaultValue: 0 }] }), ['A']],
  ['every subscription keeps what it cannot deliver', one('AWS::SNS::Subscription', {}), ['A']],
  ['every target of a rule keeps what it cannot deliver', one('AWS::Events::Rule', { Targets: [{ DeadLetterConfig: {} }, { Arn: 'a' }] }), ['A']],
  ['every schedule keeps what it cannot deliver', one('AWS::Scheduler::Schedule', { Target: { Arn: 'a' } }), ['A']],
  ['every event source mapping keeps what fails', one('AWS::Lambda::EventSourceMapping', { DestinationConfig: {} }), ['A']],
  ['every event source mapping keeps what fails', stackOf({ A: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] } } }, Q: { Type: 'AWS::SQS::Queue', Properties: {} } }), ['A']],
  ['every function that is invoked asynchronously keeps what fails', stackOf({ A: { Type: 'AWS::Lambda::Function', Properties: FUNCTION }, P: CALLED }), ['A']],
  ['no custom resource but the opt-in X-Ray encryption', one('Custom::S3AutoDeleteObjects', {}), ['A: Custom::S3AutoDeleteObjects']],
  ['every log group has a customer key, a retention and a name', one('AWS::Logs::LogGroup', { KmsKeyId: 'k', LogGroupName: '/dev' }), ['A']],
  [FUNCTION_LOGS, stackOf({ A: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f-dev' } }, L: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/g-dev' } } }), ['A']],
  ['no bucket is public', one('AWS::S3::Bucket', { PublicAccessBlockConfiguration: { ...BLOCKED, BlockPublicPolicy: false } }), ['A']],
  ['every bucket is encrypted', one('AWS::S3::Bucket', {}), ['A']],
  ['every topic has a customer key', one('AWS::SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' }), ['A']],
  ['every queue is encrypted', one('AWS::SQS::Queue', {}), ['A']],
  ['every stream is encrypted', one('AWS::Kinesis::Stream', {}), ['A']],
  ['every table is encrypted', one('AWS::DynamoDB::Table', {}), ['A']],
  ['every key rotates', one('AWS::KMS::Key', { EnableKeyRotation: false }), ['A']],
  ['every bucket, topic and queue refuses what comes without TLS', stackOf({ A: { Type: 'AWS::S3::Bucket' }, B: { Type: 'AWS::SNS::Topic' }, C: { Type: 'AWS::SQS::Queue' }, P: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'B' }], PolicyDocument: { Statement: [] } } } }), ['A', 'B', 'C']],
  ['no secret: no webhook, no routing key, no access key, no resolved secret', one('AWS::Lambda::Function', { Environment: { URL: 'https://hooks.slack.com/services/T/B/x' } }), ['A']],
  ['no secret: no webhook, no routing key, no access key, no resolved secret', one('AWS::SNS::Subscription', { Endpoint: `https://events.pagerduty.com/integration/${'0'.repeat(32)}/enqueue` }), ['A']],
  ['no secret: no webhook, no routing key, no access key, no resolved secret', one('AWS::Lambda::Function', { Environment: { URL: '{{resolve:secretsmanager:webhook}}' } }), ['A']],
  ['no role may do something to every resource, but what has no resource', role({ Action: ['xray:PutTraceSegments', 'sns:Publish'] }), ['A: sns:Publish']],
  ['no role may do something to every resource, but what has no resource', role({ Action: 'cloudwatch:PutMetricData' }), ['A: cloudwatch:PutMetricData']],
  ['no role may use every action of a service', role({ Action: ['s3:*', 's3:Get*'], Resource: 'arn' }), ['A: s3:*']],
  ['no policy of a resource lets everybody in', one('AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sqs:SendMessage' }] } }), ['A']],
  ['every physical name carries the stage', one('AWS::SNS::Topic', { TopicName: 'payment-development' }), ['A.TopicName=payment-development']],
  ['every physical name carries the stage', one('AWS::XRay::SamplingRule', { SamplingRule: { RuleName: 'payment-critical' } }), ['A.RuleName=payment-critical']],
  ['every physical name carries the stage', one('AWS::S3::Bucket', { BucketName: { 'Fn::Join': ['-', ['payment', { Ref: 'AWS::Region' }]] } }), ['A.BucketName=payment-<AWS::Region>']],
  ['every resource says which part of the file it comes from', { Resources: { A: { Type: 'AWS::SNS::Topic', Metadata: {} } } }, ['A']],
  ['a stack names one Region and one account', one('AWS::SNS::Subscription', { TopicArn: 'arn:aws:sns:us-east-1:111111111111:t', Region: 'eu-west-1' }), ['eu-west-1, us-east-1']],
  ['a stack names one Region and one account', one('AWS::SNS::Subscription', { TopicArn: 'arn:aws:sns:us-east-1:111111111111:t', Other: 'arn:aws:sns:us-east-1:222222222222:t' }), ['111111111111, 222222222222']],
  ['within the limit: 10240 characters: rule of a composite alarm', composite(`ALARM("${'a'.repeat(10_240)}")`), ['A: 10249']],
  ['within the limit: 100 alarms: children of a composite alarm', composite(Array.from({ length: 101 }, (_, index) => `ALARM("a${index}")`).join(' OR ')), ['A: 101']],
  ['within the limit: 5 actions: actions for one alarm state', alarm({ AlarmActions: ['1', '2', '3', '4', '5', '6'] }), ['A: 6']],
  ['within the limit: 500 widgets: widgets of a dashboard', dashboard(Array.from({ length: 501 }, () => line(1))), ['A: 501']],
  ['within the limit: 500 metrics: metrics of a widget', dashboard([line(501)]), ['A: 501']],
  ['within the limit: 2500 metrics: metrics of a dashboard', dashboard(Array.from({ length: 6 }, () => line(417))), ['A: 2502']],
  ['within the limit: 100 rules: Contributor Insights rules', many(101, 'AWS::CloudWatch::InsightRule'), ['stack: 101']],
  ['within the limit: 25 rules: X-Ray sampling rules of a Region', many(26, 'AWS::XRay::SamplingRule'), ['stack: 26']],
  ['within the limit: 25 groups: X-Ray groups of a Region', many(26, 'AWS::XRay::Group'), ['stack: 26']],
  ['within the limit: 10 policies: Logs resource policies of an account and Region', many(11, 'AWS::Logs::ResourcePolicy'), ['stack: 11']],
  ['within the limit: 500 resources: resources of a stack', many(501, 'AWS::SNS::TopicPolicy'), ['stack: 501']],
  ['within the limit: 1048576 bytes: template passed by S3', one('AWS::Lambda::LayerVersion', { Description: 'a'.repeat(1_048_576) }), [expect.stringMatching(/^stack: 1048\d{3}$/) as string]],
];

/** Two of everything that the invariants speak of, in their right form. */
const SOUND = stackOf({
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: ALARM },
  Quiet: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...ALARM, AlarmActions: undefined, OKActions: undefined, AlarmDescription: `${DESCRIPTION} Notifies through payment-dev-all. Runbook: https://example.com` } },
  All: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { ...composite('ALARM("payment-dev-errors")').Resources['A']?.Properties } },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/payment-dev-notifier', RetentionInDays: 90, KmsKeyId: 'k', Tags: [{ Key: 'Environment', Value: 'dev' }] } },
  A: { Type: 'AWS::Lambda::Function', Properties: { ...FUNCTION, DeadLetterConfig: { TargetArn: 'q' } } },
  P: CALLED,
  B: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'payment-dev-notifier' } },
  CanaryLogs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Join': ['-', ['/aws/lambda/cwsyn-canary-payment-api-de', { Ref: 'Canary' }]] }, RetentionInDays: 90, KmsKeyId: 'k' } },
  Reader: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true, RedrivePolicy: {} } },
  QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: PLAIN_POLICY } },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: BLOCKED, BucketEncryption: {} } },
  BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: PLAIN_POLICY } },
  Webhook: { Type: 'AWS::SNS::Subscription', Properties: { Endpoint: '{{resolve:secretsmanager:payment/dev/webhook}}', RedrivePolicy: {} } },
  Role: { ...role({ Action: ['cloudwatch:PutMetricData', 'xray:PutTraceSegments'], Condition: { StringEquals: { 'cloudwatch:namespace': 'N' } } }).Resources['A'], Type: 'AWS::IAM::Role' },
  Layer: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { LayerVersionArn: 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:1', Other: 'arn:aws:sns:eu-west-1:111111111111:t' } },
  Dashboard: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: 'payment-dev', DashboardBody: '{"widgets":[{"properties":{"region":"ap-southeast-1"}}]}' } },
});

test.each(BROKEN)('"%s" finds a stack that breaks it', (name, stack, expected) => {
  expect(INVARIANTS.filter((invariant) => invariant.name === name).map(({ violations }) => violations(stack))).toEqual([expected]);
});

test.each(INVARIANTS)('"$name" finds nothing in a sound stack', ({ violations }) => {
  expect(violations(SOUND)).toEqual([]);
});

test('every invariant is broken by a stack of this test', () => {
  expect(INVARIANTS.map(({ name }) => name).filter((name) => !BROKEN.some(([broken]) => broken === name))).toEqual([]);
});
