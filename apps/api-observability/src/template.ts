import type { TemplateDefaults } from '@payment-observability/config';

const api = { resource: 'apis.payments' };
const processor = { resource: 'functions.processor' };
const toComposite = 'payment-critical-{env} notifies in its place';

/**
 * Defaults of the api-observability reference system (rows A1–A28). A user's file is merged over them, then the environment's
 * overrides.
 */
export const template = {
  name: 'api-observability',
  title: 'One-stack watch over a payment API: logs, latency, errors, a canary and business metrics',
  defaults: {
    tags: { CostCenter: 'payments' },

    resources: {
      apis: { payments: { type: 'rest', apiName: 'payments-api-{env}', stage: '{env}' } },
      functions: { processor: { functionName: 'payment-processor-{env}', timeoutSeconds: 30 } },
      databases: { payments: { instanceId: 'payments-db-{env}' } },
    },

    encryption: {
      keys: {
        logs: { alias: 'alias/logs-{env}', description: 'Log groups of {name} {env}', purpose: 'LogEncryption' },
        alerts: { description: 'Alarm topic and its queue of {name} {env}', purpose: 'AlertEncryption' },
        canaries: { description: 'Canary artifacts of {name} {env}', purpose: 'CanaryEncryption' },
      },
    },

    logs: {
      encryptionKey: 'logs',
      retentionDays: 90,
      groups: {
        api: { logGroupName: '/aws/apigateway/payments-{env}', component: 'api-gateway' },
        lambda: { logGroupName: '/aws/lambda/payment-processor-{env}', component: 'lambda' },
        // RDS writes its exported logs under this name and no other
        database: { logGroupName: '/aws/rds/instance/payments-db-{env}/postgresql', component: 'database' },
      },
      masking: {
        managedIdentifiers: { cardNumber: 'CreditCardNumber' },
        // the first digit 2 to 6 leaves epoch milliseconds readable
        customIdentifiers: { pan: '[2-6][0-9]{12,18}' },
      },
      metricFilters: {
        apiLatency: {
          filterName: 'api-latency-{env}',
          group: 'api',
          match: { event_type: 'API_REQUEST' },
          metricName: 'APILatency',
          value: 'latency',
          unit: 'Milliseconds',
        },
      },
    },

    metrics: {
      namespace: 'PaymentProcessing/{env}',
      paymentFunction: { functionName: 'payment-processor-{env}', memoryMb: 256, timeoutSeconds: 30, logLevel: 'INFO', logGroup: 'lambda', tableName: 'payments-db-{env}' },
    },

    alarms: {
      apiHighErrors: {
        component: 'API',
        alarmName: 'api-high-errors-{env}',
        description: 'Too many requests to the payment API end in a server error.',
        severity: 'critical',
        metric: { ...api, name: '5XXError' },
        fractionAbove: 0.05,
        periodSeconds: 300,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
        silent: toComposite,
      },
      lambdaHighErrors: {
        component: 'Lambda',
        alarmName: 'lambda-high-errors-{env}',
        description: 'Too many payments end in an error of the function.',
        severity: 'critical',
        errorRatePercent: 10,
        errors: { ...processor, name: 'Errors' },
        total: { ...processor, name: 'Invocations' },
        minimumSamples: 20,
        periodSeconds: 300,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
        silent: toComposite,
      },
      paymentCritical: {
        component: 'PaymentProcessing',
        alarmName: 'payment-critical-{env}',
        description: 'The payment API or the payment function fails.',
        severity: 'critical',
        when: { any: ['apiHighErrors', 'lambdaHighErrors'] },
      },
      apiHighLatency: {
        component: 'API',
        alarmName: 'api-high-latency-{env}',
        description: 'The slowest requests to the payment API take too long.',
        severity: 'warning',
        metric: { ...api, name: 'Latency' },
        latencyP99Ms: 1000,
        periodSeconds: 300,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
      },
    },

    dashboards: {
      overview: {
        dashboardName: 'payment-processing-{env}',
        periodSeconds: 300,
        start: '-PT3H',
        widgets: {
          apiLatency: {
            title: 'API Gateway Latency (Milliseconds)', x: 0, y: 0, width: 12, height: 6, yMin: 0,
            series: {
              average: { ...api, name: 'Latency', statistic: 'Average', label: 'Average' },
              p50: { ...api, name: 'Latency', statistic: 'p50', label: 'p50' },
              p95: { ...api, name: 'Latency', statistic: 'p95', label: 'p95' },
              p99: { ...api, name: 'Latency', statistic: 'p99', label: 'p99' },
            },
          },
          lambdaErrors: {
            title: 'Lambda Errors and Invocations', x: 12, y: 0, width: 12, height: 6, yMin: 0,
            series: {
              errors: { ...processor, name: 'Errors', statistic: 'Sum', label: 'Errors' },
              invocations: { ...processor, name: 'Invocations', statistic: 'Sum', label: 'Invocations' },
            },
          },
          databaseConnections: {
            title: 'RDS Database Connections', x: 0, y: 6, width: 12, height: 6, yMin: 0,
            series: { connections: { resource: 'databases.payments', name: 'DatabaseConnections', statistic: 'Average', label: 'Connections' } },
          },
          paymentMetrics: {
            title: 'Custom Payment Metrics', x: 12, y: 6, width: 12, height: 6, yMin: 0,
            series: {
              // one line for each currency: amounts of different ones are never added up
              amount: { search: "SEARCH('{PaymentProcessing/{env},Currency} MetricName=\"PaymentAmount\"', 'Sum')", label: 'Payment Amount' },
              processingTime: { name: 'PaymentProcessingTime', statistic: 'Average', label: 'Processing Time (ms)', axis: 'right' },
            },
          },
        },
      },
    },

    tracing: {
      groups: { payments: { groupName: 'PaymentApi-{env}', filterExpression: 'service("payment-processor-{env}")' } },
    },

    canaries: {
      encryptionKey: 'canaries',
      artifacts: { bucketName: 'canary-artifacts-{env}-{account}-{region}', prefix: 'canary-results', expireDays: 31 },
      checks: {
        health: { canaryName: 'health-check-{env}', kind: 'health', url: 'https://api.example.com/health', expectedStatus: 200, everyMinutes: 5, timeoutSeconds: 30 },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      critical: { topicName: 'payment-alarms-{env}', displayName: 'Payment Processing Alarms' },
    },

    cost: {
      logGiB: 20, alerts: 100, traces: 1_000_000, emfMetrics: 40,
      functions: { 'metrics.paymentFunction': { calls: 1_000_000, ms: 200 } },
    },
  },
} as const satisfies TemplateDefaults;
