import { review, type AlertCoverage, type AlertRoute, type Finding, type ListedResource, type ObservedFacts, type Review, type StackInput, type Template } from '../../src/index';
import { alarm, input, resource, stack, template } from '../template';

type Properties = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Properties | undefined>>;

const ACCOUNT = '111111111111';
const KEY_GRANT = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*', Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } };
const PUBLISH = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: { Ref: 'Topic' }, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:*` } } };
const named = (name: string, properties: Properties = {}) => alarm({ AlarmName: name, AlarmActions: [{ Ref: 'Topic' }], OKActions: undefined, ...properties }, `alarms.${name}`);
const key = (...Statement: object[]) => resource('AWS::KMS::Key', { KeyPolicy: { Statement } });
const topicPolicy = (...Statement: object[]) => resource('AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement } });
const subscription = (properties: Properties = {}) => resource('AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'oncall@example.com', ...properties });
const topic = (properties: Properties = {}) => resource('AWS::SNS::Topic', { TopicName: 'alerts', ...properties });

/** One alarm, a topic with its key and policy, an address. */
const BASE: Resources = { A: named('errors'), Topic: topic({ KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }), Key: key(KEY_GRANT), Policy: topicPolicy(PUBLISH), Mail: subscription() };

const invoke = (properties: Properties) => resource('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Notify' }, Principal: 'sns.amazonaws.com', ...properties });

/** BASE with a function that posts to Slack in place of the address. */
const SLACK: Resources = {
  ...BASE,
  Mail: undefined,
  Hook: subscription({ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Notify', 'Arn'] } }),
  Notify: resource('AWS::Lambda::Function', { FunctionName: 'notify', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Environment: { Variables: { WEBHOOK_SECRET_ARN: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:slack` } } }),
  Role: resource('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:slack-??????` }] } }] }),
  Invoke: invoke({ SourceArn: { Ref: 'Topic' } }),
};

const stackOf = (before: Resources | undefined, after: Resources | undefined, rest: Partial<StackInput> = {}): StackInput => {
  const toTemplate = (resources: Resources | undefined): Template | undefined => resources && template(Object.fromEntries(Object.entries(resources).filter(([, value]) => value !== undefined)));
  return stack(toTemplate(before), toTemplate(after), { account: ACCOUNT, ...rest });
};
const reviewOf = (before: Resources | undefined, after: Resources | undefined, rest: { observed?: ObservedFacts; listed?: readonly ListedResource[] } = {}): Review => review(input([stackOf(before, after)], rest));

const coverageOf = (result: Review): AlertCoverage => {
  if (!result.coverage) throw new Error('no coverage');
  return result.coverage;
};

/** The routes after a stack is made anew, `alarm > via > topic > receiver: state (reason)`. */
const routesOf = (resources: Resources, observed?: ObservedFacts): string[] => coverageOf(reviewOf(undefined, resources, observed ? { observed } : {})).changed.flatMap(({ after }) => after.map(routeText));
const routeText = ({ alarm: name, via, topic: at, receiver, state, reason, muted }: AlertRoute): string =>
  `${[name, ...via, ...(at === undefined ? [] : [at]), receiver].join(' > ')}: ${state}${reason === undefined ? '' : ` (${reason})`}${muted === undefined ? '' : ` [${muted}]`}`;

const alerting = (findings: readonly Finding[]): string[] => findings.filter(({ id }) => /route|unheard|severity-lowered|unlisted|hand|unconfirmed/.test(id)).map(({ id, severity, title, logicalId }) => `${severity} ${id} ${logicalId}: ${title}`);

const NOT_OBSERVED = 'whether its subscription is confirmed was not observed';

describe('a route', () => {
  test.each<[string, Resources, string[]]>([
    ['through a topic to an address', BASE, [`errors > alerts > e-mail oncall@example.com: not verified (${NOT_OBSERVED})`]],
    ['through a topic to Slack', SLACK, ['errors > alerts > Slack: works']],
    ['without a subscription', { ...BASE, Mail: undefined }, ['errors > alerts > nobody: broken (nobody is subscribed to the topic alerts)']],
    ['by a subscription inside its topic', { A: BASE['A'], Topic: topic({ Subscription: [{ Protocol: 'sqs', Endpoint: `arn:aws:sqs:eu-west-1:${ACCOUNT}:q` }] }) }, ['errors > alerts > sqs q: works']],
    ['with actions switched off', { ...SLACK, A: named('errors', { ActionsEnabled: 'false' }) }, ['errors > alerts > Slack: broken (the actions of errors are switched off)']],
    ['to a topic elsewhere', { A: named('errors', { AlarmActions: [`arn:aws:sns:eu-west-1:${ACCOUNT}:shared`] }) }, ['errors > shared > unknown: not verified (the topic shared is outside these templates)']],
    ['to a topic that is named by its ARN', { ...SLACK, A: named('errors', { AlarmActions: [{ 'Fn::Sub': 'arn:aws:sns:${AWS::Region}:${AWS::AccountId}:alerts' }] }) }, ['errors > alerts > Slack: works']],
    ['with the key of AWS', { ...SLACK, Topic: topic({ KmsMasterKeyId: 'alias/aws/sns' }) }, ['errors > alerts > Slack: broken (CloudWatch cannot use the key alias/aws/sns of the topic alerts)']],
    ['with a key that does not let CloudWatch in', { ...SLACK, Key: key({ ...KEY_GRANT, Principal: { Service: 'events.amazonaws.com' } }) }, ['errors > alerts > Slack: broken (the key of the topic alerts does not let CloudWatch use it)']],
    ['with a key that lets CloudWatch decrypt only', { ...SLACK, Key: key({ ...KEY_GRANT, Action: 'kms:Decrypt' }) }, ['errors > alerts > Slack: broken (the key of the topic alerts does not let CloudWatch use it)']],
    ['with a key that is switched off', { ...SLACK, Key: resource('AWS::KMS::Key', { Enabled: false, KeyPolicy: { Statement: [KEY_GRANT] } }) }, ['errors > alerts > Slack: broken (the key of the topic alerts is disabled)']],
    ['with a key elsewhere', { ...SLACK, Topic: topic({ KmsMasterKeyId: 'alias/other' }) }, ['errors > alerts > Slack: not verified (the key of the topic alerts is outside these templates)']],
    ['with a key by its alias', { ...SLACK, Topic: topic({ KmsMasterKeyId: 'alias/alerts' }), Alias: resource('AWS::KMS::Alias', { AliasName: 'alias/alerts', TargetKeyId: { Ref: 'Key' } }) }, ['errors > alerts > Slack: works']],
    ['with a topic policy for others only', { ...SLACK, Policy: topicPolicy({ ...PUBLISH, Principal: { Service: 'events.amazonaws.com' } }) }, ['errors > alerts > Slack: broken (the policy of the topic alerts does not let CloudWatch publish)']],
    ['without a topic policy', { ...SLACK, Policy: undefined }, ['errors > alerts > Slack: works']],
    ['with a topic policy that asks more than the templates tell', { ...SLACK, Policy: topicPolicy({ ...PUBLISH, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }) }, ['errors > alerts > Slack: not verified (the policy of the topic alerts has a condition that the templates do not answer)']],
    ['with a filter that drops everything', { ...SLACK, Hook: { ...SLACK['Hook'], Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Notify', 'Arn'] }, FilterPolicy: { severity: ['critical'] } } } }, ['errors > alerts > Slack: broken (its filter policy reads message attributes, and these messages have none)']],
    ['without permission to invoke', { ...SLACK, Invoke: undefined }, ['errors > alerts > Slack: broken (no permission lets sns.amazonaws.com invoke the function notify)']],
    ['with permission for another topic', { ...SLACK, Invoke: invoke({ SourceArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:other` }) }, ['errors > alerts > Slack: broken (no permission lets sns.amazonaws.com invoke the function notify)']],
    ['with permission for another account', { ...SLACK, Invoke: invoke({ SourceAccount: '222222222222' }) }, ['errors > alerts > Slack: broken (no permission lets sns.amazonaws.com invoke the function notify)']],
    ['with permission for every topic', { ...SLACK, Invoke: invoke({}) }, ['errors > alerts > Slack: works']],
    ['with a function that may not run', { ...SLACK, Notify: resource('AWS::Lambda::Function', { FunctionName: 'notify', ReservedConcurrentExecutions: 0 }) }, ['errors > alerts > function notify: broken (the function notify may not run: its reserved concurrency is 0)']],
    ['with a role that may not read the secret', { ...SLACK, Role: resource('AWS::IAM::Role') }, ['errors > alerts > Slack: broken (the role of the function notify may not read its secret)']],
    ['with a role of a managed policy', { ...SLACK, Role: resource('AWS::IAM::Role', { ManagedPolicyArns: ['x'] }) }, ['errors > alerts > Slack: not verified (whether the function notify may read its secret rests on a managed policy)']],
    ['to a function elsewhere', { ...SLACK, Notify: undefined, Invoke: undefined, Hook: subscription({ Protocol: 'lambda', Endpoint: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:other` }) }, ['errors > alerts > function other: not verified (the function other is outside these templates)']],
    ['straight to a function', { A: named('errors', { AlarmActions: [{ 'Fn::GetAtt': ['F', 'Arn'] }] }), F: resource('AWS::Lambda::Function', { FunctionName: 'f' }), P: resource('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'lambda.alarms.cloudwatch.amazonaws.com' }) }, ['errors > function f: works']],
    ['to an OpsItem', { A: named('errors', { AlarmActions: ['arn:aws:ssm:eu-west-1:111111111111:opsitem:1'] }) }, ['errors > OpsItem: works']],
    ['that only recovers an instance tells nobody', { A: named('errors', { AlarmActions: ['arn:aws:automate:eu-west-1:ec2:recover'] }) }, []],
    ['to a web address, without its path', { ...BASE, Mail: subscription({ Protocol: 'https', Endpoint: 'https://events.example.com/secret-token' }) }, [`errors > alerts > https events.example.com: not verified (${NOT_OBSERVED})`]],
    ['that is muted at times', { ...SLACK, Mute: resource('AWS::CloudWatch::AlarmMuteRule', { Name: 'nights', MuteTargets: { AlarmNames: [{ Ref: 'A' }] } }) }, ['errors > alerts > Slack: works [mute rule nights]']],
  ])('%s', (_case, resources, expected) => {
    expect(routesOf(resources)).toEqual(expected);
  });

  const composite = (rule: unknown, properties: Properties = {}) => resource('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'both', AlarmRule: rule, AlarmActions: [{ Ref: 'Topic' }], ...properties });
  const quiet = named('errors', { AlarmActions: [] });
  const child = { 'Fn::Join': ['', ['ALARM("', { 'Fn::GetAtt': ['A', 'Arn'] }, '")']] };

  test.each<[string, Resources, string[]]>([
    ['by the name of its alarm', { ...SLACK, A: quiet, C: composite('ALARM("errors") OR ALARM("other")') }, ['errors > both > alerts > Slack: works']],
    ['by the ARN of its alarm', { ...SLACK, A: quiet, C: composite(child) }, ['errors > both > alerts > Slack: works']],
    ['beside the alarm itself', { ...SLACK, C: composite(child) }, ['errors > alerts > Slack: works', 'errors > both > alerts > Slack: works']],
    ['that the alarm only holds back', { ...SLACK, A: quiet, C: composite('NOT ALARM("errors")') }, []],
    ['that can never go off', { ...SLACK, A: quiet, C: composite({ 'Fn::Sub': 'ALARM("${A}") AND FALSE' }) }, ['errors > both > alerts > Slack: broken (the rule of both can never come true)']],
    ['whose actions are off', { ...SLACK, A: quiet, C: composite(child, { ActionsEnabled: false }) }, ['errors > both > alerts > Slack: broken (the actions of both are switched off)']],
    ['that another suppresses', { ...SLACK, A: quiet, C: composite(child, { ActionsSuppressor: 'outage' }) }, ['errors > both > alerts > Slack: works [suppressed by a suppressor outside these templates]']],
    ['that is always suppressed', { ...SLACK, A: quiet, C: composite(child, { ActionsSuppressor: { 'Fn::GetAtt': ['S', 'Arn'] } }), S: resource('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'always', AlarmRule: 'TRUE' }) }, ['errors > both > alerts > Slack: broken (its suppressor is always in ALARM) [suppressed by always]']],
    ['through another composite', { ...SLACK, A: quiet, C: composite(child, { AlarmActions: [] }), D: resource('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'all', AlarmRule: 'ALARM("both")', AlarmActions: [{ Ref: 'Topic' }] }) }, ['errors > both > all > alerts > Slack: works']],
    ['that names itself', { ...SLACK, A: quiet, C: composite('ALARM("errors") OR ALARM("both")') }, ['errors > both > alerts > Slack: works']],
  ])('through a composite alarm %s', (_case, resources, expected) => {
    const { changed } = coverageOf(reviewOf(undefined, resources));
    expect(changed.filter(({ signal }) => signal.startsWith('Payments/prod')).flatMap(({ after }) => after.map(routeText))).toEqual(expected);
  });

  const rule = (properties: Properties = {}) => resource('AWS::Events::Rule', { Name: 'fraud', EventPattern: { source: ['payments'] }, Targets: [{ Id: 'a', Arn: { Ref: 'Topic' } }], ...properties });
  const events = { ...PUBLISH, Principal: { Service: 'events.amazonaws.com' }, Condition: undefined };
  const open = { A: undefined, Topic: topic(), Key: undefined, Policy: topicPolicy(events) };

  test.each<[string, Resources, string[]]>([
    ['an event rule', { ...SLACK, ...open, R: rule() }, ['fraud > alerts > Slack: works']],
    ['an event rule that is off', { ...SLACK, ...open, R: rule({ State: 'DISABLED' }) }, ['fraud > alerts > Slack: broken (the rule is switched off)']],
    ['an event rule without a topic policy', { ...SLACK, ...open, Policy: undefined, R: rule() }, ['fraud > alerts > Slack: broken (the topic alerts has no policy that lets EventBridge publish)']],
    ['an event rule with the conditions of CloudWatch', { ...SLACK, ...open, Policy: topicPolicy({ ...events, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }), R: rule() }, ['fraud > alerts > Slack: broken (the policy of the topic alerts does not let EventBridge publish)']],
    ['an event rule with a filter on its source', { ...SLACK, ...open, Hook: subscription({ Protocol: 'sqs', Endpoint: 'q', FilterPolicyScope: 'MessageBody', FilterPolicy: { source: ['payments'] } }), R: rule() }, ['fraud > alerts > sqs q: works']],
    ['an event rule that writes its own message', { ...SLACK, ...open, Hook: subscription({ Protocol: 'sqs', Endpoint: 'q', FilterPolicyScope: 'MessageBody', FilterPolicy: { source: ['payments'] } }), R: rule({ Targets: [{ Id: 'a', Arn: { Ref: 'Topic' }, Input: 'x' }] }) }, ['fraud > alerts > sqs q: not verified (its filter policy reads a body that is made at run time)']],
    ['a budget', { B: resource('AWS::Budgets::Budget', { Budget: { BudgetName: 'month' }, NotificationsWithSubscribers: [{ Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'a@b.c' }, { SubscriptionType: 'SNS', Address: 'arn:aws:sns:eu-west-1:111111111111:t' }] }] }) }, ['month > e-mail a@b.c: works', 'month > t > unknown: not verified (the topic t is outside these templates)']],
  ])('of %s', (_case, resources, expected) => {
    expect(routesOf(resources)).toEqual(expected);
  });

  test('crosses stacks, and stays in its Region', () => {
    const alarms = stackOf(undefined, { A: named('errors', { AlarmActions: [`arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`] }) }, { stackId: 'shard' });
    const far = stackOf(undefined, { A: named('errors', { AlarmActions: [`arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`] }) }, { stackId: 'us', region: 'us-east-1' });
    const topics = stackOf(undefined, { Topic: topic(), Q: subscription({ Protocol: 'sqs', Endpoint: 'q' }) });
    expect(coverageOf(review(input([alarms, far, topics]))).changed.map(({ stackId, after }) => [stackId, after.map(routeText)])).toEqual([
      ['shard', ['errors > alerts > sqs q: works']],
      ['us', ['errors > alerts > sqs q: broken (the topic alerts is in eu-west-1, and only a topic of its own Region can be notified)']],
    ]);
  });
});

describe('a change', () => {
  test.each<[string, Resources, Resources, string[], string[]]>([
    ['nothing', SLACK, SLACK, [], []],
    ['a key without its grant', SLACK, { ...SLACK, Key: key() }, ['lost'], ['blocking route-broken Key: 1 alert no longer reaches Slack: the key of the topic alerts does not let CloudWatch use it']],
    ['a topic policy without its statement', SLACK, { ...SLACK, Policy: topicPolicy() }, ['lost'], ['blocking route-broken Policy: 1 alert no longer reaches Slack: the policy of the topic alerts does not let CloudWatch publish']],
    ['a permission that goes', SLACK, { ...SLACK, Invoke: undefined }, ['lost'], ['blocking route-broken Notify: 1 alert no longer reaches Slack: no permission lets sns.amazonaws.com invoke the function notify']],
    ['a function that goes', SLACK, { ...SLACK, Notify: undefined, Invoke: undefined, Hook: subscription({ Protocol: 'lambda', Endpoint: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:notify` }) }, ['lost'], ['blocking route-broken Hook: 1 alert no longer reaches function notify: the function notify is removed']],
    ['the last subscription that goes', SLACK, { ...SLACK, Hook: undefined }, ['lost'], ['blocking signals-unheard A: Nobody hears of 1 signal any more: errors']],
    ['one subscription of two that goes', { ...SLACK, Mail: subscription() }, SLACK, ['weakened'], []],
    ['a metric filter that goes', { ...SLACK, F: resource('AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricNamespace: 'Payments/prod', MetricName: 'APILatency' }] }) }, SLACK, ['lost'], ['blocking route-broken A: 1 alert no longer reaches Slack: no metric filter makes its metric any more']],
    ['an alarm that is renamed', SLACK, { ...SLACK, A: named('failures') }, ['changed'], []],
    ['an alarm that is renamed in the config', SLACK, { ...SLACK, A: undefined, B: named('failures') }, ['changed'], []],
    ['an alarm that goes', SLACK, { ...SLACK, A: undefined }, ['lost'], []],
    ['an alarm that comes', { ...SLACK, A: undefined }, SLACK, ['added'], []],
    ['an alarm that comes without a way', {}, { A: named('errors', { AlarmActions: [] }) }, ['added'], ['attention signal-without-route A: Nobody hears of errors, which is new']],
    ['an alarm that tells nobody on purpose', {}, { A: named('errors', { AlarmActions: [], AlarmDescription: 'Slow. Severity: info. Notifies nobody: shown on a dashboard.' }) }, ['added'], []],
    ['a mute rule', SLACK, { ...SLACK, Mute: resource('AWS::CloudWatch::AlarmMuteRule', { Name: 'n', MuteTargets: { AlarmNames: ['errors'] } }) }, ['weakened'], []],
    ['a mute rule that goes', { ...SLACK, Mute: resource('AWS::CloudWatch::AlarmMuteRule', { Name: 'n', MuteTargets: { AlarmNames: ['errors'] } }) }, SLACK, ['changed'], []],
    ['the all-clear that stops', { ...SLACK, A: named('errors', { AlarmActions: [], OKActions: [{ Ref: 'Topic' }] }) }, { ...SLACK, Key: key(), A: named('errors', { AlarmActions: [], OKActions: [{ Ref: 'Topic' }] }) }, [], ['attention recovery-route-broken Key: The all-clear of 1 alert no longer reaches Slack: the key of the topic alerts does not let CloudWatch use it']],
  ])('%s', (_case, before, after, changes, findings) => {
    const result = reviewOf(before, after);
    expect(coverageOf(result).changed.map(({ change }) => change)).toEqual(changes);
    expect(alerting(result.findings)).toEqual(findings);
  });

  test('of one cause is told once, with all alarms', () => {
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`A${index}`, named(`a${index}`, { MetricName: `M${index}` })]));
    const [finding] = reviewOf({ ...SLACK, ...many }, { ...SLACK, ...many, Key: key() }).findings.filter(({ id }) => id === 'route-broken');
    expect(finding).toMatchObject({ title: '8 alerts no longer reach Slack: the key of the topic alerts does not let CloudWatch use it', why: 'nobody else hears of errors, a0, a1, a2, a3 and 3 more', logicalId: 'Key' });
  });

  test('is told with its signal, its routes on both sides, and the count of what is heard', () => {
    expect(coverageOf(reviewOf(SLACK, { ...SLACK, A: named('errors', { ActionsEnabled: false, Dimensions: [{ Name: 'psp', Value: 'one' }] }) }))).toEqual({
      heard: { before: 1, after: 0 },
      changed: [
        {
          stackId: 'home',
          signal: 'Payments/prod APILatency of one',
          section: 'alarms',
          path: 'alarms.errors',
          change: 'lost',
          before: [{ alarm: 'errors', alarmLogicalId: 'A', via: [], topic: 'alerts', receiver: 'Slack', state: 'works' }],
          after: [{ alarm: 'errors', alarmLogicalId: 'A', via: [], topic: 'alerts', receiver: 'Slack', state: 'broken', reason: 'the actions of errors are switched off' }],
        },
      ],
      unwatched: [],
    });
  });

  test('to a less urgent topic lowers the severity', () => {
    const urgent = (Severity: string, TopicName: string) => topic({ TopicName, Tags: [{ Key: 'Severity', Value: Severity }] });
    const two: Resources = { Topic: urgent('Critical', 'c'), Low: urgent('Warning', 'w'), M: subscription(), N: subscription({ TopicArn: { Ref: 'Low' } }) };
    const result = reviewOf({ ...two, A: named('errors') }, { ...two, A: named('errors', { AlarmActions: [{ Ref: 'Low' }] }) });
    expect(alerting(result.findings)).toEqual(['blocking severity-lowered A: errors is told as warning instead of critical']);
    expect(coverageOf(result).changed.map(({ change }) => change)).toEqual(['weakened']);
    expect(alerting(reviewOf({ ...two, A: named('errors', { AlarmActions: [{ Ref: 'Low' }] }) }, { ...two, A: named('errors') }).findings)).toEqual([]);
  });

  test('that takes the alarms of a resource takes the resource', () => {
    const own = (name: string, path: string) => alarm({ AlarmName: name, MetricName: name }, path);
    const [a, b, c] = [own('a', 'resources.functions.processor.alarms.errors'), own('b', 'resources.functions.processor.alarms.throttles'), own('c', 'resources.functions.other.alarms.errors')];
    expect(alerting(reviewOf({ a, b, c }, { c }).findings)).toEqual(['blocking resource-unlisted a: resources.functions.processor is no longer watched: its 2 alarms are removed']);
    expect(alerting(reviewOf({ a, b, c }, { b, c }).findings)).toEqual([]);
  });

  test('does not depend on the order of the templates', () => {
    const reversed = (resources: Resources): Resources => Object.fromEntries(Object.entries(resources).reverse());
    // two alarms measure the same, so that which is taken for which is a choice
    const before = { ...SLACK, B: named('second'), C: named('third') };
    const after = { ...SLACK, A: undefined, D: named('fourth'), E: named('fifth'), Key: key() };
    expect(reviewOf(reversed(before), reversed(after))).toEqual(reviewOf(before, after));
  });
});

test('what is listed and nothing watches is told', () => {
  const listed = [
    { path: 'resources.functions.byPath', what: 'function one', name: 'one' },
    { path: 'resources.functions.byName', what: 'function two', name: 'two' },
    { path: 'resources.functions.byMath', what: 'function three', name: 'three' },
    { path: 'resources.functions.nobody', what: 'function four', name: 'four' },
  ];
  const resources = {
    A: alarm({}, 'resources.functions.byPath.alarms.errors'),
    B: alarm({ AlarmName: 'b', Dimensions: [{ Name: 'FunctionName', Value: 'two' }] }),
    C: alarm({ AlarmName: 'c', Metrics: [{ Id: 'm', MetricStat: { Metric: { Dimensions: [{ Name: 'FunctionName', Value: 'three' }] } } }] }),
  };
  expect(coverageOf(reviewOf(resources, resources, { listed })).unwatched).toEqual([{ path: 'resources.functions.nobody', what: 'function four' }]);
});

describe('observed', () => {
  const topicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
  const seen = (rest: Partial<ObservedFacts>): ObservedFacts => ({ at: '2026-11-27T08:00:00Z', subscriptions: [], alarms: [], editedByHand: [], ...rest });
  const mail = (state: 'confirmed' | 'pending', endpoint = 'oncall@example.com') => seen({ subscriptions: [{ topicArn, protocol: 'email', endpoint, state }] });

  test.each<[string, ObservedFacts, string, string[]]>([
    ['a confirmed address', mail('confirmed'), 'works', []],
    ['a pending address', mail('pending'), 'broken (its subscription waited for confirmation on 2026-11-27T08:00:00Z)', ['attention subscription-unconfirmed Mail: Subscription of oncall@example.com to alerts waits for confirmation']],
    ['another address', mail('confirmed', 'x@example.com'), `not verified (${NOT_OBSERVED})`, ['attention subscription-unconfirmed Mail: oncall@example.com is not subscribed to alerts in the account']],
    ['no subscription of the topic', seen({}), `not verified (${NOT_OBSERVED})`, []],
    ['actions that are off', seen({ alarms: [{ name: 'errors', actionsEnabled: false }] }), 'broken (its actions were switched off in the account on 2026-11-27T08:00:00Z)', ['attention alarm-disabled-by-hand A: Actions of alarm errors are switched off in the account']],
    ['actions that are off in another Region', seen({ alarms: [{ name: 'errors', region: 'us-east-1', actionsEnabled: false }] }), `not verified (${NOT_OBSERVED})`, []],
    ['a hand-made edit', seen({ editedByHand: [{ stackId: 'home', logicalId: 'A', what: 'Threshold is 900, the template says 500' }, { stackId: 'other', logicalId: 'A', what: 'x' }] }), `not verified (${NOT_OBSERVED})`, ['attention edited-by-hand A: A was edited by hand: Threshold is 900, the template says 500']],
  ])('%s', (_case, observed, state, findings) => {
    expect(routesOf(BASE, observed)).toEqual([`errors > alerts > e-mail oncall@example.com: ${state}`]);
    expect(alerting(reviewOf(BASE, BASE, { observed }).findings)).toEqual(findings);
  });

  test('what this change adds cannot have been seen', () => {
    expect(alerting(reviewOf({ ...BASE, Mail: undefined }, BASE, { observed: mail('pending', 'x@example.com') }).findings)).toEqual([]);
  });

  test('findings make an unchanged review worth a look', () => {
    expect(reviewOf(BASE, BASE, { observed: mail('pending') }).verdict).toBe('attention');
    expect(reviewOf(BASE, BASE, { observed: mail('confirmed') }).verdict).toBe('no-changes');
  });
});
