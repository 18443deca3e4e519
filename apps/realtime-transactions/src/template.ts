import type { TemplateDefaults } from '@payment-observability/config';

const count = { name: 'TransactionCount' };
const errors = { name: 'TransactionErrors' };
const lambda = (name: string) => ({ resource: 'functions.processor', name });
const stream = (name: string) => ({ resource: 'streams.transactions', name });
const queue = (name: string) => ({ resource: 'queues.deadLetters', name });
const rule = (ruleName: string) => ({ namespace: 'AWS/Events', dimensions: { EventBusName: 'transaction-events-{env}', RuleName: ruleName }, statistic: 'Sum' });
const matched = (ruleName: string, label: string) => ({ ...rule(ruleName), name: 'MatchedEvents', label });
const undelivered = (ruleName: string, label: string) => ({ ...rule(ruleName), name: 'FailedInvocations', label });
/** 3 of 5 minutes. */
const mostOfFiveMinutes = { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 3 };
const fiveMinutes = { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 5 };

/**
 * Defaults of the realtime-transactions reference system (rows R1–R35). A user's file is merged over them,
 * then the environment's overrides.
 */
export const template = {
  name: 'realtime-transactions',
  title: 'Live payment transactions through Kinesis, with routing by what they contain',
  defaults: {
    tags: { System: 'RealtimeTransactions', CostCenter: 'Engineering', Compliance: 'PCI-DSS' },

    resources: {
      dashboard: { dashboardName: 'transaction-resources-{env}' },
      functions: { processor: { functionName: 'transaction-processor-{env}', timeoutSeconds: 60 } },
      streams: { transactions: { streamName: 'transaction-stream-{env}', retentionHours: 24 } },
      queues: { deadLetters: { queueName: 'transaction-dlq-{env}', isDeadLetterQueue: true } },
    },

    encryption: {
      keys: {
        data: { description: 'Stream, counters and failed records of {name} {env}', purpose: 'TransactionEncryption' },
        logs: { description: 'Log groups of {name} {env}', purpose: 'LogEncryption' },
        alerts: { description: 'Alarm topic and its queue of {name} {env}', purpose: 'AlertEncryption' },
      },
    },

    logs: {
      encryptionKey: 'logs',
      retentionDays: 30,
      groups: {
        processor: { logGroupName: '/aws/lambda/transaction-processor-{env}', component: 'processor' },
      },
      masking: {
        managedIdentifiers: { cardNumber: 'CreditCardNumber' },
        // the first digit 2 to 6 leaves epoch milliseconds readable
        customIdentifiers: { pan: '[2-6][0-9]{12,18}' },
      },
      queries: {
        errorAnalysis: {
          queryName: 'transaction-{env}-Error-Analysis',
          groups: ['processor'],
          query: `filter ispresent(error_type)
| stats count(*) as errors by error_type
| sort errors desc`,
        },
        latencyTrends: {
          queryName: 'transaction-{env}-Latency-Trends',
          groups: ['processor'],
          query: `filter ispresent(ProcessingTime)
| stats pct(ProcessingTime, 95) as p95Ms, pct(ProcessingTime, 99) as p99Ms by bin(5m)`,
        },
        transactionTypes: {
          queryName: 'transaction-{env}-Transaction-Types',
          groups: ['processor'],
          query: `filter TransactionCount = 1
| stats count(*) as transactions by Type
| sort transactions desc`,
        },
        successRate: {
          queryName: 'transaction-{env}-Success-Rate',
          groups: ['processor'],
          query: `filter TransactionCount = 1
| stats count(*) - sum(TransactionErrors) as succeeded, sum(TransactionErrors) as failed, 100 * (count(*) - sum(TransactionErrors)) / count(*) as successPercent by bin(5m)`,
        },
      },
    },

    metrics: { namespace: 'Payments/{env}/Realtime' },

    transactions: {
      encryptionKey: 'data',
      stream: { streamName: 'transaction-stream-{env}', mode: 'provisioned', shards: 5, retentionHours: 24, shardLevelMetrics: true },
      processor: {
        functionName: 'transaction-processor-{env}',
        package: 'container',
        architecture: 'x86_64',
        memoryMb: 512,
        timeoutSeconds: 60,
        logGroup: 'processor',
      },
      mapping: { batchSize: 100, batchingWindowSeconds: 1, maximumRetries: 3, maximumRecordAgeSeconds: 3600, parallelizationFactor: 1 },
      failures: {
        queueName: 'transaction-dlq-{env}',
        bucket: { bucketName: 'transaction-failures-{env}-{account}-{region}', expireDays: 90 },
      },
      velocity: { tableName: 'transaction-velocity-{env}', windowSeconds: 60 },
      bus: {
        busName: 'transaction-events-{env}',
        source: 'payments.transactions',
        logGroupName: '/aws/events/transaction-events-{env}',
        retentionDays: 30,
      },
      routing: {
        highValue: {
          ruleName: 'transaction-high-value-{env}',
          description: 'Transactions of more than 10,000',
          match: { amount: { above: 10_000 } },
          notify: 'critical',
        },
        failed: {
          ruleName: 'transaction-failed-{env}',
          // no topic: the alarm on their share notifies
          description: 'Transactions that failed',
          match: { status: ['FAILED', 'ERROR'] },
        },
        fraud: {
          ruleName: 'transaction-fraud-{env}',
          description: 'Transactions with a high risk score from a country outside of the standard set',
          match: {
            risk_score: { above: 80 },
            merchant_country: { noneOf: ['AT', 'AU', 'BE', 'CA', 'CH', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'JP', 'LU', 'NL', 'NO', 'NZ', 'PT', 'SE', 'US'] },
          },
          notify: 'critical',
        },
        velocity: {
          ruleName: 'transaction-velocity-{env}',
          description: 'Merchants with more than 20 transactions in a window of 60 seconds',
          match: { transaction_count: { above: 20 } },
          notify: 'critical',
        },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      critical: { topicName: 'transaction-alerts-{env}', displayName: 'Transaction alerts' },
    },

    alarms: {
      errorRate: {
        component: 'Processing',
        alarmName: 'transaction-error-rate-{env}',
        description: 'Too many transactions fail.',
        severity: 'critical',
        silent: 'transaction-processing-health-{env} notifies',
        errorRatePercent: 5,
        minimumSamples: 20,
        errors,
        total: count,
        ...mostOfFiveMinutes,
        missingData: 'notBreaching',
      },
      processingTime: {
        component: 'Processing',
        alarmName: 'transaction-processing-time-{env}',
        description: 'The slowest transactions take too long.',
        severity: 'critical',
        silent: 'transaction-processing-health-{env} notifies',
        metric: { name: 'ProcessingTime' },
        latencyP99Ms: 1000,
        ...mostOfFiveMinutes,
        missingData: 'notBreaching',
      },
      processingHealth: {
        component: 'Processing',
        alarmName: 'transaction-processing-health-{env}',
        description: 'Transactions fail or are slow.',
        severity: 'critical',
        when: { any: ['errorRate', 'processingTime'] },
      },
      throttles: {
        component: 'Capacity',
        alarmName: 'transaction-throttles-{env}',
        description: 'The processor is throttled.',
        severity: 'critical',
        silent: 'transaction-system-capacity-{env} notifies',
        metric: lambda('Throttles'),
        countAbove: 0,
        ...fiveMinutes,
        missingData: 'notBreaching',
      },
      iteratorAge: {
        component: 'Capacity',
        alarmName: 'transaction-iterator-age-{env}',
        description: 'The processor falls behind the stream, or does not read it.',
        severity: 'critical',
        silent: 'transaction-system-capacity-{env} notifies',
        metric: stream('GetRecords.IteratorAgeMilliseconds'),
        maximumAbove: 60_000,
        ...fiveMinutes,
        missingData: 'breaching',
      },
      systemCapacity: {
        component: 'Capacity',
        alarmName: 'transaction-system-capacity-{env}',
        description: 'The processor is throttled or falls behind the stream.',
        severity: 'critical',
        when: { any: ['throttles', 'iteratorAge'] },
      },
      deadLetters: {
        component: 'Processing',
        alarmName: 'transaction-dead-letters-{env}',
        description: 'Transactions could not be processed; they wait in the dead-letter queue and its bucket.',
        severity: 'critical',
        metric: queue('ApproximateNumberOfMessagesVisible'),
        maximumAbove: 0,
        periodSeconds: 60,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        missingData: 'notBreaching',
      },
    },

    dashboards: {
      overview: {
        dashboardName: 'transaction-monitoring-{env}',
        periodSeconds: 60,
        start: '-PT3H',
        widgets: {
          transactionVolume: { title: 'Transaction Volume', x: 0, y: 0, width: 6, height: 6, yMin: 0, series: { count: { ...count, statistic: 'Sum', label: 'Transactions' } } },
          errorRate: {
            title: 'Error Rate', x: 6, y: 0, width: 6, height: 6, yMin: 0,
            lines: { threshold: { value: 5, label: 'Error Threshold', color: '#ff0000' } },
            series: {
              errors: { ...errors, statistic: 'Sum', visible: false },
              total: { ...count, statistic: 'Sum', visible: false },
              rate: { expression: 'IF(total >= 20, 100 * errors / total, 0)', label: 'Error Rate %' },
            },
          },
          duration: {
            title: 'Lambda Duration (ms)', x: 12, y: 0, width: 6, height: 6, yMin: 0,
            series: { average: { ...lambda('Duration'), statistic: 'Average', label: 'Average' }, p99: { ...lambda('Duration'), statistic: 'p99', label: 'p99' } },
          },
          invocations: { title: 'Lambda Invocations', x: 18, y: 0, width: 6, height: 6, yMin: 0, series: { invocations: { ...lambda('Invocations'), statistic: 'Sum', label: 'Invocations' } } },
          lambdaErrors: { title: 'Lambda Errors', x: 0, y: 6, width: 6, height: 6, yMin: 0, series: { errors: { ...lambda('Errors'), statistic: 'Sum', label: 'Errors' } } },
          throttles: { title: 'Lambda Throttles', x: 6, y: 6, width: 6, height: 6, yMin: 0, series: { throttles: { ...lambda('Throttles'), statistic: 'Sum', label: 'Throttles' } } },
          incomingRecords: { title: 'Kinesis Incoming Records', x: 12, y: 6, width: 6, height: 6, yMin: 0, series: { records: { ...stream('IncomingRecords'), statistic: 'Sum', label: 'Records' } } },
          iteratorAge: {
            title: 'Kinesis Iterator Age (ms)', x: 18, y: 6, width: 6, height: 6, yMin: 0,
            lines: { threshold: { value: 60_000, label: 'Age Threshold', color: '#ff9900' } },
            series: { age: { ...stream('GetRecords.IteratorAgeMilliseconds'), statistic: 'Maximum', label: 'Oldest record' } },
          },
          deadLetters: {
            title: 'Dead-Letter Queue Depth', x: 0, y: 12, width: 12, height: 6, yMin: 0,
            series: { visible: { ...queue('ApproximateNumberOfMessagesVisible'), statistic: 'Maximum', label: 'Messages' } },
          },
          status: { type: 'alarmStatus', title: 'Processing Health and System Capacity', x: 12, y: 12, width: 12, height: 6, alarms: ['processingHealth', 'systemCapacity'] },
        },
      },
      routing: {
        dashboardName: 'transaction-routing-{env}',
        periodSeconds: 60,
        start: '-PT3H',
        widgets: {
          matched: {
            title: 'Matched Events by Rule', x: 0, y: 0, width: 12, height: 6, yMin: 0,
            series: {
              highValue: matched('transaction-high-value-{env}', 'High value'),
              failed: matched('transaction-failed-{env}', 'Failed'),
              fraud: matched('transaction-fraud-{env}', 'Fraud'),
              velocity: matched('transaction-velocity-{env}', 'Velocity'),
            },
          },
          undelivered: {
            title: 'Events That Reached No Target', x: 12, y: 0, width: 12, height: 6, yMin: 0,
            series: {
              highValue: undelivered('transaction-high-value-{env}', 'High value'),
              failed: undelivered('transaction-failed-{env}', 'Failed'),
              fraud: undelivered('transaction-fraud-{env}', 'Fraud'),
              velocity: undelivered('transaction-velocity-{env}', 'Velocity'),
            },
          },
        },
      },
    },

    tracing: {
      samplingRules: {
// for the entry services of transactions: Lambda decides on its own part itself
        all: { ruleName: 'transaction-{env}-all', priority: 100, fixedRate: 1, reservoirSize: 50, urlPath: '/transactions/*' },
      },
      groups: {
        processor: { groupName: 'Transactions-{env}', filterExpression: 'service("transaction-processor-{env}")' },
        failed: { groupName: 'FailedTransactions-{env}', filterExpression: 'annotation.outcome = "failed" OR error = true OR fault = true' },
      },
    },

    cost: {
      records: 10_000_000, recordKiB: 1, busEvents: 10_000_000, tableReads: 500_000, tableWrites: 5_000_000, tableGiB: 0.5,
      logGiB: 8, logsInsightsGiB: 20, emfMetrics: 32, alerts: 500, queueRequests: 10_000, keyRequests: 1_000_000,
      objectGiB: 0.1, objectPuts: 1000, traces: 400_000, tracesRead: 50_000,
      functions: { 'transactions.processor': { calls: 400_000, ms: 250 } },
    },
  },
} as const satisfies TemplateDefaults;
