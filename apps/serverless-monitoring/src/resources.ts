/** Alerts and events are rare: one that is lost counts. */
const once = { periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 1 };

/** A failure of what tells people is heard by another topic than the one that fails. */
const topic = (topicName: string, severity: 'critical' | 'warning') => ({
  topicName,
  alarms: {
    deliveryFailures: { ...once, severity },
    lostNotifications: { ...once, severity },
    invalidBodies: { ...once, severity },
    invalidAttributes: { enabled: false, reason: 'no subscription filters by attributes' },
    deadLetters: { enabled: false, reason: 'the dead-letter queue of the topics has an alarm of its own' },
  },
});

const throttles = { severity: 'warning', threshold: 0, periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };

/** The rules of the section audit by their ids; but not iamChanges, which is in us-east-1 wherever the rest is. */
const rules = {
  alarmStates: { ruleName: 'payments-{env}-alarm-states' },
  health: { ruleName: 'payments-{env}-aws-health' },
  securityGroupChanges: { ruleName: 'payments-{env}-audit-security-groups' },
  databaseAccess: { ruleName: 'payments-{env}-audit-database-access' },
  tableChanges: { ruleName: 'payments-{env}-audit-table-changes' },
  kmsKeyUsage: { ruleName: 'payments-{env}-audit-kms-key-usage' },
  trailTampering: { ruleName: 'payments-{env}-audit-trail-tampering' },
  logTampering: { ruleName: 'payments-{env}-audit-log-tampering' },
  alarmTampering: { ruleName: 'payments-{env}-audit-alarm-tampering' },
} as const;

/** What the team runs, and what tells it of failures (rows S4–S6, S10 and S36). */
export const resources = {
  apis: { payments: { type: 'rest', apiName: 'payments-{env}-api', stage: '{env}' } },
  functions: { processor: { functionName: 'payments-{env}-processor', timeoutSeconds: 30, lambdaInsights: true } },
  tables: {
    payments: {
      tableName: 'payments-{env}',
      capacityMode: 'provisioned',
      indexes: { byMerchant: { indexName: 'by-merchant' } },
      operations: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
      alarms: { readThrottles: throttles, writeThrottles: throttles },
    },
  },
  topics: {
    critical: topic('payments-{env}-critical', 'warning'),
    warning: topic('payments-{env}-warning', 'critical'),
    info: topic('payments-{env}-info', 'warning'),
  },
  queues: { undeliveredEvents: { queueName: 'payments-{env}-undelivered-events', isDeadLetterQueue: true, alarms: { deadLetters: { ...once, severity: 'warning' } } } },
  eventBuses: {
    default: {
      busName: 'default',
      rules,
      alarms: {
        failedInvocations: { ...once, severity: 'warning' },
        lostEvents: { ...once, severity: 'warning' },
        throttledRules: { enabled: false, reason: 'throttled events are delivered later, and failedInvocations hears of those that are not' },
      },
    },
  },
} as const;
