import type { TemplateDefaults } from '@payment-observability/config';

const processing = { component: 'PaymentProcessing' };
const transactions = { name: 'TransactionVolume' };
const errors = { name: 'ErrorCount' };
/** 100 × errors ÷ transactions, 0 while there are fewer than 20 transactions a period. */
const errorRateExpression = 'IF(total >= 20, 100 * errors / total, 0)';

/**
 * Defaults of the payment-platform reference system (rows P1–P60). A user's file is merged over them,
 * then the environment's overrides.
 */
export const template = {
  name: 'payment-platform',
  title: 'Central observability of a payment-processing system under PCI DSS',
  defaults: {
    tags: { System: 'PaymentProcessing', CostCenter: 'Engineering', Compliance: 'PCI-DSS' },

    resources: {
      apis: { payments: { type: 'rest', apiName: 'payment-{env}-api', stage: '{env}' } },
      functions: { processor: { functionName: 'payment-{env}-processor', timeoutSeconds: 30, lambdaInsights: true } },
      databases: { ledger: { instanceId: 'payment-{env}-ledger' } },
    },

    encryption: {
      keys: {
        logs: { description: 'Log groups of {name} {env}', purpose: 'LogEncryption' },
        alerts: { description: 'Alarm topics and their queues of {name} {env}', purpose: 'AlertEncryption' },
        audit: { description: 'Audit trail of {name} {env}', purpose: 'Audit' },
      },
    },

    logs: {
      encryptionKey: 'logs',
      retentionDays: 90,
      groups: {
        processing: { logGroupName: '/aws/payment/{env}/processing', component: 'processing' },
        lambda: { logGroupName: '/aws/lambda/payment-{env}-processor', component: 'lambda' },
        apiGateway: { logGroupName: '/aws/apigateway/payment-{env}', component: 'api-gateway' },
      },
      masking: {
        managedIdentifiers: { cardNumber: 'CreditCardNumber' },
        // the first digit 2 to 6 leaves epoch milliseconds readable
        customIdentifiers: { pan: '[2-6][0-9]{12,18}' },
      },
      metricFilters: {
        transactionVolume: {
          filterName: 'transaction-volume',
          group: 'processing',
          match: { event_type: 'TRANSACTION_PROCESSED' },
          metricName: 'TransactionVolume',
          dimensions: { Currency: 'currency', Status: 'status' },
          rollup: true,
        },
        transactionAmount: {
          filterName: 'transaction-amount',
          group: 'processing',
          match: { event_type: 'TRANSACTION_PROCESSED', status: 'SUCCESS' },
          metricName: 'TransactionAmount',
          value: 'amount',
          unit: 'None',
          dimensions: { Currency: 'currency' },
        },
        processingTime: {
          filterName: 'processing-time',
          group: 'processing',
          match: { event_type: 'TRANSACTION_COMPLETE' },
          metricName: 'ProcessingTime',
          value: 'processing_time',
          unit: 'Milliseconds',
          dimensions: { PaymentMethod: 'payment_method' },
          rollup: true,
        },
        errorCount: {
          filterName: 'error-count',
          group: 'processing',
          match: { level: 'ERROR' },
          metricName: 'ErrorCount',
          dimensions: { ErrorType: 'error_type' },
          rollup: true,
        },
        databaseConnections: {
          filterName: 'database-connections',
          group: 'processing',
          match: { event_type: 'DB_CONNECTION' },
          metricName: 'DatabaseConnections',
          value: 'active_connections',
          dimensions: { Action: 'action' },
          rollup: true,
        },
        apiLatency: {
          filterName: 'api-latency',
          group: 'processing',
          match: { event_type: 'API_REQUEST' },
          metricName: 'APILatency',
          value: 'latency',
          unit: 'Milliseconds',
          dimensions: { Method: 'method', StatusCode: 'status_class' },
          rollup: true,
        },
        connectionFailures: {
          filterName: 'connection-failures',
          group: 'processing',
          match: { event_type: 'DB_CONNECTION', action: 'FAILED' },
          metricName: 'ConnectionFailures',
        },
      },
      queries: {
        paymentFailures: {
          queryName: 'payment-{env}-failures',
          groups: ['processing', 'lambda', 'apiGateway'],
          query: `fields @timestamp, transactionId, errorMessage, amount
| filter status = "FAILED"
| sort @timestamp desc
| limit 100`,
        },
        highLatencyTransactions: {
          queryName: 'payment-{env}-high-latency-transactions',
          groups: ['processing', 'lambda', 'apiGateway'],
          query: `filter processing_time > 1000
| stats count(*) as transactions, avg(processing_time) as averageMs, pct(processing_time, 99) as p99Ms by payment_method
| sort p99Ms desc`,
        },
        errorAnalysis: {
          queryName: 'payment-{env}-error-analysis',
          groups: ['processing', 'lambda', 'apiGateway'],
          query: `filter level = "ERROR"
| stats count(*) as errors by error_type
| sort errors desc`,
        },
        transactionVolumeAnalysis: {
          queryName: 'payment-{env}-transaction-volume-analysis',
          groups: ['processing', 'lambda', 'apiGateway'],
          query: `filter event_type = "TRANSACTION_PROCESSED"
| stats count(*) as transactions, sum(amount) as totalAmount by bin(5m), currency`,
        },
        databaseConnectionErrors: {
          queryName: 'payment-{env}-database-connection-errors',
          groups: ['processing', 'lambda', 'apiGateway'],
          query: `filter event_type = "DB_CONNECTION" and action = "FAILED"
| stats count(*) as failures by error_code, pool_size
| sort failures desc`,
        },
      },
    },

    metrics: {
      namespace: 'PaymentSystem/{env}',
      stream: {
        streamName: 'payment-{env}-metrics-stream',
        outputFormat: 'json',
        namespaces: ['PaymentSystem/{env}', 'AWS/Lambda', 'AWS/ApiGateway', 'AWS/RDS', 'LambdaInsights'],
        percentiles: {
          apiLatency: { metricName: 'APILatency', statistics: ['p95', 'p99'] },
          processingTime: { metricName: 'ProcessingTime', statistics: ['p95', 'p99'] },
        },
        bufferMiB: 5,
        bufferSeconds: 60,
        bucket: { bucketName: 'payment-metrics-{env}-{account}-{region}', expireDays: 90 },
      },
    },

    alarms: {
      highErrorRate: {
        ...processing,
        alarmName: 'payment-{env}-high-error-rate',
        description: 'Too many payment transactions fail.',
        severity: 'critical',
        recovered: 'info',
        errorRatePercent: 1,
        minimumSamples: 20,
        errors,
        total: transactions,
        periodSeconds: 60,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
        suppressedBy: 'systemDegradation',
      },
      noTraffic: {
        ...processing,
        alarmName: 'payment-{env}-no-traffic',
        description: 'No payment transactions are processed.',
        severity: 'critical',
        recovered: 'info',
        metric: transactions,
        countBelow: 1,
        periodSeconds: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 5,
        missingData: 'breaching',
      },
      apiLatencyHigh: {
        component: 'API',
        alarmName: 'payment-{env}-api-high-latency',
        description: 'The slowest API requests take too long.',
        severity: 'warning',
        recovered: 'info',
        metric: { name: 'APILatency' },
        latencyP99Ms: 500,
        periodSeconds: 60,
        evaluationPeriods: 3,
        datapointsToAlarm: 3,
        missingData: 'notBreaching',
        suppressedBy: 'performanceDegradation',
      },
      dbConnectionFailures: {
        component: 'Database',
        alarmName: 'payment-{env}-db-connection-failures',
        description: 'Too many database connections fail.',
        severity: 'critical',
        recovered: 'info',
        metric: { name: 'ConnectionFailures' },
        countAbove: 5,
        periodSeconds: 300,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        missingData: 'notBreaching',
        suppressedBy: 'systemDegradation',
      },
      transactionAnomaly: {
        component: 'TransactionMonitoring',
        alarmName: 'payment-{env}-transaction-anomaly',
        description: 'The number of transactions is outside of what is usual at this time.',
        severity: 'warning',
        metric: transactions,
        statistic: 'Sum',
        anomalyBandWidth: 2,
        anomalyDirection: 'both',
        periodSeconds: 300,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
      },
      lambdaErrors: {
        component: 'Lambda',
        alarmName: 'payment-{env}-lambda-errors',
        description: 'The payment processor fails too often.',
        severity: 'critical',
        metric: { resource: 'functions.processor', name: 'Errors' },
        countAbove: 10,
        periodSeconds: 60,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        missingData: 'notBreaching',
        suppressedBy: 'completeSystemFailure',
      },
      memoryHigh: {
        component: 'Infrastructure',
        alarmName: 'payment-{env}-high-memory-usage',
        description: 'The payment processor runs out of memory.',
        severity: 'warning',
        metric: { resource: 'functions.processor', namespace: 'LambdaInsights', name: 'memory_utilization' },
        usagePercent: 80,
        periodSeconds: 300,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
        suppressedBy: 'performanceDegradation',
      },
      systemDegradation: {
        component: 'PaymentProcessing',
        alarmName: 'payment-{env}-system-degradation',
        description: 'Payments fail or are slow while database connections fail.',
        severity: 'critical',
        recovered: 'info',
        when: { all: [{ any: ['highErrorRate', 'apiLatencyHigh'] }, 'dbConnectionFailures'] },
        suppressedBy: 'completeSystemFailure',
      },
      completeSystemFailure: {
        component: 'PaymentProcessing',
        alarmName: 'payment-{env}-complete-system-failure',
        description: 'Payments, the payment processor and the database fail together.',
        escalation: 'Immediate',
        severity: 'critical',
        when: { all: ['highErrorRate', 'lambdaErrors', 'dbConnectionFailures'] },
      },
      performanceDegradation: {
        component: 'PaymentProcessing',
        alarmName: 'payment-{env}-performance-degradation',
        description: 'The API is slow while the payment processor runs out of memory.',
        severity: 'warning',
        when: { all: ['apiLatencyHigh', 'memoryHigh'] },
      },
    },

    dashboards: {
      overview: {
        dashboardName: 'payment-{env}-processing-overview',
        periodSeconds: 60,
        start: '-PT3H',
        widgets: {
          transactionVolume: {
            title: 'Transaction Volume', x: 0, y: 0, width: 8, height: 6, yMin: 0,
            series: {
              total: { ...transactions, statistic: 'Sum', label: 'Total Transactions' },
              rate: { expression: 'total / PERIOD(total)', label: 'Transactions per second', axis: 'right' },
            },
          },
          transactionAmount: {
            title: 'Transaction Amount', x: 8, y: 0, width: 8, height: 6, yMin: 0,
            series: {
              total: { search: "SEARCH('{PaymentSystem/{env},Currency} MetricName=\"TransactionAmount\"', 'Sum')", label: 'Total Amount' },
              average: { search: "SEARCH('{PaymentSystem/{env},Currency} MetricName=\"TransactionAmount\"', 'Average')", label: 'Avg Transaction Amount', axis: 'right' },
            },
          },
          errorRate: {
            title: 'Error Rate', x: 16, y: 0, width: 8, height: 6, yMin: 0, yMax: 5,
            lines: { threshold: { value: 1, label: 'Error Threshold', color: '#ff0000' } },
            series: {
              errors: { ...errors, statistic: 'Sum', visible: false },
              total: { ...transactions, statistic: 'Sum', visible: false },
              rate: { expression: errorRateExpression, label: 'Error Rate %' },
            },
          },
          processingTime: {
            title: 'Processing Time (ms)', x: 0, y: 6, width: 12, height: 6, yMin: 0,
            series: {
              average: { name: 'ProcessingTime', statistic: 'Average', label: 'Average' },
              p99: { name: 'ProcessingTime', statistic: 'p99', label: 'p99' },
              p95: { name: 'ProcessingTime', statistic: 'p95', label: 'p95' },
            },
          },
          apiLatency: {
            title: 'API Latency (ms)', x: 12, y: 6, width: 12, height: 6, yMin: 0,
            lines: { threshold: { value: 500, label: 'Latency Threshold', color: '#ff9900' } },
            series: {
              average: { name: 'APILatency', statistic: 'Average', label: 'Average' },
              p99: { name: 'APILatency', statistic: 'p99', label: 'p99' },
            },
          },
          lambdaHealth: {
            title: 'Lambda Functions Health', x: 0, y: 12, width: 8, height: 6,
            series: {
              invocations: { resource: 'functions.processor', name: 'Invocations', statistic: 'Sum', label: 'Invocations' },
              errors: { resource: 'functions.processor', name: 'Errors', statistic: 'Sum', label: 'Errors' },
              duration: { resource: 'functions.processor', name: 'Duration', statistic: 'Average', label: 'Duration (ms)', axis: 'right' },
            },
          },
          databaseHealth: {
            title: 'Database Health', x: 8, y: 12, width: 8, height: 6,
            series: {
              connections: { name: 'DatabaseConnections', statistic: 'Average', label: 'Active Connections' },
              failures: { name: 'ConnectionFailures', statistic: 'Sum', label: 'Connection Failures' },
            },
          },
          systemResources: {
            title: 'System Resources', x: 16, y: 12, width: 8, height: 6, periodSeconds: 300, yMin: 0, yMax: 100,
            series: {
              memory: { resource: 'functions.processor', namespace: 'LambdaInsights', name: 'memory_utilization', statistic: 'Average', label: 'Memory %' },
              cpu: { resource: 'databases.ledger', name: 'CPUUtilization', statistic: 'Average', label: 'Database CPU %' },
            },
          },
          recentFailures: {
            type: 'log', title: 'Recent Failed Transactions', x: 0, y: 18, width: 24, height: 6, groups: ['processing'],
            query: `fields @timestamp, transactionId, status, amount
| filter status = "FAILED"
| sort @timestamp desc
| limit 20`,
          },
        },
      },
    },

    tracing: {
      samplingRules: {
        criticalPaths: {
          ruleName: 'payment-{env}-critical', priority: 1000, fixedRate: 1, reservoirSize: 10,
          serviceName: 'payment-{env}-api/{env}', httpMethod: 'POST', urlPath: '/api/v1/payments/*',
        },
        general: { ruleName: 'payment-{env}-general', priority: 9000, fixedRate: 0.1, reservoirSize: 1 },
      },
      groups: {
        transactions: {
          groupName: 'PaymentTransactions-{env}',
          filterExpression: 'service("payment-{env}-processor") OR service("payment-{env}-api/{env}")',
        },
        errors: { groupName: 'PaymentErrors-{env}', filterExpression: 'error = true OR fault = true' },
      },
    },

    audit: {
      encryptionKey: 'audit',
      logGroup: { logGroupName: '/aws/events/payment-{env}-compliance', retentionDays: 400 },
      trail: {
        trailName: 'payment-{env}-system-audit',
        s3DataEventsPrefix: 'payment-',
        logGroupName: '/aws/cloudtrail/payment-{env}-system-audit',
        bucket: { bucketName: 'payment-audit-trail-{env}-{account}-{region}', archiveAfterDays: 90, expireDays: 2555 },
      },
      rules: {
        iamChanges: {
          ruleName: 'payment-{env}-compliance-iam-changes', source: 'aws.iam', eventSource: 'iam.amazonaws.com',
          eventNames: [
            'CreateUser', 'DeleteUser', 'AttachUserPolicy', 'DetachUserPolicy', 'CreateAccessKey', 'DeleteAccessKey',
            'CreateRole', 'DeleteRole', 'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy', 'CreatePolicyVersion',
          ],
        },
        securityGroupChanges: {
          ruleName: 'payment-{env}-compliance-security-group-changes', source: 'aws.ec2', eventSource: 'ec2.amazonaws.com',
          eventNames: ['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
        },
        databaseAccess: {
          ruleName: 'payment-{env}-compliance-database-access', source: 'aws.rds', eventSource: 'rds.amazonaws.com',
          eventNames: ['CreateDBSnapshot', 'DeleteDBSnapshot', 'ModifyDBInstance', 'CreateDBInstanceReadReplica'],
        },
        kmsKeyUsage: {
          ruleName: 'payment-{env}-compliance-kms-key-usage', source: 'aws.kms', eventSource: 'kms.amazonaws.com',
          eventNames: ['Decrypt', 'Encrypt', 'GenerateDataKey', 'CreateGrant', 'RevokeGrant', 'DisableKey', 'ScheduleKeyDeletion'],
          readOnlyEvents: true,
          ownKeysOnly: true,
        },
        trailTampering: {
          ruleName: 'payment-{env}-compliance-trail-tampering', source: 'aws.cloudtrail', eventSource: 'cloudtrail.amazonaws.com',
          eventNames: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
        },
        logTampering: {
          ruleName: 'payment-{env}-compliance-log-tampering', source: 'aws.logs', eventSource: 'logs.amazonaws.com',
          eventNames: ['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteDataProtectionPolicy'],
        },
        alarmTampering: {
          ruleName: 'payment-{env}-compliance-alarm-tampering', source: 'aws.monitoring', eventSource: 'monitoring.amazonaws.com',
          eventNames: ['DisableAlarmActions', 'DeleteAlarms', 'PutAlarmMuteRule'],
        },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      slackFunctionName: 'payment-{env}-slack-notifications',
      critical: { topicName: 'payment-{env}-alerts-critical', displayName: 'Payment System Critical Alerts' },
      warning: { topicName: 'payment-{env}-alerts-warning', displayName: 'Payment System Warning Alerts' },
      info: { topicName: 'payment-{env}-alerts-info', displayName: 'Payment System Info Alerts' },
    },

    cost: {
      logGiB: 30, logsInsightsGiB: 100, streamedMetrics: 200, alerts: 300, objectGiB: 20, objectPuts: 200_000,
      traces: 2_000_000, tracesRead: 200_000, managementEvents: 1_000_000, dataEvents: 500_000,
      dimensionValues: { Currency: 3, Status: 4, PaymentMethod: 5, ErrorType: 10, Action: 3, Method: 4, StatusCode: 3 },
      functions: { notifications: { calls: 300, ms: 400 } },
    },
  },
} as const satisfies TemplateDefaults;
