import type { TemplateDefaults } from '@payment-observability/config';
import { alarms } from './alarms';
import { dashboards } from './dashboards';
import { resources } from './resources';

/** A payment that was tried, but not by a canary. */
const completed = { event_type: 'PAYMENT_COMPLETED', synthetic: false };

const successLow = { threshold: 90, evaluationPeriods: 3, datapointsToAlarm: 2, missingData: 'breaching' };
const durationHigh = { statistic: 'p90', evaluationPeriods: 3, datapointsToAlarm: 2 };

/**
 * Defaults of the serverless-monitoring reference system (rows S1–S36). A user's file is merged over them,
 * then the environment's overrides.
 */
export const template = {
  name: 'serverless-monitoring',
  title: 'Monitoring of a payment API on API Gateway, Lambda and DynamoDB, with cost control and paging',
  defaults: {
    tags: { System: 'ServerlessPayments', CostCenter: 'Payments' },

    resources,

    encryption: {
      keys: {
        logs: { description: 'Log groups of {name} {env}', purpose: 'LogEncryption' },
        alerts: { description: 'Alert topics and their queue of {name} {env}', purpose: 'AlertEncryption' },
        audit: { description: 'Recorded events of {name} {env}', purpose: 'Audit' },
        canaries: { description: 'Canary artifacts of {name} {env}', purpose: 'CanaryEncryption' },
      },
    },

    logs: {
      encryptionKey: 'logs',
      retentionDays: 30,
      groups: {
        api: { logGroupName: '/aws/apigateway/payments-{env}-api', component: 'api-gateway' },
        processor: { logGroupName: '/aws/lambda/payments-{env}-processor', component: 'lambda' },
        application: { logGroupName: '/payments/{env}/application', component: 'application' },
        events: { existing: '/aws/events/payments-{env}-events', masked: false },
      },
      masking: {
        managedIdentifiers: { cardNumber: 'CreditCardNumber' },
        // the first digit 2 to 6 leaves epoch milliseconds readable
        customIdentifiers: { pan: '[2-6][0-9]{12,18}' },
      },
      metricFilters: {
        paymentAttempts: { filterName: 'payment-attempts', group: 'application', match: completed, metricName: 'PaymentAttempts' },
        paymentFailures: {
          filterName: 'payment-failures',
          group: 'application',
          match: { ...completed, status: 'FAILED' },
          metricName: 'PaymentFailures',
          dimensions: { Provider: 'provider' },
          rollup: true,
        },
        processingTime: {
          filterName: 'processing-time',
          group: 'application',
          match: completed,
          metricName: 'ProcessingTime',
          value: 'processing_time_ms',
          unit: 'Milliseconds',
          dimensions: { Provider: 'provider' },
          rollup: true,
        },
        paymentAmount: {
          filterName: 'payment-amount',
          group: 'application',
          match: { ...completed, status: 'SUCCESS' },
          metricName: 'PaymentAmount',
          value: 'amount',
          unit: 'None',
          dimensions: { Currency: 'currency' },
        },
      },
      queries: {
        failures: {
          queryName: 'payments-{env}-failures',
          groups: ['application'],
          query: `filter event_type = "PAYMENT_COMPLETED" and status = "FAILED" and synthetic = 0
| stats count(*) as failures by provider, error_type
| sort failures desc`,
        },
        slowRequests: {
          queryName: 'payments-{env}-slow-requests',
          groups: ['api'],
          query: `fields @timestamp, requestId, httpMethod, path, status, responseLatency
| filter responseLatency > 1000
| sort responseLatency desc
| limit 100`,
        },
      },
    },

    metrics: { namespace: 'ServerlessPayments/{env}' },

    alarms,
    dashboards,

    contributors: {
      apiConsumers: { ruleName: 'payments-{env}-api-consumers', groups: ['api'], keys: ['apiKeyId', 'caller', 'ip'] },
      providerUse: { ruleName: 'payments-{env}-provider-use', groups: ['application'], keys: ['provider'], filters: { completed: { field: 'event_type', in: ['PAYMENT_COMPLETED'] } } },
      providerAmounts: {
        ruleName: 'payments-{env}-provider-amounts',
        groups: ['application'],
        // amounts of different currencies are never added up
        keys: ['provider', 'currency'],
        sumOf: 'amount',
        filters: { succeeded: { field: 'status', in: ['SUCCESS'] } },
      },
      geography: { ruleName: 'payments-{env}-geography', groups: ['application'], keys: ['country'], filters: { completed: { field: 'event_type', in: ['PAYMENT_COMPLETED'] } } },
    },

    budgets: {
      monthly: {
        budgetName: 'payments-{env}-monthly',
        monthlyUsd: 500,
        alerts: {
          nearlyUsed: { percent: 80, of: 'actual', severity: 'warning' },
          used: { percent: 100, of: 'actual', severity: 'critical' },
          forecast: { percent: 100, of: 'forecast', severity: 'warning' },
        },
      },
    },

    tracing: {
      samplingRules: {
        payments: {
          ruleName: 'payments-{env}-all', priority: 2000, fixedRate: 1, reservoirSize: 10,
          serviceName: 'payments-{env}-api/{env}', httpMethod: 'POST', urlPath: '/v1/payments*',
        },
        general: { ruleName: 'payments-{env}-rest', priority: 9100, fixedRate: 0.1, reservoirSize: 1 },
      },
      groups: {
        payments: { groupName: 'ServerlessPayments-{env}', filterExpression: 'service("payments-{env}-processor") OR service("payments-{env}-api/{env}")' },
        faults: { groupName: 'ServerlessFaults-{env}', filterExpression: '(service("payments-{env}-processor") OR service("payments-{env}-api/{env}")) AND (error = true OR fault = true)' },
      },
    },

    canaries: {
      encryptionKey: 'canaries',
      retentionDays: 30,
      artifacts: { bucketName: 'payments-canaries-{env}-{account}-{region}', expireDays: 31 },
      checks: {
        health: {
          canaryName: 'payments-{env}-health', kind: 'health', url: 'https://api.example.com/health', expectedStatus: 200,
          everyMinutes: 5, timeoutSeconds: 30, tracing: true,
          alarms: { successLow, durationHigh: { ...durationHigh, threshold: 15_000 } },
        },
        payment: {
          canaryName: 'payments-{env}-payment', kind: 'transaction', url: 'https://api.example.com', secret: 'payments/{env}/canary',
          everyMinutes: 5, timeoutSeconds: 60, tracing: true,
          alarms: { successLow, durationHigh: { ...durationHigh, threshold: 30_000 } },
          steps: {
            authorize: {
              path: '/v1/payments', method: 'POST', body: { amount: 1, currency: 'USD', payment_type: 'test' },
              expectedStatus: 201, save: { paymentId: 'payment_id' },
            },
            readBack: { path: '/v1/payments/{paymentId}', method: 'GET', expectedStatus: 200 },
          },
        },
      },
    },

    audit: {
      encryptionKey: 'audit',
      logGroup: { logGroupName: '/aws/events/payments-{env}-events', retentionDays: 400 },
      deadLetterQueueName: 'payments-{env}-undelivered-events',
      rules: {
        alarmStates: { ruleName: 'payments-{env}-alarm-states', source: 'aws.cloudwatch', detailTypes: ['CloudWatch Alarm State Change'] },
        health: { ruleName: 'payments-{env}-aws-health', source: 'aws.health', detailTypes: ['AWS Health Event'], notify: 'warning' },
        iamChanges: {
          ruleName: 'payments-{env}-audit-iam-changes', source: 'aws.iam', eventSource: 'iam.amazonaws.com',
          eventNames: [
            'CreateUser', 'DeleteUser', 'AttachUserPolicy', 'DetachUserPolicy', 'CreateAccessKey', 'DeleteAccessKey',
            'CreateRole', 'DeleteRole', 'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy', 'CreatePolicyVersion',
          ],
        },
        securityGroupChanges: {
          ruleName: 'payments-{env}-audit-security-groups', source: 'aws.ec2', eventSource: 'ec2.amazonaws.com',
          eventNames: ['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
        },
        databaseAccess: {
          ruleName: 'payments-{env}-audit-database-access', source: 'aws.rds', eventSource: 'rds.amazonaws.com',
          eventNames: ['CreateDBSnapshot', 'DeleteDBSnapshot', 'ModifyDBInstance', 'CreateDBInstanceReadReplica'],
        },
        tableChanges: {
          ruleName: 'payments-{env}-audit-table-changes', source: 'aws.dynamodb', eventSource: 'dynamodb.amazonaws.com',
          eventNames: ['UpdateTable', 'DeleteTable', 'UpdateTimeToLive', 'UpdateContinuousBackups', 'DeleteBackup', 'RestoreTableFromBackup'],
        },
        kmsKeyUsage: {
          ruleName: 'payments-{env}-audit-kms-key-usage', source: 'aws.kms', eventSource: 'kms.amazonaws.com',
          eventNames: ['Decrypt', 'Encrypt', 'GenerateDataKey', 'CreateGrant', 'RevokeGrant', 'DisableKey', 'ScheduleKeyDeletion'],
          readOnlyEvents: true,
          ownKeysOnly: true,
        },
        trailTampering: {
          ruleName: 'payments-{env}-audit-trail-tampering', source: 'aws.cloudtrail', eventSource: 'cloudtrail.amazonaws.com',
          eventNames: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
          notify: 'critical',
        },
        logTampering: {
          ruleName: 'payments-{env}-audit-log-tampering', source: 'aws.logs', eventSource: 'logs.amazonaws.com',
          eventNames: ['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteDataProtectionPolicy'],
        },
        alarmTampering: {
          ruleName: 'payments-{env}-audit-alarm-tampering', source: 'aws.monitoring', eventSource: 'monitoring.amazonaws.com',
          eventNames: ['DisableAlarmActions', 'DeleteAlarms', 'PutAlarmMuteRule'],
        },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      slackFunctionName: 'payments-{env}-slack',
      pagerdutyFunctionName: 'payments-{env}-pagerduty',
      webhookFunctionName: 'payments-{env}-webhook',
      deadLetterQueueName: 'payments-{env}-undelivered-alerts',
      critical: { topicName: 'payments-{env}-critical', displayName: 'Payments critical' },
      warning: { topicName: 'payments-{env}-warning', displayName: 'Payments warning' },
      info: { topicName: 'payments-{env}-info', displayName: 'Payments info' },
    },

    cost: {
      logGiB: 10, emfMetrics: 1, logsInsightsGiB: 30, alerts: 200, objectGiB: 2, objectPuts: 40_000, traces: 1_000_000,
      tracesRead: 100_000, contributorEvents: 1_000_000, canarySeconds: 5,
      dimensionValues: { Provider: 4, Currency: 3 },
      functions: { notifications: { calls: 200, ms: 400 }, 'notifications.heartbeat': { calls: 40, ms: 1000 } },
    },
  },
} as const satisfies TemplateDefaults;
