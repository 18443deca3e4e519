import type { TemplateDefaults } from '@payment-observability/config';

const calls = (service: string, eventNames: readonly string[]) => ({ source: `aws.${service}`, eventSource: `${service}.amazonaws.com`, eventNames });

/**
 * What exists once for each account and Region, however many services are watched in it: the trail, the encryption of traces, the Logs
 * resource policy that lets EventBridge write, and the rules on what would blind the account. The stacks of services refer to it.
 */
export const template = {
  name: 'account-baseline',
  title: 'What exists once for each account and Region: trail, trace encryption, audit rules, shared policies',
  defaults: {
    tags: { System: 'AccountBaseline', Compliance: 'PCI-DSS' },

    encryption: {
      keys: {
        audit: { alias: 'alias/payment-account-{env}-audit', description: 'Audit trail of the account', purpose: 'Audit' },
        xray: { alias: 'alias/payment-account-{env}-xray', description: 'Traces of the account', purpose: 'XRayEncryption' },
        alerts: { description: 'Audit alerts of the account', purpose: 'AlertEncryption' },
      },
    },

    alarms: {
      trailSilent: {
        component: 'Audit',
        alarmName: 'payment-account-{env}-trail-silent',
        description: 'CloudTrail has delivered nothing to its log group for two hours.',
        severity: 'critical',
        metric: { name: 'IncomingLogEvents', namespace: 'AWS/Logs', dimensions: { LogGroupName: '/aws/cloudtrail/payment-account-{env}-audit' } },
        countBelow: 1,
        periodSeconds: 3600,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        missingData: 'breaching',
      },
    },

    tracing: { encryption: { encryptionKey: 'xray', ownsAccount: true } },

    audit: {
      encryptionKey: 'audit',
      logGroup: { logGroupName: '/aws/events/payment-account-{env}-audit', retentionDays: 400, ownsResourcePolicy: true },
      trail: {
        trailName: 'payment-account-{env}-audit',
        s3DataEventsPrefix: 'payment-',
        logGroupName: '/aws/cloudtrail/payment-account-{env}-audit',
        bucket: { bucketName: 'payment-account-{env}-audit-{account}-{region}', archiveAfterDays: 90, expireDays: 2555 },
      },
      rules: {
        iamChanges: {
          ruleName: 'payment-account-{env}-iam-changes',
          ...calls('iam', [
            'CreateUser', 'DeleteUser', 'AttachUserPolicy', 'DetachUserPolicy', 'CreateAccessKey', 'DeleteAccessKey', 'CreateRole', 'DeleteRole',
            'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy', 'CreatePolicyVersion',
          ]),
        },
        trailTampering: {
          ruleName: 'payment-account-{env}-trail-tampering', notify: 'critical',
          ...calls('cloudtrail', ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']),
        },
        logTampering: {
          ruleName: 'payment-account-{env}-log-tampering', notify: 'critical',
          ...calls('logs', ['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteDataProtectionPolicy']),
        },
        alarmTampering: {
          ruleName: 'payment-account-{env}-alarm-tampering', notify: 'critical',
          ...calls('monitoring', ['DisableAlarmActions', 'DeleteAlarms', 'PutAlarmMuteRule']),
        },
        keyRemoval: {
          ruleName: 'payment-account-{env}-key-removal', notify: 'critical',
          ...calls('kms', ['DisableKey', 'ScheduleKeyDeletion']),
        },
        topicTampering: {
          ruleName: 'payment-account-{env}-topic-tampering', notify: 'critical',
          ...calls('sns', ['DeleteTopic', 'Unsubscribe']),
        },
      },
    },

    notifications: {
      encryptionKey: 'alerts',
      critical: { topicName: 'payment-account-{env}-audit-alerts', displayName: 'Account Audit Alerts' },
    },

    cost: {
      managementEvents: 2_000_000, dataEvents: 1_000_000, logGiB: 10,
    },
  },
} as const satisfies TemplateDefaults;
