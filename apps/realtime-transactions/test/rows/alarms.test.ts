import { Match } from 'aws-cdk-lib/assertions';
import { world } from '../realtime-transactions';
import { alarm, idOf, propertiesOf } from './resource';

const TOPIC = { Ref: idOf('AWS::SNS::Topic') };
const composite = (name: string) => propertiesOf('AWS::CloudWatch::CompositeAlarm', 'AlarmName', name);
const childrenOf = (name: string) => [...JSON.stringify(composite(name)['AlarmRule']).matchAll(/ALARM\(\\*"?\\*"",\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g)].map(([, id]) => id);
const alarmId = (name: string) => idOf('AWS::CloudWatch::Alarm', 'AlarmName', name);

test('R17 topic transaction-alerts-dev: customer key that CloudWatch and EventBridge may use, both may publish', () => {
  const { KmsMasterKeyId, TopicName } = propertiesOf('AWS::SNS::Topic');
  const [keyId] = (KmsMasterKeyId as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
  expect(TopicName).toBe('transaction-alerts-dev');
  const services = (statements: { Principal: { Service?: string } }[]) => statements.map(({ Principal }) => Principal.Service).filter((service) => service !== undefined);
  const key = world.home().findResources('AWS::KMS::Key')[keyId] as { Properties: { KeyPolicy: { Statement: { Principal: { Service?: string } }[] } } };
  expect(services(key.Properties.KeyPolicy.Statement)).toEqual(expect.arrayContaining(['cloudwatch.amazonaws.com', 'events.amazonaws.com']));
  const { PolicyDocument } = propertiesOf('AWS::SNS::TopicPolicy') as { PolicyDocument: { Statement: { Principal: { Service?: string } }[] } };
  expect(services(PolicyDocument.Statement)).toEqual(expect.arrayContaining(['cloudwatch.amazonaws.com', 'events.amazonaws.com']));
});

test('R17 e-mail subscription, with a dead-letter queue', () => {
  world.home('notifications: { critical: { emails: { oncall: oncall@example.com } } }').hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email', Endpoint: 'oncall@example.com', TopicArn: TOPIC, RedrivePolicy: { deadLetterTargetArn: Match.anyValue() },
  });
});

describe('R18 composite transaction-processing-health-dev', () => {
  test('R18 error rate above 5 % of at least 20 transactions, 60 s, 3 of 5', () => {
    expect(alarm('transaction-error-rate-dev')).toMatchObject({ Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 5, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' });
    const stat = (MetricName: string) => Match.objectLike({ ReturnData: false, MetricStat: { Metric: { Namespace: 'Payments/dev/Realtime', MetricName }, Period: 60, Stat: 'Sum' } });
    world.home().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'transaction-error-rate-dev',
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'IF(total >= 20, 100 * errors / total, 0)' }), stat('TransactionErrors'), stat('TransactionCount')]),
    });
  });

  test('R18 ProcessingTime p99 above 1000 ms, 60 s, 3 of 5', () => {
    const { Dimensions, ...rest } = alarm('transaction-processing-time-dev');
    expect(rest).toMatchObject({
      Namespace: 'Payments/dev/Realtime', MetricName: 'ProcessingTime', ExtendedStatistic: 'p99', Threshold: 1000, ComparisonOperator: 'GreaterThanThreshold', Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching',
    });
    expect(Dimensions).toBeUndefined();
  });

  test('R18 either of them raises the composite, which alone notifies', () => {
    expect(childrenOf('transaction-processing-health-dev')).toEqual([alarmId('transaction-error-rate-dev'), alarmId('transaction-processing-time-dev')]);
    expect(JSON.stringify(composite('transaction-processing-health-dev')['AlarmRule'])).toContain(' OR ');
    expect(composite('transaction-processing-health-dev')).toMatchObject({ AlarmActions: [TOPIC], OKActions: [TOPIC] });
    for (const child of ['transaction-error-rate-dev', 'transaction-processing-time-dev']) expect(alarm(child)).not.toHaveProperty('AlarmActions');
  });
});

describe('R19 composite transaction-system-capacity-dev', () => {
  test('R19 Throttles above 0, 60 s, 5 of 5', () => {
    expect(alarm('transaction-throttles-dev')).toMatchObject({
      Namespace: 'AWS/Lambda', MetricName: 'Throttles', Dimensions: [{ Name: 'FunctionName', Value: 'transaction-processor-dev' }], Statistic: 'Sum', Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 5,
      TreatMissingData: 'notBreaching',
    });
  });

  test('R19 iterator age above 60 000 ms, 60 s, 5 of 5, silence is breaching', () => {
    expect(alarm('transaction-iterator-age-dev')).toMatchObject({
      Namespace: 'AWS/Kinesis', MetricName: 'GetRecords.IteratorAgeMilliseconds', Dimensions: [{ Name: 'StreamName', Value: 'transaction-stream-dev' }], Statistic: 'Maximum', Threshold: 60_000, ComparisonOperator: 'GreaterThanThreshold', Period: 60,
      EvaluationPeriods: 5, DatapointsToAlarm: 5, TreatMissingData: 'breaching',
    });
  });

  test('R19 either of them raises the composite, which alone notifies', () => {
    expect(childrenOf('transaction-system-capacity-dev')).toEqual([alarmId('transaction-throttles-dev'), alarmId('transaction-iterator-age-dev')]);
    expect(composite('transaction-system-capacity-dev')).toMatchObject({ AlarmActions: [TOPIC], OKActions: [TOPIC] });
    for (const child of ['transaction-throttles-dev', 'transaction-iterator-age-dev']) expect(alarm(child)).not.toHaveProperty('AlarmActions');
  });
});

describe('R20 dashboard transaction-monitoring-dev', () => {
  interface Widget {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: { readonly title: string; readonly metrics?: unknown[][]; readonly alarms?: unknown[] };
  }
  const bodyOf = (name: string) => {
    const body = propertiesOf('AWS::CloudWatch::Dashboard', 'DashboardName', name)['DashboardBody'];
    const text = typeof body === 'string' ? body : (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'ARN')).join('');
    return JSON.parse(text) as { widgets: Widget[] };
  };
  const widgets = bodyOf('transaction-monitoring-dev').widgets;
  const metricsOf = (title: string) => widgets.find(({ properties }) => properties.title === title)?.properties.metrics?.map((metric) => metric.filter((part) => typeof part === 'string'));

  test('R20 ten widgets: two rows of four, 6 × 6, then two of 12 × 6', () => {
    expect(widgets.map(({ x, y, width, height }) => [x, y, width, height]).sort()).toEqual(
      [...[0, 6].flatMap((y) => [0, 6, 12, 18].map((x) => [x, y, 6, 6])), [0, 12, 12, 6], [12, 12, 12, 6]].sort(),
    );
  });

  test.each<[string, string[][]]>([
    ['Transaction Volume', [['Payments/dev/Realtime', 'TransactionCount']]],
    ['Lambda Duration (ms)', [['AWS/Lambda', 'Duration', 'FunctionName', 'transaction-processor-dev'], ['AWS/Lambda', 'Duration', 'FunctionName', 'transaction-processor-dev']]],
    ['Lambda Invocations', [['AWS/Lambda', 'Invocations', 'FunctionName', 'transaction-processor-dev']]],
    ['Lambda Errors', [['AWS/Lambda', 'Errors', 'FunctionName', 'transaction-processor-dev']]],
    ['Lambda Throttles', [['AWS/Lambda', 'Throttles', 'FunctionName', 'transaction-processor-dev']]],
    ['Kinesis Incoming Records', [['AWS/Kinesis', 'IncomingRecords', 'StreamName', 'transaction-stream-dev']]],
    ['Kinesis Iterator Age (ms)', [['AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', 'StreamName', 'transaction-stream-dev']]],
    ['Dead-Letter Queue Depth', [['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'transaction-dlq-dev']]],
  ])('R20 widget %s', (title, metrics) => {
    expect(metricsOf(title)).toEqual(metrics);
  });

  test('R20 the error rate is the expression of the alarm', () => {
    expect(JSON.stringify(widgets.find(({ properties }) => properties.title === 'Error Rate'))).toContain('IF(total >= 20, 100 * errors / total, 0)');
  });

  test('R20 the status of both composites is an alarm widget', () => {
    const status = widgets.find(({ type }) => type === 'alarm');
    expect(status?.properties.alarms).toHaveLength(2);
  });

  test('R25 a chart of the events that each rule matched, by bus and rule', () => {
    const [matched] = bodyOf('transaction-routing-dev').widgets;
    expect(matched?.properties.metrics?.map((metric) => metric.filter((part) => typeof part === 'string'))).toEqual(
      ['failed', 'fraud', 'high-value', 'velocity'].map((rule) => ['AWS/Events', 'MatchedEvents', 'EventBusName', 'transaction-events-dev', 'RuleName', `transaction-${rule}-dev`]),
    );
  });
});
