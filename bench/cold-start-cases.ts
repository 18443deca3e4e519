import { metricAlarm, snsEvent } from '../packages/handlers/test/support/events';
import { GOOD, kinesisRecord } from '../packages/handlers/test/transactions/records';

/** Where the servers on loopback are; `https` has a certificate that the function trusts. */
export interface Edges {
  readonly aws: string;
  readonly https: string;
}

export interface ColdStartCase {
  readonly environment: Readonly<Record<string, string>>;
  readonly event: unknown;
}

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/notifier-AbCdEf';
const ALARM = snsEvent({ Message: metricAlarm() });
const SCHEDULE = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
const source = (name: string, statistic: string) => ({ namespace: 'Acme', name, dimensions: {}, statistic });
const SOURCES = { requests: source('Latency', 'SampleCount'), errors: source('Errors', 'Sum'), volume: source('Amount', 'Sum'), latency: source('Latency', 'Average') };
const TOPICS = [{ severity: 'critical', arn: 'arn:aws:sns:eu-west-1:111122223333:payment-alerts-critical', channels: ['slack'], toConfirm: {} }];
const STEPS = [{ name: 'create', path: '/v1/payments', method: 'POST', body: { amount: 1, currency: 'EUR' }, expectedStatus: 200, expectedFields: { status: 'AUTHORIZED' }, save: {} }];

/** What each function does in its first invocation. */
export const COLD_START_CASES: Readonly<Record<string, (edges: Edges) => ColdStartCase>> = {
  'slack-notifier': () => ({ environment: { WEBHOOK_SECRET_ARN: SECRET_ARN, SEVERITY: 'critical' }, event: ALARM }),
  'pagerduty-notifier': ({ https }) => ({ environment: { ROUTING_KEY_SECRET_ARN: SECRET_ARN, SEVERITY: 'critical', EVENTS_URL: `${https}/v2/enqueue` }, event: ALARM }),
  'webhook-notifier': ({ https }) => ({ environment: { SIGNING_SECRET_ARN: SECRET_ARN, SEVERITY: 'critical', ENDPOINT_URL: `${https}/alerts` }, event: ALARM }),
  'xray-encryption': ({ https }) => ({
    environment: {},
    event: {
      RequestType: 'Create', ResponseURL: `${https}/response`, StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/payments/1', RequestId: 'request-1', LogicalResourceId: 'XRayEncryption', ResourceType: 'Custom::XRayEncryption',
      ResourceProperties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x', KeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    },
  }),
  'payment-function': () => ({
    environment: { ENVIRONMENT: 'dev', LOG_LEVEL: 'INFO', METRICS_NAMESPACE: 'PaymentProcessing/dev', PAYMENTS_TABLE: 'payments-db-dev' },
    event: { payment_id: 'p-1', amount: 19.99, currency: 'EUR', payment_type: 'debit_card' },
  }),
  'transaction-processor': () => ({
    environment: { TABLE_NAME: 'transaction-velocity', BUS_NAME: 'bus', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev/Realtime', WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1' },
    event: { Records: [kinesisRecord(GOOD, 1)] },
  }),
  'metric-collector': () => ({
    environment: { NAMESPACE: 'acme/dev', ENVIRONMENT: 'dev', SERVICE: 'payment-processor', PERIOD_SECONDS: '300', TOTALS: JSON.stringify(SOURCES), WATERMARK_TABLE: 'watermark' },
    event: SCHEDULE,
  }),
  'alert-heartbeat': () => ({
    environment: { ALERT_METRICS_NAMESPACE: 'PaymentObservability/Alerts', SYSTEM: 'acquiring/production', ACCOUNT: '111122223333', INTERVAL_DAYS: '30', TOPICS: JSON.stringify(TOPICS) },
    event: SCHEDULE,
  }),
  'health-canary': ({ https }) => ({ environment: { URL: `${https}/health`, REQUEST_TIMEOUT_MS: '10000' }, event: {} }),
  'transaction-canary': ({ https }) => ({ environment: { URL: `${https}/sandbox/`, REQUEST_TIMEOUT_MS: '10000', STEPS: JSON.stringify(STEPS), TOKEN_SECRET: 'acme/sandbox-token' }, event: {} }),
};

/** Why a function is left out. */
export const NOT_MEASURED: Readonly<Record<string, string>> = { 'browser-canary': 'what it starts is a browser' };

/** The secret of each function that reads one; the others have none. */
export const SECRETS: Readonly<Record<string, (edges: Edges) => string>> = {
  'slack-notifier': ({ https }) => `${https}/services/T0/B0/s3cret`,
  'pagerduty-notifier': () => 'OLD0123456789abcdef0123456789abc',
  'webhook-notifier': () => JSON.stringify({ signingKey: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' }),
  'transaction-canary': () => 'sandbox-s3cret-token',
};
