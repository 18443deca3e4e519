const api = { component: 'API' };
const lambda = { component: 'Lambda' };
const table = { component: 'Database' };
const payments = { component: 'Payments' };
const monitoring = { component: 'Monitoring' };

const throttled = (alarmName: string, what: string, metricName: string, dimensions: Readonly<Record<string, string>>) => ({
  ...table,
  alarmName,
  description: `Requests that ${what} are throttled.`,
  severity: 'warning',
  metric: { namespace: 'AWS/DynamoDB', name: metricName, dimensions },
  countAbove: 0,
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  missingData: 'notBreaching',
});

/** What tells people must not fail unseen: another topic hears of it. */
const undelivered = (topic: string, severity: string) => ({
  ...monitoring,
  alarmName: `payments-{env}-${topic}-topic-failures`,
  description: `Notifications of the topic for ${topic} alerts do not reach a subscriber.`,
  severity,
  metric: { namespace: 'AWS/SNS', name: 'NumberOfNotificationsFailed', dimensions: { TopicName: `payments-{env}-${topic}` } },
  countAbove: 0,
  periodSeconds: 300,
  evaluationPeriods: 3,
  datapointsToAlarm: 1,
  missingData: 'notBreaching',
});

const eventsLost = (ruleName: string) => ({
  ...monitoring,
  alarmName: `${ruleName}-failed-invocations`,
  description: `Events of the rule ${ruleName} cannot be delivered.`,
  severity: 'warning',
  metric: { namespace: 'AWS/Events', name: 'FailedInvocations', dimensions: { RuleName: ruleName } },
  countAbove: 0,
  periodSeconds: 300,
  evaluationPeriods: 3,
  datapointsToAlarm: 1,
  missingData: 'notBreaching',
});

/** Rows S7–S11, S27 and S36. */
export const alarms = {
  apiClientErrors: {
    ...api,
    alarmName: 'payments-{env}-api-4xx',
    description: 'Too many requests are refused as the fault of the caller.',
    severity: 'warning',
    metric: { resource: 'apis.payments', name: '4XXError' },
    fractionAbove: 0.01,
    periodSeconds: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    missingData: 'notBreaching',
  },
  apiServerErrors: {
    ...api,
    alarmName: 'payments-{env}-api-5xx',
    description: 'Too many requests end in a server error.',
    severity: 'critical',
    metric: { resource: 'apis.payments', name: '5XXError' },
    fractionAbove: 0.01,
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    missingData: 'notBreaching',
  },
  lambdaErrors: {
    ...lambda,
    alarmName: 'payments-{env}-lambda-errors',
    description: 'Too many calls of the payment processor fail.',
    severity: 'critical',
    errors: { resource: 'functions.processor', name: 'Errors' },
    total: { resource: 'functions.processor', name: 'Invocations' },
    errorRatePercent: 0.5,
    // one failure of 200 is 0.5 %: it alone must not alarm
    minimumSamples: 200,
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missingData: 'notBreaching',
  },
  readThrottles: throttled('payments-{env}-table-read-throttles', 'read the payments table', 'ReadThrottleEvents', { TableName: 'payments-{env}' }),
  writeThrottles: throttled('payments-{env}-table-write-throttles', 'write the payments table', 'WriteThrottleEvents', { TableName: 'payments-{env}' }),
  indexReadThrottles: throttled('payments-{env}-index-read-throttles', 'read the index by merchant', 'ReadThrottleEvents', {
    TableName: 'payments-{env}',
    GlobalSecondaryIndexName: 'by-merchant',
  }),
  indexWriteThrottles: throttled('payments-{env}-index-write-throttles', 'write the index by merchant', 'WriteThrottleEvents', {
    TableName: 'payments-{env}',
    GlobalSecondaryIndexName: 'by-merchant',
  }),
  paymentFailures: {
    ...payments,
    alarmName: 'payments-{env}-payment-failures',
    description: 'Too many payments fail.',
    severity: 'critical',
    errors: { name: 'PaymentFailures' },
    total: { name: 'PaymentAttempts' },
    errorRatePercent: 5,
    minimumSamples: 20,
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missingData: 'notBreaching',
  },
  criticalTopicFailures: undelivered('critical', 'warning'),
  warningTopicFailures: undelivered('warning', 'critical'),
  infoTopicFailures: undelivered('info', 'warning'),
  undeliveredEvents: {
    ...monitoring,
    alarmName: 'payments-{env}-undelivered-events',
    description: 'Events could not be recorded or sent; they lie in the dead-letter queue.',
    severity: 'warning',
    metric: { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: 'payments-{env}-undelivered-events' } },
    maximumAbove: 0,
    periodSeconds: 300,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    missingData: 'notBreaching',
  },
  alarmStatesFailed: eventsLost('payments-{env}-alarm-states'),
  healthFailed: eventsLost('payments-{env}-aws-health'),
} as const;
