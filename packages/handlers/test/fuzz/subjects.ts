import { join } from 'node:path';
import { type CanaryName, type HandlerName } from '../../src/index';
import { SOURCES } from '../collector/world';
import { alarmEvent, anomalyAlarm, apiCallEvent, BUDGET_NOTICE, compositeAlarm, compositeAlarmEvent, GARBAGE, healthEvent, heartbeat, insufficientData, metricAlarm, metricMathAlarm, resolvedAlarmEvent, snsEvent } from '../support/events';
import { GOOD, kinesisRecord } from '../transactions/records';
import { SECRET } from './planted';
import { type Random } from '../support/random';
import { isPagerDutyEvent, isSlackMessage, isWebhookBody } from './receivers';
import { type StandIns } from './stand-ins';

/** Changes a value, or leaves it. */
export type Change = (value: unknown) => unknown;

/** What a handler is fuzzed with. */
export interface Subject {
  /** An event as AWS sends it, in which `change` is applied to what people and systems of the team write. */
  readonly event: (world: StandIns, random: Random, change: Change) => unknown;
  readonly environment: (world: StandIns) => Readonly<Record<string, string>>;
  /** Whether the event is the configuration, in which nobody writes a card number; answers hold one all the same. */
  readonly isConfiguration?: true;
  /** Whether its receiver takes the body that it sends there. */
  readonly isTaken?: (body: string) => boolean;
  /** Value of the secret that it reads. */
  readonly secretOf?: (receiverUrl: string) => string;
}

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/any-AbCdEf';
const MESSAGES = [
  metricAlarm(), metricAlarm({ NewStateValue: 'OK' }), metricMathAlarm(), anomalyAlarm(), compositeAlarm(), insufficientData(), alarmEvent(), resolvedAlarmEvent(), compositeAlarmEvent(), apiCallEvent(), healthEvent(), heartbeat(),
  BUDGET_NOTICE.Message,
  ...GARBAGE.map(([, message]) => message).filter((message) => message.length < 10_000),
];
/** SNS carries text, whatever it says. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const notice: Subject['event'] = (_, random, change) =>
  snsEvent(...Array.from({ length: 1 + random.below(2) }, () => ({ Message: textOf(change(random.pick(MESSAGES))), ...(random.chance(0.3) && { Subject: textOf(change('AWS Budgets: payments')) }) })));
const NOTIFIER = { DASHBOARD: 'payments', LOG_GROUPS: '["payments"]', ROUTE: 'acme/prod/critical/any', ALERT_METRICS_NAMESPACE: 'acme/alerts' };
const PAYMENT = { payment_id: 'p-1', amount: 19.99, currency: 'EUR', payment_type: 'debit_card' };
const PAYMENTS = [
  PAYMENT,
  { ...PAYMENT, synthetic: true },
  { requestContext: {}, headers: { 'content-type': 'application/json', 'x-synthetic': 'true' }, body: JSON.stringify(PAYMENT), isBase64Encoded: false },
  { requestContext: {}, body: Buffer.from(JSON.stringify(PAYMENT)).toString('base64'), isBase64Encoded: true },
];
const TRANSACTIONS = [GOOD, { ...GOOD, transaction_id: 'txn-002', amount: 15_000 }, { ...GOOD, amount: -100 }, { ...GOOD, risk_score: 81, merchant_country: 'KP' }, { ...GOOD, transaction_count: 21 }, '{"pan":'];

const customResource: Subject['event'] = ({ receiver }, random, change) => {
  const RequestType = random.pick(['Create', 'Update', 'Delete']);
  return {
    RequestType,
    ResponseURL: `${receiver.url}/response?Signature=${SECRET}`,
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/payments/1',
    RequestId: 'request-1',
    LogicalResourceId: 'XRayEncryption',
    ResourceType: 'Custom::XRayEncryption',
    ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'xray-encryption' }),
    ResourceProperties: change({ ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x', KeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' }),
  };
};

/** A canary takes no event: here its environment is the event, see `canary-entry.cjs`. */
const CANARY_ENVIRONMENT = { REQUEST_TIMEOUT_MS: '1000', EXPECTED_STATUS: '200', LATENCY_LIMIT_MS: '1000', CERTIFICATE_DAYS: '14', EXPECTED_TEXT: 'authorized' };
const STEPS = [
  { name: 'authorize', path: '/payments', method: 'POST', body: { amount: 1, reference: 'r-1' }, expectedStatus: 200, expectedFields: { status: 'authorized' }, save: { id: 'id' } },
  { name: 'read', path: '/payments/{id}', method: 'GET', expectedStatus: 200, expectedFields: { status: 'authorized' }, save: {} },
];

const synthetics = join(__dirname, '../support/synthetics-runtime');

/** A row for every name of HANDLERS and CANARIES. */
export const SUBJECTS: Readonly<Record<HandlerName | CanaryName, Subject>> = {
  'slack-notifier': {
    event: notice,
    environment: () => ({ ...NOTIFIER, WEBHOOK_SECRET_ARN: ARN, SEVERITY: 'critical' }),
    isTaken: isSlackMessage,
    secretOf: (receiverUrl) => `${receiverUrl}/services/${SECRET}`,
  },
  'pagerduty-notifier': {
    event: notice,
    environment: ({ receiver }) => ({ ...NOTIFIER, ROUTING_KEY_SECRET_ARN: ARN, SEVERITY: 'warning', EVENTS_URL: `${receiver.url}/v2/enqueue` }),
    isTaken: isPagerDutyEvent,
    secretOf: () => `${SECRET}01234567`,
  },
  'webhook-notifier': {
    event: notice,
    environment: ({ receiver }) => ({ ...NOTIFIER, SIGNING_SECRET_ARN: ARN, SEVERITY: 'info', ENDPOINT_URL: `${receiver.url}/alerts` }),
    isTaken: isWebhookBody,
    secretOf: () => JSON.stringify({ signingKey: `whsec_${Buffer.from(SECRET.repeat(2)).toString('base64')}` }),
  },
  'xray-encryption': { event: customResource, environment: () => ({}) },
  'payment-function': {
    event: (_, random, change) => change(random.pick(PAYMENTS)),
    environment: () => ({ ENVIRONMENT: 'dev', LOG_LEVEL: 'DEBUG', METRICS_NAMESPACE: 'PaymentProcessing/dev', PAYMENTS_TABLE: 'payments' }),
  },
  'transaction-processor': {
    event: (_, random, change) => ({
      Records: Array.from({ length: 1 + random.below(3) }, (__, index) => kinesisRecord(change(random.pick(TRANSACTIONS)) ?? null, index + 1, { partitionKey: textOf(change('merch-123')).slice(0, 256) })),
    }),
    environment: () => ({ TABLE_NAME: 'velocity', BUS_NAME: 'bus', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev', WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1' }),
  },
  'metric-collector': {
    event: (_, __, change) => change({ version: '0', id: '6a7e8feb', source: 'aws.events', 'detail-type': 'Scheduled Event', account: '111122223333', time: '2026-11-20T10:11:12Z', region: 'eu-west-1', resources: [], detail: {} }),
    environment: () => ({ NAMESPACE: 'acme/dev', ENVIRONMENT: 'dev', SERVICE: 'payment-processor', PERIOD_SECONDS: '300', TOTALS: JSON.stringify(SOURCES), WATERMARK_TABLE: 'watermark' }),
  },
  'alert-heartbeat': {
    event: (_, __, change) => change({ version: '0', id: '6a7e8feb', source: 'aws.scheduler', 'detail-type': 'Scheduled Event', account: '111122223333', time: '2026-11-20T10:11:12Z', region: 'eu-west-1', resources: [], detail: {} }),
    environment: () => ({
      ALERT_METRICS_NAMESPACE: 'acme/alerts',
      SYSTEM: 'card-acquiring',
      ACCOUNT: '111122223333',
      INTERVAL_DAYS: '30',
      TOPICS: JSON.stringify([{ severity: 'critical', arn: 'arn:aws:sns:eu-west-1:111122223333:critical', channels: ['slack'], toConfirm: { email: 1 } }]),
    }),
  },
  'health-canary': { event: ({ receiver }, _, change) => change({ URL: `${receiver.url}/health`, ...CANARY_ENVIRONMENT }), environment: () => ({ NODE_PATH: synthetics, SYNTHETICS_REPORT: '/dev/null' }), isConfiguration: true },
  'browser-canary': {
    event: ({ receiver }, _, change) => change({ URL: receiver.url, ...CANARY_ENVIRONMENT, TOKEN_SECRET: ARN, STEPS: JSON.stringify(STEPS) }),
    environment: () => ({ NODE_PATH: synthetics, SYNTHETICS_REPORT: '/dev/null' }),
    isConfiguration: true,
    secretOf: () => SECRET,
  },
  'transaction-canary': {
    event: ({ receiver }, _, change) => change({ URL: receiver.url, ...CANARY_ENVIRONMENT, TOKEN_SECRET: ARN, STEPS: JSON.stringify(STEPS) }),
    environment: () => ({ NODE_PATH: synthetics, SYNTHETICS_REPORT: '/dev/null' }),
    isConfiguration: true,
    secretOf: () => SECRET,
  },
};
