import { join } from 'node:path';
import { type CanaryName, type HandlerName } from '../../src/index';
import { SOURCES } from '../collector/world';
import { alarmEvent, apiCallEvent, compositeAlarm, metricAlarm, snsEvent } from '../support/events';
import { GOOD, kinesisRecord } from '../transactions/records';
import { SECRET } from './planted';
import { type StandIns } from './stand-ins';

/** What a handler is fuzzed with. */
export interface Subject {
  /** Real events, which are mutated. */
  readonly seeds: (world: StandIns) => readonly [unknown, ...unknown[]];
  readonly environment: (world: StandIns) => Readonly<Record<string, string>>;
  /** Whether what comes in is the configuration, in which nobody writes a card number; answers hold one all the same. */
  readonly isConfiguration?: true;
  /** Value of the secret that it reads. */
  readonly secretOf?: (receiverUrl: string) => string;
}

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/any-AbCdEf';
const NOTICES: Subject['seeds'] = () => [
  snsEvent({ Message: metricAlarm() }),
  snsEvent({ Message: metricAlarm({ NewStateValue: 'OK' }) }, { Message: compositeAlarm() }),
  snsEvent({ Message: apiCallEvent() }, { Message: alarmEvent() }),
  snsEvent({ Message: 'Your budget payments has exceeded 80 %', Subject: 'AWS Budgets: payments' }),
  snsEvent({ Message: '{"AlarmName":' }),
];
const PAYMENT = { payment_id: 'p-1', amount: 19.99, currency: 'EUR', payment_type: 'debit_card' };

function customResource(RequestType: string, { receiver }: StandIns) {
  return {
    RequestType,
    ResponseURL: `${receiver.url}/response?Signature=${SECRET}`,
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/payments/1',
    RequestId: 'request-1',
    LogicalResourceId: 'XRayEncryption',
    ResourceType: 'Custom::XRayEncryption',
    ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'xray-encryption' }),
    ResourceProperties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x', KeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
  };
}

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
    seeds: NOTICES,
    environment: () => ({ WEBHOOK_SECRET_ARN: ARN, SEVERITY: 'critical' }),
    secretOf: (receiverUrl) => `${receiverUrl}/services/${SECRET}`,
  },
  'pagerduty-notifier': {
    seeds: NOTICES,
    environment: ({ receiver }) => ({ ROUTING_KEY_SECRET_ARN: ARN, SEVERITY: 'warning', EVENTS_URL: `${receiver.url}/v2/enqueue` }),
    secretOf: () => `${SECRET}01234567`,
  },
  'xray-encryption': { seeds: (world) => [customResource('Create', world), customResource('Update', world), customResource('Delete', world)], environment: () => ({}) },
  'payment-function': {
    seeds: () => [PAYMENT, { ...PAYMENT, synthetic: true }, { requestContext: {}, headers: { 'content-type': 'application/json', 'x-synthetic': 'true' }, body: JSON.stringify(PAYMENT), isBase64Encoded: false }, { requestContext: {}, body: Buffer.from(JSON.stringify(PAYMENT)).toString('base64'), isBase64Encoded: true }],
    environment: () => ({ ENVIRONMENT: 'dev', LOG_LEVEL: 'DEBUG', METRICS_NAMESPACE: 'PaymentProcessing/dev', PAYMENTS_TABLE: 'payments' }),
  },
  'transaction-processor': {
    seeds: () => [
      { Records: [kinesisRecord(GOOD, 1), kinesisRecord({ ...GOOD, transaction_id: 'txn-002', amount: 15_000 }, 2)] },
      { Records: [kinesisRecord({ ...GOOD, amount: -100 }, 1), kinesisRecord({ ...GOOD, risk_score: 81, merchant_country: 'KP' }, 2), kinesisRecord('{"pan":', 3)] },
    ],
    environment: () => ({ TABLE_NAME: 'velocity', BUS_NAME: 'bus', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev', WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1' }),
  },
  'metric-collector': {
    seeds: () => [{ version: '0', id: '6a7e8feb', source: 'aws.events', 'detail-type': 'Scheduled Event', account: '111122223333', time: '2026-11-20T10:11:12Z', region: 'eu-west-1', resources: [], detail: {} }],
    environment: () => ({ NAMESPACE: 'acme/dev', ENVIRONMENT: 'dev', SERVICE: 'payment-processor', PERIOD_SECONDS: '300', TOTALS: JSON.stringify(SOURCES), WATERMARK_TABLE: 'watermark' }),
  },
  'health-canary': { seeds: ({ receiver }) => [{ URL: `${receiver.url}/health`, ...CANARY_ENVIRONMENT }], environment: () => ({ NODE_PATH: synthetics, SYNTHETICS_REPORT: '/dev/null' }), isConfiguration: true },
  'transaction-canary': {
    seeds: ({ receiver }) => [{ URL: receiver.url, ...CANARY_ENVIRONMENT, TOKEN_SECRET: ARN, STEPS: JSON.stringify(STEPS) }],
    environment: () => ({ NODE_PATH: synthetics, SYNTHETICS_REPORT: '/dev/null' }),
    isConfiguration: true,
    secretOf: () => SECRET,
  },
};
