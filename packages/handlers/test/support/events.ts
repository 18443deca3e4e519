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

/** What CloudWatch publishes when a metric alarm changes its state. */
export function metricAlarm(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    AlarmName: 'payment-high-error-rate-prod',
    AlarmDescription: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.',
    AWSAccountId: '111122223333',
    AlarmConfigurationUpdatedTimestamp: '2026-11-01T08:00:00.000+0000',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 2 out of the last 3 datapoints [2.5, 1.9] were greater than the threshold (1.0).',
    StateChangeTime: '2026-11-20T10:11:12.345+0000',
    Region: 'EU (Ireland)',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod',
    OldStateValue: 'OK',
    OKActions: [],
    AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:payment-alerts-critical'],
    InsufficientDataActions: [],
    Trigger: { Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2, ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, TreatMissingData: 'notBreaching' },
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
