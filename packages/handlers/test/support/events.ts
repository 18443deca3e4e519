/** An SNS event as Lambda receives it, with one record for each message. */
export function snsEvent(...messages: readonly { readonly Message: string; readonly Subject?: string }[]): unknown {
  return {
    Records: messages.map((message, index) => ({
      EventVersion: '1.0',
      EventSource: 'aws:sns',
      EventSubscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:payment-alerts-critical:6d9a6a8b-0b1f-4a0e-9f36-3f7d6a2b8c11',
      Sns: {
        Type: 'Notification',
        MessageId: `message-${index + 1}`,
        TopicArn: 'arn:aws:sns:eu-west-1:111122223333:payment-alerts-critical',
        Subject: null,
        Timestamp: '2026-11-20T10:11:13.000Z',
        SignatureVersion: '1',
        Signature: 'EXAMPLE',
        SigningCertUrl: 'EXAMPLE',
        UnsubscribeUrl: 'EXAMPLE',
        MessageAttributes: {},
        ...message,
      },
    })),
  };
}

/** Why the alarm of {@link metricAlarm} went off, newest datapoint first. */
export const METRIC_ALARM_REASON =
  'Threshold Crossed: 2 out of the last 3 datapoints [2.5 (20/11/26 10:10:00), 1.9 (20/11/26 10:09:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).';

/** What CloudWatch publishes when a metric alarm changes its state. */
export function metricAlarm(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    AlarmName: 'payment-high-error-rate-prod',
    AlarmDescription: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.',
    AWSAccountId: '111122223333',
    AlarmConfigurationUpdatedTimestamp: '2026-11-01T08:00:00.000+0000',
    NewStateValue: 'ALARM',
    NewStateReason: METRIC_ALARM_REASON,
    StateChangeTime: '2026-11-20T10:11:12.345+0000',
    Region: 'EU (Ireland)',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod',
    OldStateValue: 'OK',
    OKActions: [],
    AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:payment-alerts-critical'],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      StatisticType: 'Statistic',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [{ value: 'payment-processor', name: 'FunctionName' }],
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      EvaluateLowSampleCountPercentile: '',
    },
    ...changes,
  });
}

/** What CloudWatch publishes when a composite alarm changes its state. */
export function compositeAlarm(): string {
  return JSON.stringify({
    AlarmName: 'payment-system-degradation-prod',
    AlarmDescription: null,
    AWSAccountId: '111122223333',
    NewStateValue: 'ALARM',
    NewStateReason: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod transitioned to ALARM at Friday 20 November, 2026 10:11:12 UTC',
    StateChangeTime: '2026-11-20T10:11:12.345+0000',
    Region: 'EU (Ireland)',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-system-degradation-prod',
    OldStateValue: 'OK',
    AlarmRule: 'ALARM("payment-high-error-rate-prod")',
    TriggeringChildren: [{ Arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod', State: { Value: 'ALARM', Timestamp: '2026-11-20T10:11:12.000+0000' } }],
  });
}

/** What EventBridge publishes for an API call that CloudTrail saw. */
export function apiCallEvent(): string {
  return JSON.stringify({
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: '111122223333',
    time: '2026-11-20T10:11:12Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      eventName: 'CreateAccessKey',
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' },
      requestParameters: { userName: 'alice', card: '4111111111111111' },
      errorCode: 'AccessDenied',
    },
  });
}

/** What EventBridge publishes when an alarm changes its state. */
export function alarmEvent(): string {
  return JSON.stringify({
    version: '0',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-11-20T10:11:13Z',
    region: 'cn-north-1',
    resources: ['arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:payment-api-high-latency'],
    detail: {
      alarmName: 'payment-api-high-latency',
      configuration: { description: 'p99 above 500 ms' },
      state: { value: 'OK', reason: 'Threshold not crossed', timestamp: '2026-11-20T10:11:12.345+0000' },
      previousState: { value: 'ALARM' },
    },
  });
}

/** What CloudWatch publishes for an alarm on a formula. */
export function metricMathAlarm(): string {
  const metric = (MetricName: string) => ({ Dimensions: [{ value: 'payments', name: 'ApiName' }], MetricName, Namespace: 'AWS/ApiGateway' });
  return metricAlarm({
    AlarmName: 'payment-error-rate',
    NewStateReason: 'Threshold Crossed: 1 datapoint [7.142857142857142 (20/11/26 10:06:00)] was greater than or equal to the threshold (5.0).',
    Trigger: {
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 5,
      TreatMissingData: '- TreatMissingData:                    notBreaching',
      EvaluateLowSampleCountPercentile: '',
      Metrics: [
        { Expression: '100 * errors / requests', Id: 'rate', Label: 'Error rate', ReturnData: true },
        { Id: 'errors', MetricStat: { Metric: metric('5XXError'), Period: 300, Stat: 'Sum' }, ReturnData: false },
        { Id: 'requests', MetricStat: { Metric: metric('Count'), Period: 300, Stat: 'Sum' }, ReturnData: false },
      ],
    },
  });
}

/** What CloudWatch publishes for an alarm on an anomaly band. */
export function anomalyAlarm(): string {
  return metricAlarm({
    AlarmName: 'payment-volume-anomaly',
    NewStateReason:
      'Thresholds Crossed: 2 out of the last 2 datapoints [28.244242980188464 (20/11/26 10:05:00), 27.035814838199848 (20/11/26 10:00:00)] were less than the lower thresholds [31.723549397187316, 31.317673764600034] or greater than the upper thresholds [33.09242087209403, 32.68864166862828] (minimum 2 datapoints for OK -> ALARM transition).',
    Trigger: {
      Period: 300,
      EvaluationPeriods: 2,
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      ThresholdMetricId: 'ad1',
      TreatMissingData: '- TreatMissingData:                    missing',
      EvaluateLowSampleCountPercentile: '',
      Metrics: [
        {
          Id: 'm1',
          MetricStat: { Metric: { Dimensions: [{ value: 'prod', name: 'Environment' }], MetricName: 'TransactionCount', Namespace: 'PaymentSystem' }, Period: 300, Stat: 'Average' },
          ReturnData: true,
        },
        { Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Id: 'ad1', Label: 'TransactionCount (expected)', ReturnData: true },
      ],
    },
  });
}

/** What CloudWatch publishes when it has nothing to judge by. */
export function insufficientData(): string {
  return metricAlarm({ NewStateValue: 'INSUFFICIENT_DATA', NewStateReason: 'Insufficient Data: 3 datapoints were unknown.' });
}

const state = (value: string, minute: number, reason: string, data: object) => ({
  value,
  reason,
  reasonData: JSON.stringify({ version: '1.0', queryDate: `2026-11-20T10:${minute}:12.340+0000`, startDate: '2026-11-20T09:59:00.000+0000', period: 300, ...data }),
  timestamp: `2026-11-20T10:${minute}:12.345+0000`,
});

/** What EventBridge publishes when a metric alarm is over: with the state before, and since when. */
export function resolvedAlarmEvent(): string {
  return JSON.stringify({
    version: '0',
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-11-20T10:26:12Z',
    region: 'eu-west-1',
    resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod'],
    detail: {
      alarmName: 'payment-high-error-rate-prod',
      configuration: {
        description: 'Error rate above 1 %.',
        metrics: [
          {
            id: '30b6c6b2-a864-43a2-4877-c09a1afc3b87',
            metricStat: { metric: { dimensions: { FunctionName: 'payment-processor' }, name: 'Errors', namespace: 'AWS/Lambda' }, period: 300, stat: 'Sum' },
            returnData: true,
          },
        ],
      },
      previousState: state('ALARM', 11, 'Threshold Crossed: 1 out of the last 1 datapoints [99.5 (20/11/26 10:06:00)] was greater than the threshold (50.0).', { recentDatapoints: [99.5], threshold: 50 }),
      state: state('OK', 26, 'Threshold Crossed: 2 out of the last 2 datapoints [0.25 (20/11/26 10:21:00), 3.0 (20/11/26 10:16:00)] were not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).', {
        statistic: 'Sum',
        recentDatapoints: [3, 0.25],
        threshold: 50,
      }),
    },
  });
}

/** What EventBridge publishes when a composite alarm goes off. */
export function compositeAlarmEvent(): string {
  const alarm = (name: string) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
  return JSON.stringify({
    version: '0',
    id: 'd3dfc86d-384d-24c8-0345-9f7986db0b80',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-11-20T10:11:12Z',
    region: 'eu-west-1',
    resources: [alarm('payment-system-degradation-prod')],
    detail: {
      alarmName: 'payment-system-degradation-prod',
      configuration: { alarmRule: 'ALARM("payment-high-error-rate-prod")', actionsEnabled: true },
      state: {
        value: 'ALARM',
        reason: `${alarm('payment-high-error-rate-prod')} transitioned to ALARM at Friday 20 November, 2026 10:11:12 UTC`,
        reasonData: JSON.stringify({ triggeringAlarms: [{ arn: alarm('payment-high-error-rate-prod'), state: { value: 'ALARM', timestamp: '2026-11-20T10:11:12.000+0000' } }] }),
        timestamp: '2026-11-20T10:11:12.345+0000',
      },
      previousState: { value: 'OK', reason: `${alarm('payment-system-degradation-prod')} was created and its alarm rule evaluates to OK`, timestamp: '2026-11-20T07:06:12.345+0000' },
    },
  });
}

/** What EventBridge publishes for an AWS Health event. */
export function healthEvent(): string {
  return JSON.stringify({
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': 'AWS Health Event',
    source: 'aws.health',
    account: '111122223333',
    time: '2026-11-20T10:11:12Z',
    region: 'eu-west-1',
    resources: ['i-abcd1111'],
    detail: {
      eventArn: 'arn:aws:health:eu-west-1::event/LAMBDA/AWS_LAMBDA_OPERATIONAL_ISSUE/AWS_LAMBDA_OPERATIONAL_ISSUE_90353408594353980',
      service: 'LAMBDA',
      eventTypeCode: 'AWS_LAMBDA_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      eventScopeCode: 'PUBLIC',
      statusCode: 'open',
      startTime: 'Fri, 20 Nov 2026 10:00:00 GMT',
      eventDescription: [{ language: 'en_US', latestDescription: 'We are investigating increased error rates.' }],
      affectedEntities: [{ entityValue: 'i-abcd1111', tags: { owner: 'alice' } }],
    },
  });
}

/** What AWS Budgets publishes, with its subject. */
export const BUDGET_NOTICE = {
  Subject: 'AWS Budgets: payments-prod has exceeded your alert threshold',
  Message:
    'AWS Budget Notification November 20, 2026\nAWS Account 111122223333\n\nDear AWS Customer,\n\nYou requested that we alert you when the ACTUAL Cost associated with your payments-prod budget is greater than $80.00 for the current month. The ACTUAL Cost associated with this budget is $85.50. You can find additional details below and by accessing the AWS Budgets dashboard [1].\n\nBudget Name: payments-prod\nBudget Type: Cost\nBudgeted Amount: $100.00\nAlert Type: ACTUAL\nAlert Threshold: > $80.00\nACTUAL Amount: $85.50\n\n[1] https://console.aws.amazon.com/costmanagement/home#/budgets\n',
} as const;

/** The text of an SNS message that asks to confirm a subscription. */
export const SUBSCRIPTION_CONFIRMATION =
  'You have chosen to subscribe to the topic arn:aws:sns:eu-west-1:111122223333:payment-alerts-critical.\nTo confirm the subscription, visit the SubscribeURL included in this message.';

/** The monthly message that proves a route. */
export function heartbeat(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    source: 'payment-observability',
    'detail-type': 'Alert route heartbeat',
    id: '0b8f7c9e-2f55-4c57-9d7c-6f6d1f2f7a10',
    time: '2026-11-01T09:00:00Z',
    account: '111122223333',
    region: 'eu-west-1',
    detail: { severity: 'critical' },
    ...changes,
  });
}

/** What nobody should publish on an alert topic, and somebody will. */
export const GARBAGE: readonly (readonly [kind: string, message: string])[] = [
  ['nothing', ''],
  ['256 KB of text', 'x'.repeat(256 * 1024)],
  ['256 KB of card numbers', '4111 1111 1111 1111 '.repeat(13_107)],
  ['half a surrogate pair', 'a\uD83Db'],
  ['a list', '[{"AlarmName":"a"}]'],
  ['a number', '5'],
  ['null', 'null'],
  ['cut JSON', '{"AlarmName":'],
  ['JSON in JSON', JSON.stringify(JSON.stringify({ AlarmName: 'a' }))],
  ['lists 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['an alarm of wrong types', '{"AlarmName":"a","AlarmArn":[],"AlarmDescription":{},"NewStateReason":5,"StateChangeTime":{},"Trigger":[1],"TriggeringChildren":{"a":1}}'],
  ['an alarm with garbage inside', '{"AlarmName":"a","Trigger":{"Metrics":[1,null,{"MetricStat":7},{"MetricStat":{"Metric":{"MetricName":"m","Dimensions":[null,{"name":1,"value":{}}]}}}]},"TriggeringChildren":[null,{"Arn":1}]}'],
  ['an event with garbage inside', '{"detail-type":"CloudWatch Alarm State Change","detail":{"alarmName":"a","state":{"reasonData":"{","value":[]},"configuration":{"metrics":{}}},"resources":[{}]}'],
  ['a name that is a prototype', '{"AlarmName":"__proto__","Trigger":{"MetricName":"constructor","Dimensions":[{"name":"__proto__","value":"x"}]}}'],
];
