import type { TemplateDefaults } from '@payment-observability/config';

const errors = { name: 'PaymentErrors' };
const requests = { name: 'TotalRequests' };
const volume = { name: 'PaymentTransactionVolume' };
const latency = { name: 'ProcessingLatency' };
/** Every processed transaction logs its time once: as many as there were requests. */
const processed = { ...latency, statistic: 'SampleCount' };

/** Each service is measured with the same dimensions, so that a reader chooses one of them. */
const ofService = { dimensions: { Service: 'payment-gateway', Environment: '{env}' } };

const oneOfOne = { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1, missingData: 'notBreaching' };
const threeOfThree = { periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 3, missingData: 'notBreaching' };

const overview = `# Payment observability platform ({env})

Payments, authentication and transaction processing over all Regions.

| Region | role |
|---|---|
| us-east-1 | primary |
| eu-west-1 | Europe |
| ap-southeast-1 | Asia Pacific |

**Key measures:** transaction volume · error rate · processing latency · deviation from the expected volume`;

/**
 * Defaults of the multi-region-platform reference system (rows M1–M51). A user's file is merged over them, then the environment's
 * overrides.
 */
export const template = {
  name: 'multi-region-platform',
  title: 'Observability of a distributed payment system over several Regions, in one view',
  defaults: {
    tags: { Project: 'observability-platform', CostCenter: 'engineering' },

    resources: {
      functions: { metricCollector: { functionName: 'lambda-metric-collector-{env}', timeoutSeconds: 60 } },
    },

    encryption: {
      keys: {
        logs: { alias: 'alias/observability-logs-{env}', description: 'Log groups of {name} {env}', purpose: 'LogEncryption' },
        storage: { alias: 'alias/observability-s3-{env}', description: 'Canary artifacts of {name} {env}', purpose: 'StorageEncryption' },
        alerts: { alias: 'alias/observability-alerts-{env}', description: 'Alarm topics and their queues of {name} {env}', purpose: 'AlertEncryption' },
      },
    },

    logs: {
      encryptionKey: 'logs',
      retentionDays: 90,
      groups: {
        payment: { logGroupName: 'log-group-payment-service-{env}', component: 'payment-service' },
        authentication: { logGroupName: 'log-group-authentication-service-{env}', component: 'authentication-service' },
        transactions: { logGroupName: 'log-group-transaction-processor-{env}', component: 'transaction-processor' },
      },
      masking: {
        managedIdentifiers: { cardNumber: 'CreditCardNumber' },
        // the first digit 2 to 6 leaves epoch milliseconds readable
        customIdentifiers: { pan: '[2-6][0-9]{12,18}' },
      },
      metricFilters: {
        paymentErrors: {
          filterName: 'metric-filter-payment-errors-{env}',
          group: 'payment',
          match: { transaction_status: 'failed' },
          metricName: 'PaymentErrors',
        },
        authenticationFailures: {
          filterName: 'metric-filter-auth-failures-{env}',
          group: 'authentication',
          match: { auth_result: 'failure' },
          metricName: 'AuthenticationFailures',
        },
        transactionLatency: {
          filterName: 'metric-filter-transaction-latency-{env}',
          group: 'transactions',
          match: {},
          metricName: 'ProcessingLatency',
          value: 'processing_time',
          unit: 'Milliseconds',
        },
      },
    },

    metrics: {
      namespace: 'fintech/payments/metrics/{env}',
      collector: {
        functionName: 'lambda-metric-collector-{env}',
        ruleName: 'rule-lambda-schedule-{env}',
        encryptionKey: 'logs',
        everyMinutes: 5,
        memoryMb: 256,
        timeoutSeconds: 60,
        service: 'payment-processor',
        totals: { requests: processed, errors, volume: processed, latency: { ...latency, statistic: 'Average' } },
        probes: {
          paymentGateway: { service: 'payment-gateway', url: 'https://payment-gateway.example.com/health' },
          fraudDetection: { service: 'fraud-detection', url: 'https://fraud-detection.example.com/health' },
          transactionValidator: { service: 'transaction-validator', url: 'https://transaction-validator.example.com/health' },
        },
      },
    },

    alarms: {
      paymentErrors: {
        component: 'PaymentService',
        alarmName: 'alarm-payment-errors-{env}',
        description: 'Too many payments fail.',
        severity: 'warning',
        metric: errors,
        countAbove: 5,
        ...oneOfOne,
        suppressedBy: 'criticalEscalation',
      },
      authenticationFailures: {
        component: 'AuthenticationService',
        alarmName: 'alarm-auth-failures-{env}',
        description: 'Too many authentications fail.',
        severity: 'warning',
        metric: { name: 'AuthenticationFailures' },
        countAbove: 10,
        ...oneOfOne,
        suppressedBy: 'criticalEscalation',
      },
      highLatency: {
        component: 'TransactionProcessor',
        alarmName: 'alarm-high-latency-{env}',
        description: 'The slowest transactions take too long.',
        severity: 'warning',
        metric: latency,
        latencyP99Ms: 2000,
        ...oneOfOne,
        suppressedBy: 'criticalEscalation',
      },
      paymentVolumeAnomaly: {
        component: 'PaymentService',
        alarmName: 'alarm-payment-volume-anomaly-{env}',
        description: 'The number of payments is outside of what is usual at this time.',
        severity: 'warning',
        metric: volume,
        statistic: 'Sum',
        anomalyBandWidth: 2,
        anomalyDirection: 'both',
        ...threeOfThree,
      },
      latencyAnomaly: {
        component: 'TransactionProcessor',
        alarmName: 'alarm-latency-anomaly-{env}',
        description: 'The slowest transactions take longer than is usual at this time.',
        severity: 'warning',
        metric: latency,
        statistic: 'p99',
        anomalyBandWidth: 2,
        anomalyDirection: 'above',
        ...threeOfThree,
      },
      errorRatePercentage: {
        component: 'PaymentService',
        alarmName: 'alarm-error-rate-percentage-{env}',
        description: 'Too large a share of the payments fails.',
        severity: 'critical',
        errorRatePercent: 5,
        errors,
        total: requests,
        minimumSamples: 20,
        ...oneOfOne,
      },
      // it runs too seldom for the rate that is recommended for functions
      collectorErrors: {
        component: 'MetricCollector',
        alarmName: 'alarm-metric-collector-errors-{env}',
        description: 'The metric collector fails: totals arrive late.',
        severity: 'warning',
        metric: { resource: 'functions.metricCollector', name: 'Errors' },
        countAbove: 0,
        periodSeconds: 300,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        missingData: 'notBreaching',
      },
      collectorSilent: {
        component: 'MetricCollector',
        alarmName: 'alarm-metric-collector-silent-{env}',
        description: 'The metric collector is not called: totals are missing, and with them the alarms on volume and error rate.',
        severity: 'critical',
        metric: { resource: 'functions.metricCollector', name: 'Invocations' },
        countBelow: 1,
        periodSeconds: 300,
        evaluationPeriods: 3,
        datapointsToAlarm: 3,
        missingData: 'breaching',
      },
      systemicIssues: {
        component: 'Platform',
        alarmName: 'composite-alarm-systemic-issues-{env}',
        description: 'Payments fail while transactions are slow.',
        escalation: 'Immediate',
        severity: 'critical',
        when: { all: ['paymentErrors', 'highLatency'] },
      },
      criticalEscalation: {
        component: 'Platform',
        alarmName: 'composite-alarm-critical-escalation-{env}',
        description: 'At least two of payments, authentication and transaction processing are in trouble.',
        escalation: 'Immediate',
        severity: 'critical',
        // each of them alone has told the team already
        when: { atLeast: 2, of: ['paymentErrors', 'authenticationFailures', 'highLatency'] },
        suppressedBy: 'systemicIssues',
      },
    },

    incidents: {
      systemicIssues: { alarms: ['systemicIssues'], severity: 1, category: 'Availability' },
      criticalEscalation: { alarms: ['criticalEscalation'], severity: 1, category: 'Availability' },
    },

    maintenance: {
      windows: {
        sundayNight: {
          ruleName: 'rule-maintenance-sunday-night-{env}',
          description: 'Weekly maintenance',
          weekly: { day: 'sunday', at: '02:00' },
          durationMinutes: 120,
          timezone: 'UTC',
          alarms: ['paymentVolumeAnomaly', 'latencyAnomaly'],
          excludeFromModels: { from: '2026-11-22', until: '2027-05-23' },
        },
      },
    },

    contributors: {
      topIpAddresses: { ruleName: 'rule-top-ip-addresses-{env}', groups: ['payment'], keys: ['source_ip'] },
      topUsers: { ruleName: 'rule-top-users-{env}', groups: ['payment'], keys: ['user_id'], sumOf: 'amount' },
      topErrorEndpoints: {
        ruleName: 'rule-top-error-endpoints-{env}',
        groups: ['payment'],
        keys: ['endpoint'],
        filters: { errors: { field: 'status', in: ['error'] } },
      },
    },

    canaries: {
      encryptionKey: 'storage',
      artifacts: { bucketName: 's3-observability-{env}-{account}-{region}', prefix: 'synthetics', archiveAfterDays: 30, expireDays: 365 },
      network: {
        vpcName: 'vpc-observability-{env}',
        cidr: '10.0.0.0/16',
        publicSubnets: { first: { cidr: '10.0.1.0/24', zone: 0 }, second: { cidr: '10.0.2.0/24', zone: 1 } },
        privateSubnets: { first: { cidr: '10.0.10.0/24', zone: 0 }, second: { cidr: '10.0.11.0/24', zone: 1 } },
        natGateways: 'eachZone',
      },
      checks: {
        paymentApi: {
          canaryName: 'canary-payment-api-{env}',
          kind: 'health',
          url: 'https://api.example.com/health',
          expectedStatus: 200,
          everyMinutes: 5,
          timeoutSeconds: 30,
          requestTimeoutSeconds: 10,
          inNetwork: true,
        },
      },
    },

    dashboards: {
      platform: {
        dashboardName: 'observability-platform-{env}',
        crossRegion: true,
        periodSeconds: 300,
        start: '-PT3H',
        widgets: {
          header: { type: 'text', x: 0, y: 0, width: 24, height: 3, markdown: overview },
          volume: {
            title: 'Payment Transaction Volume', eachRegion: true, x: 0, y: 3, width: 24, height: 6, yMin: 0,
            series: { volume: { ...volume, statistic: 'Sum', label: 'Transactions' } },
          },
          errorRate: {
            type: 'gauge', title: 'Error Rate %', x: 0, y: 9, width: 8, height: 6, yMin: 0, yMax: 10,
            series: {
              errors: { ...errors, statistic: 'Sum', eachRegion: true, visible: false },
              requests: { ...requests, statistic: 'Sum', eachRegion: true, visible: false },
              rate: { expression: 'IF(requests >= 20, 100 * errors / requests, 0)', eachRegion: true, label: 'Error Rate %' },
            },
          },
          latency: {
            title: 'Processing Latency Percentiles', x: 8, y: 9, width: 16, height: 6, yMin: 0,
            series: {
              p50: { ...latency, statistic: 'p50', eachRegion: true, label: 'p50' },
              p90: { ...latency, statistic: 'p90', eachRegion: true, label: 'p90' },
              p99: { ...latency, statistic: 'p99', eachRegion: true, label: 'p99' },
            },
          },
          anomaly: {
            title: 'Payment Volume with Anomaly Detection', x: 0, y: 15, width: 24, height: 6, yMin: 0,
            series: {
              m1: { ...volume, statistic: 'Sum', label: 'Actual volume' },
              expected: { expression: 'ANOMALY_DETECTION_BAND(m1, 2)', label: 'Expected volume' },
            },
          },
        },
      },
      // apart from the other: a Region that the reader chooses would take the place of each that is shown there
      services: {
        dashboardName: 'observability-services-{env}',
        crossRegion: true,
        periodSeconds: 300,
        start: '-PT3H',
        variables: {
          region: { label: 'Region', property: 'region' },
          service: { label: 'Service', property: 'Service', search: '{fintech/payments/metrics/{env},Environment,Service} MetricName="ServiceAvailability"' },
        },
        widgets: {
          latency: {
            title: 'Service Latency (ms)', x: 0, y: 0, width: 12, height: 6, yMin: 0,
            series: {
              average: { ...ofService, name: 'ServiceLatency', statistic: 'Average', label: 'Average' },
              p99: { ...ofService, name: 'ServiceLatency', statistic: 'p99', label: 'p99' },
            },
          },
          availability: {
            title: 'Service Availability %', x: 12, y: 0, width: 12, height: 6, yMin: 0, yMax: 100,
            series: { availability: { ...ofService, name: 'ServiceAvailability', statistic: 'Average', label: 'Available' } },
          },
        },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      critical: { topicName: 'sns-critical-escalations-{env}', displayName: 'Critical Observability Escalations' },
      warning: { topicName: 'sns-standard-alerts-{env}', displayName: 'Standard Observability Alerts' },
    },

    cost: {
      logGiB: 50, logsInsightsGiB: 20, emfMetrics: 78, alerts: 200, contributorEvents: 5_000_000, objectGiB: 5,
      objectPuts: 30_000, traces: 9000, tracesRead: 9000, tableReads: 9000, tableWrites: 9000, tableGiB: 0,
      functions: { 'metrics.collector': { calls: 8640, ms: 1500 } },
    },
  },
} as const satisfies TemplateDefaults;
