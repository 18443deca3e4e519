import type { TemplateDefaults } from '@payment-observability/config';

const processor = { resource: 'functions.processor' };
const stream = { resource: 'streams.transactions' };
const failures = { resource: 'queues.failures' };
const count = { name: 'TransactionCount' };
const errors = { name: 'TransactionErrors' };
const inComposite = (composite: string) => `${composite} notifies in its place`;
const health = inComposite('transaction-processing-health-{env}');
const capacity = inComposite('transaction-system-capacity-{env}');
const tile = { width: 6, height: 6, yMin: 0 };

/**
 * Defaults of the realtime-transactions reference system (rows R1–R35). A user's file is merged over them, then the environment's
 * overrides.
 */
export const template = {
  name: 'realtime-transactions',
  title: 'Live payment transactions through Kinesis: validated, measured, traced and routed by content',
  defaults: {
    tags: { System: 'TransactionProcessing' },

    resources: {
      functions: { processor: { functionName: 'transaction-processor-{env}', timeoutSeconds: 60 } },
      streams: { transactions: { streamName: 'transaction-stream-{env}', retentionHours: 24 } },
      queues: { failures: { queueName: 'transaction-failures-{env}', deadLetters: true } },
    },

    encryption: {
      keys: {
        transactions: { description: 'Stream, failed records, velocity and logs of {name} {env}', purpose: 'TransactionEncryption' },
        alerts: { description: 'Alarm topic and its queue of {name} {env}', purpose: 'AlertEncryption' },
      },
    },

    logs: {
      encryptionKey: 'transactions',
      retentionDays: 30,
      groups: { processor: { logGroupName: '/aws/lambda/transaction-processor-{env}', component: 'transaction-processor' } },
      masking: {
        managedIdentifiers: { cardNumber: 'CreditCardNumber' },
        // the first digit 2 to 6 leaves epoch milliseconds readable
        customIdentifiers: { pan: '[2-6][0-9]{12,18}' },
      },
      queries: {
        errorAnalysis: {
          queryName: 'transaction-{env}-error-analysis',
          groups: ['processor'],
          query: `filter ispresent(error_type)
| stats count(*) as errors by error_type
| sort errors desc`,
        },
        latencyTrends: {
          queryName: 'transaction-{env}-latency-trends',
          groups: ['processor'],
          query: `filter ispresent(ProcessingTime)
| stats pct(ProcessingTime, 95) as p95, pct(ProcessingTime, 99) as p99 by bin(5m)`,
        },
        transactionTypes: {
          queryName: 'transaction-{env}-transaction-types',
          groups: ['processor'],
          query: `filter ispresent(TransactionCount)
| stats count(*) as transactions by Type
| sort transactions desc`,
        },
        successRate: {
          queryName: 'transaction-{env}-success-rate',
          groups: ['processor'],
          query: `filter ispresent(TransactionCount)
| stats 100 * (sum(TransactionCount) - sum(TransactionErrors)) / sum(TransactionCount) as successPercent, sum(TransactionErrors) as failures by bin(5m)`,
        },
      },
    },

    metrics: { namespace: 'Payments/{env}/Realtime' },

    alarms: {
      errorRateHigh: {
        component: 'Processing',
        alarmName: 'transaction-error-rate-high-{env}',
        description: 'Too many transactions fail.',
        severity: 'critical',
        errorRatePercent: 5,
        errors,
        total: count,
        minimumSamples: 20,
        periodSeconds: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        missingData: 'notBreaching',
        silent: health,
      },
      latencyHigh: {
        component: 'Processing',
        alarmName: 'transaction-latency-high-{env}',
        description: 'The slowest transactions take too long.',
        severity: 'critical',
        metric: { name: 'ProcessingTime' },
        latencyP99Ms: 1000,
        periodSeconds: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        missingData: 'notBreaching',
        silent: health,
      },
      processingHealth: {
        component: 'Processing',
        alarmName: 'transaction-processing-health-{env}',
        description: 'Transactions fail, or take too long.',
        severity: 'critical',
        when: { any: ['errorRateHigh', 'latencyHigh'] },
      },
      throttled: {
        component: 'Capacity',
        alarmName: 'transaction-processor-throttled-{env}',
        description: 'The processor is throttled without a pause.',
        severity: 'critical',
        metric: { ...processor, name: 'Throttles' },
        countAbove: 0,
        periodSeconds: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 5,
        missingData: 'notBreaching',
        silent: capacity,
      },
      iteratorAgeHigh: {
        component: 'Capacity',
        alarmName: 'transaction-iterator-age-high-{env}',
        description: 'The processor is behind the stream.',
        severity: 'critical',
        metric: { ...stream, name: 'GetRecords.IteratorAgeMilliseconds' },
        maximumAbove: 60_000,
        periodSeconds: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 5,
        missingData: 'breaching',
        silent: capacity,
      },
      systemCapacity: {
        component: 'Capacity',
        alarmName: 'transaction-system-capacity-{env}',
        description: 'The processor is throttled, or behind the stream.',
        severity: 'critical',
        when: { any: ['throttled', 'iteratorAgeHigh'] },
      },
      recordsFailed: {
        component: 'Processing',
        alarmName: 'transaction-records-failed-{env}',
        description: 'Records could not be processed; they are kept in the bucket of failures.',
        severity: 'critical',
        metric: { ...failures, name: 'ApproximateNumberOfMessagesVisible' },
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
          volume: { title: 'Transaction Volume', x: 0, y: 0, ...tile, series: { count: { ...count, statistic: 'Sum', label: 'Transactions' } } },
          errorRate: {
            title: 'Error Rate %', x: 6, y: 0, ...tile,
            lines: { threshold: { value: 5, label: 'Error threshold', color: '#d62728' } },
            series: {
              errors: { ...errors, statistic: 'Sum', visible: false },
              total: { ...count, statistic: 'Sum', visible: false },
              rate: { expression: 'IF(total >= 20, 100 * errors / total, 0)', label: 'Error rate %' },
            },
          },
          duration: {
            title: 'Lambda Duration (ms)', x: 12, y: 0, ...tile,
            series: {
              average: { ...processor, name: 'Duration', statistic: 'Average', label: 'Average' },
              p95: { ...processor, name: 'Duration', statistic: 'p95', label: 'p95' },
              p99: { ...processor, name: 'Duration', statistic: 'p99', label: 'p99' },
            },
          },
          invocations: { title: 'Lambda Invocations', x: 18, y: 0, ...tile, series: { invocations: { ...processor, name: 'Invocations', statistic: 'Sum', label: 'Invocations' } } },
          lambdaErrors: { title: 'Lambda Errors', x: 0, y: 6, ...tile, series: { errors: { ...processor, name: 'Errors', statistic: 'Sum', label: 'Errors' } } },
          throttles: { title: 'Lambda Throttles', x: 6, y: 6, ...tile, series: { throttles: { ...processor, name: 'Throttles', statistic: 'Sum', label: 'Throttles' } } },
          incomingRecords: { title: 'Kinesis Incoming Records', x: 12, y: 6, ...tile, series: { records: { ...stream, name: 'IncomingRecords', statistic: 'Sum', label: 'Records' } } },
          iteratorAge: {
            title: 'Kinesis Iterator Age (ms)', x: 18, y: 6, ...tile,
            lines: { threshold: { value: 60_000, label: 'Behind', color: '#ff9900' } },
            series: { age: { ...stream, name: 'GetRecords.IteratorAgeMilliseconds', statistic: 'Maximum', label: 'Iterator age' } },
          },
          failedRecords: {
            title: 'Failed Records (queue depth)', x: 0, y: 12, width: 12, height: 6, yMin: 0,
            series: { depth: { ...failures, name: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum', label: 'Messages' } },
          },
          compositeStatus: { type: 'alarmStatus', title: 'Health and Capacity', x: 12, y: 12, width: 12, height: 6, alarms: ['processingHealth', 'systemCapacity'] },
        },
      },
    },

    tracing: {
      samplingRules: {
        // for the entry services of transactions: Lambda decides on its own part itself
        everything: { ruleName: 'transaction-{env}-all', priority: 1500, fixedRate: 1, reservoirSize: 50, urlPath: '/transactions/*' },
      },
      groups: { processor: { groupName: 'Transactions-{env}', filterExpression: 'service("transaction-processor-{env}")' } },
    },

    transactions: {
      encryptionKey: 'transactions',
      stream: { streamName: 'transaction-stream-{env}', mode: 'provisioned', shards: 5, retentionHours: 24, shardLevelMetrics: true },
      processor: { functionName: 'transaction-processor-{env}', package: 'container', architecture: 'x86_64', memoryMb: 512, timeoutSeconds: 60, logGroup: 'processor' },
      mapping: { batchSize: 100, batchingWindowSeconds: 1, maximumRetries: 3, maximumRecordAgeSeconds: 3600, parallelizationFactor: 1 },
      failures: { queueName: 'transaction-failures-{env}', bucket: { bucketName: 'transaction-failures-{env}-{account}-{region}', expireDays: 90 } },
      velocity: { tableName: 'transaction-velocity-{env}', windowSeconds: 60 },
      bus: { busName: 'transaction-events-{env}', source: 'payments.transactions', logGroupName: '/aws/events/transactions-{env}', retentionDays: 30 },
      routing: {
        highValue: { ruleName: 'transaction-high-value-{env}', description: 'Amounts above 10,000', match: { amount: { above: 10_000 } }, notify: 'critical' },
        failed: { ruleName: 'transaction-failed-{env}', description: 'Transactions that failed', match: { status: ['FAILED', 'ERROR'] } },
        fraud: {
          ruleName: 'transaction-fraud-{env}',
          description: 'A risk score above 80 outside of the standard countries',
          match: { risk_score: { above: 80 }, merchant_country: { noneOf: ['US', 'CA', 'GB', 'IE', 'DE', 'FR', 'NL', 'ES', 'IT'] } },
          notify: 'critical',
        },
        velocity: { ruleName: 'transaction-velocity-{env}', description: 'More than 20 transactions of a merchant in the window', match: { transaction_count: { above: 20 } }, notify: 'critical' },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      critical: { topicName: 'transaction-alerts-{env}', displayName: 'Transaction Alerts' },
    },
  },
} as const satisfies TemplateDefaults;
