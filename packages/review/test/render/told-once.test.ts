import { renderComment, review, type Finding, type Severity } from '../../src/index';
import { toldOnce } from '../../src/render/told-once';
import { alarm, input, logGroup, resource, stack, template } from '../template';

const finding = (id: string, logicalId: string, more: Partial<Finding> = {}): Finding => ({ id, severity: 'blocking', group: 'alerting', title: id, why: 'because', stackId: 'home', logicalId, ...more });
const idsOf = (...findings: Finding[]): string[] => toldOnce(findings).map(({ id, logicalId }) => `${id} ${logicalId}`);

describe('a fact stands once', () => {
  test.each<[string, Finding[], string[]]>([
    ['an alarm of a resource that nobody watches any more', [finding('resource-unlisted', 'A', { path: 'resources.functions.f' }), finding('alarm-removed', 'B', { path: 'resources.functions.f.alarms.errors' })], ['resource-unlisted A']],
    ['an alarm that pages no more and is told as a warning', [finding('severity-lowered', 'A'), finding('alarm-actions-removed', 'A')], ['severity-lowered A']],
    ['the all-clear of an alarm that lost its action', [finding('alarm-actions-removed', 'A'), finding('alarm-recovery-action-removed', 'A', { severity: 'attention' })], ['alarm-actions-removed A']],
    ['an alarm made anew whose name is held', [finding('name-taken', 'A'), finding('alarm-renamed', 'A', { severity: 'attention' })], ['name-taken A']],
    ['a stack that goes', [finding('stack-removed', 'S'), finding('alarm-removed', 'A'), finding('watcher-removed', 'W'), finding('data-removed', 'D')], ['stack-removed S', 'data-removed D']],
    ['an account that is let in', [finding('cross-account-access', 'K', { title: 'Account 1 gets access through K: Allow x' }), finding('permission-broadened', 'K', { title: 'Permissions of K are broadened: Allow x' })], ['cross-account-access K']],
  ])('%s', (_fact, findings, expected) => {
    expect(idsOf(...findings)).toEqual(expected);
  });

  test.each<[string, Finding[]]>([
    ['another resource', [finding('severity-lowered', 'A'), finding('alarm-actions-removed', 'B')]],
    ['the same logical id in another stack', [finding('severity-lowered', 'A'), finding('alarm-actions-removed', 'A', { stackId: 'eu' })]],
    ['another entry of the file, whose name begins alike', [finding('resource-unlisted', 'A', { path: 'resources.functions.f' }), finding('alarm-removed', 'B', { path: 'resources.functions.f2.alarms.errors' })]],
    ['an account beside other statements', [finding('cross-account-access', 'K', { title: 'Account 1 gets access through K: Allow x' }), finding('permission-broadened', 'K', { title: 'Permissions of K are broadened: Allow x; Allow y' })]],
    ['stacks without a resource in common', [finding('alarm-actions-removed', ''), finding('signals-unheard', 'B')]],
  ])('but not where it is %s', (_other, findings) => {
    expect(toldOnce(findings)).toEqual(findings);
  });

  test.each<[Severity, number]>([['info', 2], ['attention', 2], ['blocking', 1]])('a graver finding stays, whoever made the other one %s', (severity, count) => {
    expect(toldOnce([finding('name-taken', 'A', { severity }), finding('alarm-renamed', 'A')])).toHaveLength(count);
  });
});

describe('the comment', () => {
  const own = (name: string) => alarm({ AlarmName: name, MetricName: name }, `resources.functions.f.alarms.${name}`);
  const shown = review(input([stack(template({ A: own('a'), B: own('b'), L: logGroup() }), template({ L: logGroup() }))]));
  const comment = renderComment(shown, { header: '<!-- h -->' });

  test('names a resource that nobody watches once, its alarms as what is removed, and counts what it shows', () => {
    expect(shown.findings.map(({ id }) => id)).toEqual(['resource-unlisted', 'alarm-removed', 'alarm-removed']);
    expect(comment).toContain('**2 remove** · 1 blocking\n');
    expect(comment).toContain('## 🛑 Blocked: 1 resource unlisted\n');
    expect(comment).toContain('#### Alerting lost or changed (1)\n');
    expect(comment).toContain('| 🔴 remove | `B`<br>`AWS::CloudWatch::Alarm` | `resources.functions.f.alarms.b` |');
  });

  test('counts the same in the box of the gate', () => {
    const gated = renderComment(shown, { header: '<!-- h -->', gate: { state: 'blocked', blocking: 3 } });
    expect(gated).toContain('**This check fails: 1 blocking finding, and nobody has approved.**');
  });
});

test('a function that goes with what called it, and what let that in, are not told of beside it', () => {
  const whole = {
    T: resource('AWS::SNS::Topic', { TopicName: 't' }),
    S: resource('AWS::SNS::Subscription', { Protocol: 'lambda', TopicArn: { Ref: 'T' }, Endpoint: { 'Fn::GetAtt': ['F', 'Arn'] } }),
    F: resource('AWS::Lambda::Function', { FunctionName: 'f' }),
    P: resource('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', FunctionName: { Ref: 'F' }, SourceArn: { Ref: 'T' } }),
  };
  const ids = (after: Partial<typeof whole>) => review(input([stack(template(whole), template(after))])).findings.map(({ id, logicalId }) => `${id} ${logicalId}`);
  expect(ids({ T: whole.T })).toEqual(['watcher-removed S']);
  expect(ids({ T: whole.T, S: whole.S, F: whole.F })).toContain('alerting-grant-removed P');
  expect(ids({ T: whole.T, S: whole.S })).toContain('watcher-removed F');
});

test('metric filters that follow a renamed log group are told of with it', () => {
  const filter = resource('AWS::Logs::MetricFilter', { FilterName: 'errors', FilterPattern: 'x', LogGroupName: { Ref: 'L' } });
  const findings = review(input([stack(template({ L: logGroup({ LogGroupName: 'old' }), M: filter }), template({ L: logGroup({ LogGroupName: 'new' }), M: filter }))])).findings;
  expect(findings.map(({ id }) => id)).toEqual(['data-replaced', 'log-group-renamed']);
  expect(findings[1]?.why).toContain('metric filter errors');
});

test('an allowance that is narrowed beside a refusal is not broadened', () => {
  const queue = (...rules: string[]) =>
    resource('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: 'Q' }],
      PolicyDocument: {
        Statement: [
          { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
          { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*', Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => `arn:aws:events:us-east-1:111111111111:rule/${rule}`) } } },
        ],
      },
    });
  const ids = (before: object, after: object) => review(input([stack(template({ P: before }), template({ P: after }))])).findings.map(({ id }) => id);
  expect(ids(queue('a', 'b'), queue('a'))).not.toContain('permission-broadened');
  expect(ids(queue('a'), queue('a', 'b'))).toContain('permission-broadened');
});

test('a mute rule in a new stack asks for a look: no alarm was there that could fall silent', () => {
  const mute = template({ M: resource('AWS::CloudWatch::AlarmMuteRule', { Name: 'night' }) });
  const severityOf = (before: typeof mute | undefined) => review(input([stack(before, mute)])).findings.find(({ id }) => id === 'alarm-mute-rule')?.severity;
  expect([severityOf(undefined), severityOf(template({}))]).toEqual(['attention', 'blocking']);
});
