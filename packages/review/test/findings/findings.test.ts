import { review, type Finding, type Template } from '../../src/index';
import { alarm, input, logGroup, resource, stack, template } from '../template';

type Properties = Readonly<Record<string, unknown>>;

const findingsOf = (before: Template | undefined, after: Template | undefined): readonly Finding[] => review(input([stack(before, after)])).findings;

/** What is found when resource X goes from one state to the other, beside resources that stay. */
const found = (before: Properties | undefined, after: Properties | undefined): string[] =>
  findingsOf(template(before ? { X: before } : {}), template(after ? { X: after } : {})).map(({ id, severity, title }) => `${severity} ${id}: ${title}`);

const of = (type: string, properties: Properties = {}, attributes: Properties = {}): Properties => resource(type, properties, { attributes });

type Row = [string, Properties | undefined, Properties | undefined, string[]];

describe('data', () => {
  const retain = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  const name = '/aws/payment/prod/processing';
  const renamed = `attention log-group-renamed: Log group ${name} is renamed to /new; what writes to the old name goes on writing there`;
  test.each<Row>([
    ['removed', logGroup(), undefined, [`blocking data-removed: Log group ${name} is removed`]],
    ['removed without a name', of('AWS::KMS::Key'), undefined, ['blocking data-removed: Key X is removed']],
    ['kept when it leaves the stack', logGroup({}, retain), undefined, [`attention data-orphaned: Log group ${name} leaves the stack and is kept`]],
    ['replaced', logGroup(), logGroup({ LogGroupName: '/new' }), [`blocking data-replaced: Log group ${name} is replaced by a new one`, renamed]],
    ['replaced, the old one kept', logGroup({}, retain), logGroup({ LogGroupName: '/new' }, retain), [`attention data-replaced: Log group ${name} is replaced by a new one`, renamed]],
    ['replaced, the old one kept by the old template only', logGroup({}, { UpdateReplacePolicy: 'Retain' }), logGroup({ LogGroupName: '/new' }), [`blocking data-replaced: Log group ${name} is replaced by a new one`, `attention retain-policy-removed: Log group ${name} loses its UpdateReplacePolicy`, renamed]],
    ['replaced by another type', of('AWS::SQS::Queue'), of('AWS::XRay::Group'), ['blocking data-replaced: Queue X is replaced by a new one']],
    ['may be replaced', of('AWS::RDS::DBInstance', { BackupRetentionPeriod: 7, EngineVersion: '1' }), of('AWS::RDS::DBInstance', { BackupRetentionPeriod: 7, EngineVersion: '2', DBSnapshotIdentifier: 'x' }), ['attention data-may-be-replaced: Database X may be replaced by a new one']],
    ['no longer kept later', logGroup({}, retain), logGroup(), [`attention retain-policy-removed: Log group ${name} loses its DeletionPolicy and UpdateReplacePolicy`]],
    ['unchanged', logGroup(), logGroup(), []],
    ['added', undefined, logGroup(), []],
    ['a removed resource that holds none', of('AWS::XRay::Group'), undefined, []],
  ])('%s', (_case, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });

  test.each(['AWS::S3::Bucket', 'AWS::Kinesis::Stream', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::CloudTrail::Trail', 'AWS::DynamoDB::Table', 'AWS::Events::Archive', 'AWS::SecretsManager::Secret', 'AWS::ECR::Repository'])('%s holds data', (type) => {
    expect(findingsOf(template({ X: of(type) }), template({}))).toMatchObject([{ id: 'data-removed', severity: 'blocking', group: 'data' }]);
  });

  test('a final snapshot is told', () => {
    expect(findingsOf(template({ X: of('AWS::RDS::DBCluster', {}, { DeletionPolicy: 'Snapshot' }) }), template({}))[0]?.why).toBe('its data is deleted; a snapshot is kept');
  });

  test('a stack that goes is told first', () => {
    expect(findingsOf(template({ X: logGroup() }), undefined)[0]).toEqual({
      id: 'stack-removed',
      severity: 'blocking',
      group: 'data',
      title: 'Stack acme-prod is removed with everything in it',
      why: 'all its resources go, except those that are retained',
      stackId: 'home',
    });
  });
});

describe('alarms', () => {
  const metrics = (expression: string, period = 60, Stat = 'Sum') => ({ Metrics: [{ Id: 'm1', MetricStat: { Metric: {}, Period: period, Stat } }, { Id: 'e', Expression: expression }] });
  const loosened = (what: string) => [`blocking alarm-loosened: Alarm acme-prod-api-latency is loosened: ${what}`];
  const below = { ComparisonOperator: 'LessThanThreshold' };
  const composite = (properties: Properties = {}) => of('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'c', AlarmRule: 'ALARM("a")', ...properties });

  test.each<Row>([
    ['removed', alarm(), undefined, ['blocking alarm-removed: Alarm acme-prod-api-latency is removed']],
    ['kept when it leaves the stack', { ...alarm(), DeletionPolicy: 'Retain' }, undefined, ['attention alarm-removed: Alarm acme-prod-api-latency leaves the stack and is kept']],
    ['a composite one removed', composite(), undefined, ['blocking alarm-removed: Alarm c is removed']],
    ['another type in its place', alarm(), of('AWS::SSM::Document'), ['blocking alarm-removed: Alarm acme-prod-api-latency is removed']],
    ['switched off', alarm(), alarm({ ActionsEnabled: false }), ['blocking alarm-disabled: Actions of alarm acme-prod-api-latency are switched off']],
    ['switched off in text', alarm({ ActionsEnabled: true }), alarm({ ActionsEnabled: 'false' }), ['blocking alarm-disabled: Actions of alarm acme-prod-api-latency are switched off']],
    ['switched on', alarm({ ActionsEnabled: false }), alarm({ ActionsEnabled: true }), []],
    ['without its action', alarm(), alarm({ AlarmActions: undefined }), ['blocking alarm-actions-removed: Alarm acme-prod-api-latency no longer notifies ${CriticalTopic}']],
    ['with one action less', alarm({ AlarmActions: ['a', 'b'] }), alarm({ AlarmActions: ['b'] }), ['blocking alarm-actions-removed: Alarm acme-prod-api-latency no longer notifies a']],
    ['with one action more', alarm({ AlarmActions: ['a'] }), alarm({ AlarmActions: ['b', 'a'] }), []],
    ['without its recovery action', alarm(), alarm({ OKActions: [] }), ['attention alarm-recovery-action-removed: Alarm acme-prod-api-latency loses some of its OKActions']],
    ['a threshold raised above', alarm(), alarm({ Threshold: 501 }), loosened('threshold 500 → 501')],
    ['a threshold lowered above', alarm(), alarm({ Threshold: 499 }), []],
    ['a threshold raised below', alarm(below), alarm({ ...below, Threshold: 501 }), []],
    ['a threshold lowered below', alarm(below), alarm({ ...below, Threshold: 499 }), loosened('threshold 500 → 499')],
    ['a threshold in other words', alarm(), alarm({ Threshold: '500' }), []],
    ['a threshold that cannot be read', alarm(), alarm({ Threshold: { Ref: 'P' } }), loosened('threshold 500 → ${P}, which cannot be compared')],
    ['an operator turned round', alarm(), alarm(below), loosened('operator GreaterThanThreshold → LessThanThreshold')],
    ['an operator that catches more', alarm(), alarm({ ComparisonOperator: 'GreaterThanOrEqualToThreshold' }), []],
    ['an operator that catches less', alarm({ ComparisonOperator: 'GreaterThanOrEqualToThreshold' }), alarm(), loosened('operator GreaterThanOrEqualToThreshold → GreaterThanThreshold')],
    ['a longer period', alarm(), alarm({ Period: 300 }), loosened('period 60 → 300 seconds')],
    ['a shorter period', alarm({ Period: 300 }), alarm(), []],
    ['more periods, no points stated', alarm({ DatapointsToAlarm: undefined }), alarm({ DatapointsToAlarm: undefined, EvaluationPeriods: 4 }), loosened('breaching periods 3 of 3 → 4 of 4')],
    ['more points', alarm(), alarm({ DatapointsToAlarm: 3 }), loosened('breaching periods 2 of 3 → 3 of 3')],
    ['the same points within fewer periods', alarm(), alarm({ EvaluationPeriods: 2 }), loosened('breaching periods 2 of 3 → 2 of 2')],
    ['the same points within more periods', alarm(), alarm({ EvaluationPeriods: 5 }), []],
    ['missing data that counted', alarm(), alarm({ TreatMissingData: 'notBreaching' }), loosened('missing data breaching → notBreaching')],
    ['missing data that counted, unset', alarm(), alarm({ TreatMissingData: undefined }), loosened('missing data breaching → missing')],
    ['missing data that now counts', alarm({ TreatMissingData: 'ignore' }), alarm(), []],
    ['a wider anomaly band', alarm(metrics('ANOMALY_DETECTION_BAND(m1, 2)')), alarm(metrics('ANOMALY_DETECTION_BAND(m1, 2.5)')), loosened('anomaly band width 2 → 2.5')],
    ['a longer period in its metrics', alarm(metrics('m1')), alarm(metrics('m1', 120)), [...loosened('period of m1 60 → 120 seconds'), 'attention alarm-measure-changed: Alarm acme-prod-api-latency watches something else: Metrics changed']],
    ['several at once', alarm(), alarm({ Threshold: 900, Period: 120 }), loosened('threshold 500 → 900; period 60 → 120 seconds')],
    ['another metric', alarm(), alarm({ MetricName: 'Other' }), ['blocking alarm-measure-changed: Alarm acme-prod-api-latency watches something else: MetricName changed']],
    ['other dimensions', alarm(), alarm({ Dimensions: [{ Name: 'psp', Value: 'a' }] }), ['blocking alarm-measure-changed: Alarm acme-prod-api-latency watches something else: Dimensions changed']],
    ['another unit', alarm(), alarm({ Unit: 'Seconds' }), ['attention alarm-measure-changed: Alarm acme-prod-api-latency watches something else: Unit changed']],
    ['a lower percentile', alarm(), alarm({ ExtendedStatistic: 'p50' }), loosened('statistic p99 → p50')],
    ['a higher percentile', alarm(), alarm({ ExtendedStatistic: 'p99.9' }), []],
    ['an average in place of a percentile', alarm(), alarm({ ExtendedStatistic: undefined, Statistic: 'Average' }), loosened('statistic p99 → Average')],
    ['a maximum in place of a percentile', alarm(), alarm({ ExtendedStatistic: undefined, Statistic: 'Maximum' }), []],
    ['a maximum below a threshold', alarm({ ...below, ExtendedStatistic: 'p10' }), alarm({ ...below, ExtendedStatistic: undefined, Statistic: 'Maximum' }), loosened('statistic p10 → Maximum')],
    ['a sum in place of a percentile', alarm(), alarm({ ExtendedStatistic: undefined, Statistic: 'Sum' }), loosened('statistic p99 → Sum, which cannot be compared')],
    ['a lower statistic in its metrics', alarm(metrics('m1', 60, 'p99')), alarm(metrics('m1', 60, 'p50')), [...loosened('statistic of m1 p99 → p50'), 'attention alarm-measure-changed: Alarm acme-prod-api-latency watches something else: Metrics changed']],
    ['another rule', composite(), composite({ AlarmRule: 'ALARM("a") AND ALARM("b")' }), ['blocking composite-loosened: Composite alarm c goes off in fewer cases']],
    ['a rule that goes off more often', composite(), composite({ AlarmRule: 'ALARM("a") OR ALARM("b")' }), []],
    ['a rule in other words', composite({ AlarmRule: 'NOT (OK("a") OR INSUFFICIENT_DATA("a"))' }), composite(), []],
    ['a rule without one of its alarms', composite({ AlarmRule: 'ALARM("a") OR ALARM("b")' }), composite(), ['blocking composite-loosened: Composite alarm c no longer listens to b']],
    ['a rule that cannot be read', composite(), composite({ AlarmRule: 'ALARM("a' }), ['attention alarm-measure-changed: Alarm c watches something else: AlarmRule changed']],
    ['suppressed for longer', composite({ ActionsSuppressor: 'q', ActionsSuppressorExtensionPeriod: 60 }), composite({ ActionsSuppressor: 'q', ActionsSuppressorExtensionPeriod: 600 }), ['blocking alarm-loosened: Alarm c is loosened: suppressed on after its suppressor 60 → 600 seconds']],
    ['suppressed', composite(), composite({ ActionsSuppressor: 'quiet' }), ['blocking alarm-suppressed: Alarm c is suppressed by quiet']],
    ['renamed', alarm(), alarm({ AlarmName: 'new' }), ['attention alarm-renamed: Alarm acme-prod-api-latency is renamed to new']],
    ['muted', undefined, of('AWS::CloudWatch::AlarmMuteRule', { Name: 'deploys' }), ['blocking alarm-mute-rule: Mute rule deploys is added']],
    ['a log alarm with more results', of('AWS::CloudWatch::LogAlarm', { QueryResultsToEvaluate: 3, QueryResultsToAlarm: 1 }), of('AWS::CloudWatch::LogAlarm', { QueryResultsToEvaluate: 3, QueryResultsToAlarm: 2 }), ['blocking alarm-loosened: Alarm X is loosened: results to alarm 1 → 2']],
    ['added', undefined, alarm(), []],
  ])('%s', (_case, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });
});

describe('delivery', () => {
  const subscription = (properties: Properties = {}) => of('AWS::SNS::Subscription', { TopicArn: 't', Protocol: 'email', Endpoint: 'a@b.c', ...properties });
  const filter = (pattern: string) => of('AWS::Logs::MetricFilter', { FilterName: 'errors', FilterPattern: pattern });
  const rule = (properties: Properties) => of('AWS::Events::Rule', { Name: 'iam', ...properties });
  const mapping = (properties: Properties) => of('AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn:aws:kinesis:eu-west-1:111111111111:stream/s', ...properties });
  const contributors = (RuleState: string) => of('AWS::CloudWatch::InsightRule', { RuleName: 'top-callers', RuleBody: '{}', RuleState });
  const budget = (Amount: number) => of('AWS::Budgets::Budget', { Budget: { BudgetName: 'payments', BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount, Unit: 'USD' } } });
  const notifier = (WEBHOOK_SECRET_ARN: string, rest: Properties = {}) => of('AWS::Lambda::Function', { FunctionName: 'n', Environment: { Variables: { WEBHOOK_SECRET_ARN, ...rest } } });
  const canary = (Expression: string) => of('AWS::Synthetics::Canary', { Name: 'c', Schedule: { Expression } });
  const topic = (...endpoints: string[]) => of('AWS::SNS::Topic', { TopicName: 't', Subscription: endpoints.map((Endpoint) => ({ Protocol: 'email', Endpoint })) });

  test.each<Row>([
    ['a subscription removed', subscription(), undefined, ['blocking watcher-removed: Subscription of a@b.c is removed']],
    ['a subscription filtered', subscription(), subscription({ FilterPolicy: { a: ['b'] } }), ['attention watcher-changed: Subscription X: FilterPolicy changed']],
    ['a subscription elsewhere', subscription(), subscription({ Endpoint: 'd@e.f' }), ['attention watcher-changed: Subscription X: Endpoint changed']],
    ['a subscription inside its topic removed', topic('a', 'b'), topic('b'), ['blocking topic-subscription-removed: Topic t no longer reaches a']],
    ['a metric filter changed', filter('a'), filter('b'), ['blocking watcher-changed: Metric filter errors: FilterPattern changed']],
    ['a metric filter removed', filter('a'), undefined, ['blocking watcher-removed: Metric filter errors is removed']],
    ['an event rule switched off', rule({}), rule({ State: 'DISABLED' }), ['blocking watcher-disabled: Event rule iam is switched off']],
    ['an event rule without target', rule({ Targets: [{ Id: 'a' }] }), rule({ Targets: [] }), ['attention watcher-changed: Event rule iam: Targets changed']],
    ['a dashboard removed', of('AWS::CloudWatch::Dashboard', { DashboardName: 'd' }), undefined, ['attention watcher-removed: Dashboard d is removed']],
    ['a rule that stays off', rule({ State: 'DISABLED' }), rule({ State: 'DISABLED', Description: 'x' }), []],
    ['a mapping removed', mapping({}), undefined, ['blocking watcher-removed: Event source mapping X is removed']],
    ['a mapping switched off', mapping({ Enabled: true }), mapping({ Enabled: 'false' }), ['blocking watcher-disabled: Event source mapping X is switched off']],
    ['a mapping that filters', mapping({}), mapping({ FilterCriteria: { Filters: [] } }), ['attention watcher-changed: Event source mapping X: FilterCriteria changed']],
    ['a Contributor Insights rule switched off', contributors('ENABLED'), contributors('DISABLED'), ['blocking watcher-disabled: Contributor Insights rule top-callers is switched off']],
    ['a Contributor Insights rule switched on', contributors('DISABLED'), contributors('ENABLED'), []],
    ['a budget removed', budget(100), undefined, ['blocking watcher-removed: Budget payments is removed']],
    ['a budget raised', budget(100), budget(200), ['attention watcher-changed: Budget payments: Budget changed']],
    ['a canary that runs less often', canary('rate(5 minutes)'), canary('rate(60 minutes)'), ['attention watcher-changed: Canary c: Schedule changed']],
    ['a function removed', of('AWS::Lambda::Function', { FunctionName: 'f' }), undefined, ['attention watcher-removed: Function f is removed']],
    ['a metric stream replaced', of('AWS::CloudWatch::MetricStream', { Name: 's' }), of('AWS::CloudWatch::MetricStream', { Name: 't' }), ['attention watcher-replaced: Metric stream s is replaced by a new one']],
    ['a metric stream that sends less', of('AWS::CloudWatch::MetricStream', { Name: 's', IncludeFilters: [{ Namespace: 'a' }] }), of('AWS::CloudWatch::MetricStream', { Name: 's', IncludeFilters: [] }), ['attention watcher-changed: Metric stream s: IncludeFilters changed']],
    ['a dashboard renamed', of('AWS::CloudWatch::Dashboard', { DashboardName: 'd' }), of('AWS::CloudWatch::Dashboard', { DashboardName: 'e' }), ['attention watcher-replaced: Dashboard d is replaced by a new one']],
    ['a detector that leaves out more', of('AWS::CloudWatch::AnomalyDetector'), of('AWS::CloudWatch::AnomalyDetector', { Configuration: { MetricTimeZone: 'UTC' } }), ['attention watcher-changed: Anomaly detector X: Configuration changed']],
    ['a notifier with another secret', notifier('a'), notifier('b'), ['attention notifier-secret-changed: Function n reads another secret for Slack (WEBHOOK_SECRET_ARN)']],
    ['a notifier with another heading', notifier('a'), notifier('a', { HEADING: 'x' }), []],
    ['a canary removed', of('AWS::Synthetics::Canary', { Name: 'c' }), undefined, ['blocking watcher-removed: Canary c is removed']],
  ])('%s', (_case, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });
});

describe('protection', () => {
  const masking = (...identifiers: string[]) => ({ DataProtectionPolicy: { Statement: ['Audit', 'Deidentify'].map((operation) => ({ DataIdentifier: identifiers.map((name) => `arn:aws:dataprotection::aws:data-identifier/${name}`), Operation: { [operation]: {} } })) } });
  const auditOnly = { DataProtectionPolicy: { Statement: masking('CreditCardNumber').DataProtectionPolicy.Statement.slice(0, 1) } };
  const bucket = (properties: Properties) => of('AWS::S3::Bucket', { BucketName: 'b', ...properties });
  const expires = (days: number) => bucket({ LifecycleConfiguration: { Rules: [{ Id: 'r', Status: 'Enabled', ExpirationInDays: days }] } });
  const trail = (properties: Properties) => of('AWS::CloudTrail::Trail', { TrailName: 't', ...properties });
  const group = '/aws/payment/prod/processing';
  const custom = (Regex: string) => ({ DataProtectionPolicy: { Configuration: { CustomDataIdentifier: [{ Name: 'Pan', Regex }] }, Statement: [{ DataIdentifier: ['Pan'], Operation: { Deidentify: {} } }] } });
  const locked = (Days: number) => ({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days } } } });

  test.each<Row>([
    ['retention shortened', logGroup(), logGroup({ RetentionInDays: 90 }), [`blocking retention-shortened: ${group} keeps its data shorter: 400 → 90 days`]],
    ['retention for ever shortened', logGroup({ RetentionInDays: undefined }), logGroup(), [`blocking retention-shortened: ${group} keeps its data shorter: for ever → 400 days`]],
    ['retention prolonged', logGroup(), logGroup({ RetentionInDays: 731 }), []],
    ['retention for ever', logGroup(), logGroup({ RetentionInDays: undefined }), []],
    ['messages kept shorter than by default', of('AWS::SQS::Queue'), of('AWS::SQS::Queue', { MessageRetentionPeriod: 60 }), ['blocking retention-shortened: X keeps its data shorter: 345600 → 60 seconds']],
    ['objects expire sooner', expires(2555), expires(90), ['blocking retention-shortened: b keeps its data shorter: 2555 → 90 days (rule r)']],
    ['objects expire at all', bucket({}), expires(90), ['blocking retention-shortened: b keeps its data shorter: for ever → 90 days (rule r)']],
    ['objects expire later', expires(90), expires(2555), []],
    ['masking removed', logGroup(masking('CreditCardNumber')), logGroup(), [`blocking masking-weakened: ${group} no longer reports CreditCardNumber, masks CreditCardNumber`]],
    ['masking of one identifier removed', logGroup(masking('CreditCardNumber', 'Name')), logGroup(masking('CreditCardNumber')), [`blocking masking-weakened: ${group} no longer reports Name, masks Name`]],
    ['masking turned into reporting', logGroup(masking('CreditCardNumber')), logGroup(auditOnly), [`blocking masking-weakened: ${group} no longer masks CreditCardNumber`]],
    ['masking gone with its log group', logGroup(masking('Name')), undefined, [`blocking data-removed: Log group ${group} is removed`]],
    ['masking added', logGroup(), logGroup(masking('CreditCardNumber')), []],
    ['masking of the account removed', of('AWS::Logs::AccountPolicy', { PolicyName: 'p', PolicyDocument: JSON.stringify(masking('Name').DataProtectionPolicy) }), undefined, ['blocking masking-weakened: X no longer reports Name, masks Name']],
    ['a trail that stops', trail({ IsLogging: true }), trail({ IsLogging: false }), ['blocking safeguard-removed: t loses IsLogging']],
    ['a trail that loses two safeguards', trail({ IsLogging: true, EnableLogFileValidation: true, IsMultiRegionTrail: true }), trail({ IsLogging: true }), ['blocking safeguard-removed: t loses EnableLogFileValidation, IsMultiRegionTrail']],
    ['a trail with other selectors', trail({ IsLogging: true }), trail({ IsLogging: true, EventSelectors: [] }), ['attention audit-selectors-changed: Trail t records something else: EventSelectors changed']],
    ['a log group without its key', logGroup({ KmsKeyId: 'k' }), logGroup(), [`blocking safeguard-removed: ${group} loses KmsKeyId`]],
    ['a bucket open to the public', bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }), bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: 'false' } }), ['blocking safeguard-removed: b loses BlockPublicAcls']],
    ['a queue without encryption', of('AWS::SQS::Queue'), of('AWS::SQS::Queue', { SqsManagedSseEnabled: false }), ['blocking safeguard-removed: X loses SqsManagedSseEnabled']],
    ['a subscription without its dead-letter queue', of('AWS::SNS::Subscription', { RedrivePolicy: {} }), of('AWS::SNS::Subscription'), ['blocking safeguard-removed: X loses RedrivePolicy']],
    ['a function without its dead-letter queue', of('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: 'q' } }), of('AWS::Lambda::Function'), ['blocking safeguard-removed: X loses DeadLetterConfig']],
    ['a mapping that loses what fails', of('AWS::Lambda::EventSourceMapping', { DestinationConfig: { OnFailure: { Destination: 'b' } } }), of('AWS::Lambda::EventSourceMapping'), ['blocking safeguard-removed: X loses OnFailure', 'attention watcher-changed: Event source mapping X: DestinationConfig changed']],
    ['a registry whose tags can move', of('AWS::ECR::Repository', { RepositoryName: 'r', ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true } }), of('AWS::ECR::Repository', { RepositoryName: 'r' }), ['blocking safeguard-removed: r loses ImageTagMutability, ScanOnPush']],
    ['a table with the default key', of('AWS::DynamoDB::Table', { TableName: 't', SSESpecification: { SSEEnabled: true } }), of('AWS::DynamoDB::Table', { TableName: 't' }), ['blocking safeguard-removed: t loses SSEEnabled']],
    ['a stream kept shorter', of('AWS::Kinesis::Stream', { Name: 's', RetentionPeriodHours: 48 }), of('AWS::Kinesis::Stream', { Name: 's' }), ['blocking retention-shortened: s keeps its data shorter: 48 → 24 hours']],
    ['a key no longer rotated', of('AWS::KMS::Key', { EnableKeyRotation: true }), of('AWS::KMS::Key', { EnableKeyRotation: false }), ['blocking safeguard-removed: X loses EnableKeyRotation']],
    ['a custom identifier that matches less', logGroup(custom('[2-6][0-9]{12,18}')), logGroup(custom('never')), [`blocking masking-weakened: ${group} no longer masks Pan ([2-6][0-9]{12,18})`]],
    ['a topic with the key of AWS', of('AWS::SNS::Topic', { TopicName: 't', KmsMasterKeyId: 'k' }), of('AWS::SNS::Topic', { TopicName: 't', KmsMasterKeyId: 'alias/aws/sns' }), ['blocking safeguard-removed: t loses KmsMasterKeyId']],
    ['runs of a canary kept shorter', of('AWS::Synthetics::Canary', { Name: 'c', SuccessRetentionPeriod: 365 }), of('AWS::Synthetics::Canary', { Name: 'c' }), ['blocking retention-shortened: c keeps its data shorter: 365 → 31 days of successful runs']],
    ['a key that is gone sooner', of('AWS::KMS::Key'), of('AWS::KMS::Key', { PendingWindowInDays: 7 }), ['blocking retention-shortened: X keeps its data shorter: 30 → 7 days before a deleted key is gone']],
    ['objects locked shorter', bucket(locked(400)), bucket(locked(90)), ['blocking retention-shortened: b keeps its data shorter: 400 → 90 days of object lock']],
    ['a key switched off', of('AWS::KMS::Key'), of('AWS::KMS::Key', { Enabled: false }), ['blocking safeguard-removed: X loses Enabled']],
  ])('%s', (_case, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });
});

describe('permissions', () => {
  const key = (...Statement: Properties[]) => of('AWS::KMS::Key', { KeyPolicy: { Statement } });
  const grant = (service: string, ...Action: string[]) => ({ Effect: 'Allow', Principal: { Service: service }, Action, Resource: '*' });

  test.each<Row>([
    ['broadened, told once for each resource', key(), key(grant('a.amazonaws.com', 'kms:Decrypt'), grant('b.amazonaws.com', 'kms:Encrypt')), ['attention permission-broadened: Permissions of X are broadened: Allow kms:Decrypt for Service a.amazonaws.com; Allow kms:Encrypt for Service b.amazonaws.com']],
    ['broadened by a Deny that goes', key({ ...grant('a', 'kms:*'), Effect: 'Deny' }), key(), ['attention permission-broadened: Permissions of X are broadened: no more Deny kms:* for Service a']],
    ['public', key(), key({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }), ['blocking public-access: X is opened to everyone: Allow kms:* for *']],
    ['public from the start', undefined, key({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }), ['blocking public-access: X is opened to everyone: Allow kms:* for *']],
    ['a grant that alarms need removed', key(grant('cloudwatch.amazonaws.com', 'kms:Decrypt')), key(), ['attention alerting-grant-removed: cloudwatch.amazonaws.com may no longer do what X allowed: no more Allow kms:Decrypt for Service cloudwatch.amazonaws.com']],
    ['a grant that alarms need written anew', key(grant('cloudwatch.amazonaws.com', 'kms:Decrypt')), key({ ...grant('cloudwatch.amazonaws.com', 'kms:Decrypt'), Condition: { A: { b: 'c' } } }), []],
    ['a grant of another service removed', key(grant('cloudtrail.amazonaws.com', 'kms:Decrypt')), key(), ['attention grant-removed: X no longer allows what it did: no more Allow kms:Decrypt for Service cloudtrail.amazonaws.com']],
    ['a grant given to another service', key(grant('cloudtrail.amazonaws.com', 'kms:Decrypt')), key(grant('s3.amazonaws.com', 'kms:Decrypt')), ['attention permission-broadened: Permissions of X are broadened: Allow kms:Decrypt for Service s3.amazonaws.com', 'attention grant-removed: X no longer allows what it did: no more Allow kms:Decrypt for Service cloudtrail.amazonaws.com']],
    ['a policy of the account removed', of('AWS::Logs::ResourcePolicy', { PolicyDocument: { Statement: [grant('events.amazonaws.com', 'logs:PutLogEvents')] } }), undefined, ['attention alerting-grant-removed: events.amazonaws.com may no longer do what X allowed: no more Allow logs:PutLogEvents for Service events.amazonaws.com']],
    ['grants that go with their role', of('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] } }] }), undefined, []],
    ['new', undefined, key(grant('a.amazonaws.com', 'kms:Decrypt')), []],
  ])('%s', (_case, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });

  test('more than three statements are counted', () => {
    const many = [1, 2, 3, 4, 5].map((index) => grant(`s${index}`, 'kms:Decrypt'));
    expect(findingsOf(template({ X: key() }), template({ X: key(...many) }))[0]?.title).toMatch(/Service s3; and 2 more$/);
  });
});

describe('a policy that is removed', () => {
  const bucketPolicy = of('AWS::S3::BucketPolicy', { Bucket: { Ref: 'B' }, PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' }] } });
  const idsOf = (before: Properties, after: Properties) => findingsOf(template(before), template(after)).map(({ id }) => id);

  test('takes its grants from what stays', () => {
    expect(idsOf({ B: of('AWS::S3::Bucket'), P: bucketPolicy }, { B: of('AWS::S3::Bucket') })).toEqual(['grant-removed']);
  });
  test('takes nothing when what it is attached to goes as well', () => {
    expect(idsOf({ B: of('AWS::S3::Bucket'), P: bucketPolicy }, {})).toEqual(['data-removed']);
  });
});

describe('the key of a log group', () => {
  const key = (...groups: string[]) =>
    of('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
            Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*'],
            Resource: '*',
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups.map((name) => ({ 'Fn::Sub': `arn:aws:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${name}` })) } },
          },
        ],
      },
    });
  const group = (LogGroupName: string) => logGroup({ LogGroupName, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } });
  const refused = (before: Properties, after: Properties) =>
    findingsOf(template({ Key: before, A: group('/a'), B: group('/b') }), template({ Key: after, A: group('/a'), B: group('/b') })).filter(({ id }) => id === 'log-group-key-refused').map(({ severity, logicalId, title }) => `${severity} ${logicalId}: ${title}`);

  test('that refuses one of them now', () => {
    expect(refused(key('/a', '/b'), key('/a'))).toEqual(['blocking Key: The key Key no longer lets CloudWatch Logs encrypt /b']);
  });
  test('that refuses all of them now', () => {
    expect(refused(key('/*'), key('/other'))).toEqual(['blocking Key: The key Key no longer lets CloudWatch Logs encrypt /a, /b']);
  });
  test('that lets in more, or refused before', () => {
    expect([refused(key('/a', '/b'), key('/*')), refused(key('/a'), key('/c', '/a'))]).toEqual([[], []]);
  });
});

test('the gravest findings come first, whichever rule they are of', () => {
  const kept = logGroup({}, { DeletionPolicy: 'Retain' });
  const findings = findingsOf(template({ A: kept, B: resource('AWS::KMS::Key', { EnableKeyRotation: true }) }), template({ B: resource('AWS::KMS::Key') }));
  expect(findings.map(({ id }) => id)).toEqual(['safeguard-removed', 'data-orphaned']);
});

test('a finding says where it comes from, the gravest first, over all stacks', () => {
  const [first, second] = [stack(template({ A: alarm() }), template({ A: alarm({ Unit: 'x' }) })), stack(template({ A: alarm() }), template({}), { stackId: 'us-east-1' })];
  expect(review(input([first, second])).findings).toEqual([
    { id: 'alarm-removed', severity: 'blocking', group: 'alerting', title: 'Alarm acme-prod-api-latency is removed', why: 'nobody is told any more when it would have gone off', stackId: 'us-east-1', logicalId: 'A', section: 'alarms', path: 'alarms.apiLatencyHigh' },
    {
      id: 'alarm-measure-changed',
      severity: 'attention',
      group: 'alerting',
      title: 'Alarm acme-prod-api-latency watches something else: Unit changed',
      why: 'whether it is stricter or looser cannot be told from the template',
      stackId: 'home',
      logicalId: 'A',
      section: 'alarms',
      path: 'alarms.apiLatencyHigh',
    },
  ]);
});
