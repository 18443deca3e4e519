import { createSocket, type Socket } from 'node:dgram';
import { join } from 'node:path';
import { BUNDLES } from './support/bundled-handlers';
import { runLambda } from './support/lambda';
import { runFunction } from './support/lambda-process';
import { loopbackServer, type LoopbackServer } from './support/loopback-server';

const CARD = '4111111111111111';
const PAYMENT = { payment_id: 'p-1', amount: 19.99, currency: 'EUR', payment_type: 'debit_card' };

let dynamodb: LoopbackServer;
let daemon: Socket;
let traced: Record<string, unknown>[];

beforeAll(async () => {
  dynamodb = await loopbackServer();
  daemon = createSocket('udp4').on('message', (message) => traced.push(JSON.parse(message.toString().split('\n')[1] ?? '{}') as Record<string, unknown>));
  await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await dynamodb.close();
  await new Promise<void>((resolve) => daemon.close(() => resolve()));
});
beforeEach(() => {
  traced = [];
  dynamodb.received.length = 0;
  dynamodb.answer = () => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' });
});

const environmentOf = () => ({
  NODE_PATH: join(require.resolve('@aws-sdk/client-dynamodb/package.json'), '../../..'),
  ENVIRONMENT: 'dev',
  LOG_LEVEL: 'INFO',
  METRICS_NAMESPACE: 'PaymentProcessing/dev',
  PAYMENTS_TABLE: 'payments-db-dev',
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
  AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
  _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
});

async function pay(events: readonly unknown[], environment: Readonly<Record<string, string>> = {}) {
  const run = await runLambda(join(BUNDLES, 'payment-function', 'index.js'), { ...environmentOf(), ...environment }, events);
  const lines = run.output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
  return { run, answers: run.invocations.map((one) => (one.ok ? one.result : one)), logs: lines.filter(({ message }) => message === 'payment'), metrics: lines.filter((line) => '_aws' in line) };
}
const answer = (statusCode: number, body: Record<string, unknown>) => ({ statusCode, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: JSON.stringify(body) });
const done = (message: string) => ({ message, payment_id: 'p-1', amount: 19.99, currency: 'EUR' });
const refuse = (type: string, more: Record<string, unknown> = {}) => () => ({ status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...more }) });
const stored = () => JSON.parse(dynamodb.received[0]?.body ?? '{}') as { Item: { fingerprint: { S: string } } };

test('A18 a payment is answered with 200, a message, its id and its amount, and is written once', async () => {
  const { answers } = await pay([PAYMENT]);
  expect(answers).toEqual([answer(200, done('Payment processed'))]);
  expect(stored()).toEqual({
    TableName: 'payments-db-dev',
    Item: {
      payment_id: { S: 'p-1' },
      fingerprint: { S: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown },
      amount_minor: { N: '1999' },
      currency: { S: 'EUR' },
      payment_type: { S: 'debit_card' },
      synthetic: { BOOL: false },
    },
    ConditionExpression: 'attribute_not_exists(payment_id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
});

test('A18 a payment that is sent again is answered the same and counted once; another one with its id is refused', async () => {
  await pay([PAYMENT]);
  const { fingerprint } = stored().Item;
  dynamodb.answer = refuse('ConditionalCheckFailedException', { Item: { fingerprint } });
  const { answers, metrics } = await pay([PAYMENT, { ...PAYMENT, amount: 20 }]);
  expect(answers).toEqual([answer(200, done('Payment was processed before')), answer(409, { ...done('payment_id belongs to another payment'), amount: 20 })]);
  expect(metrics).toEqual([]);
});

test('A18 what is not valid is answered with 400 and every problem, and written nowhere', async () => {
  const { answers, metrics } = await pay([{ requestContext: {}, body: '{}' }]);
  expect(answers).toEqual([
    answer(400, {
      message: 'Payment refused',
      problems: ['payment_id: expected 1 to 64 letters, digits, hyphens and underscores, and no card number', 'amount: expected a number above 0, at most 1000000', 'currency: expected three capital letters (ISO 4217)'],
    }),
  ]);
  expect(dynamodb.received).toEqual([]);
  expect(metrics).toEqual([]);
});

test('A15 A18 a payment that cannot be written is answered with 503 and counted as failed; the error is named, its text is not', async () => {
  dynamodb.answer = refuse('AccessDeniedException', { message: 'User secret-user is not authorized' });
  const { answers, metrics, logs, run } = await pay([PAYMENT]);
  expect(answers).toEqual([answer(503, done('Payment not processed; send it again with the same payment_id'))]);
  expect(metrics).toEqual([expect.objectContaining({ PaymentSuccess: 0, PaymentFailure: 1 })]);
  expect(logs).toEqual([expect.objectContaining({ level: 'ERROR', status: 'FAILED', error_type: 'AccessDeniedException' })]);
  expect(run.output).not.toContain('secret-user');
});

test('A16 subsegments payment_validation, payment_processing and database_write, one after the other, below the segment of Lambda', async () => {
  await pay([PAYMENT]);
  expect(traced.map(({ name, type, trace_id, parent_id }) => [name, type, trace_id, parent_id])).toEqual(
    ['payment_validation', 'payment_processing', 'database_write'].map((name) => [name, 'subsegment', '1-5759e988-bd862e3fe1be46a994272793', '53995c3f42cd8ad8']),
  );
  const times = traced.flatMap(({ start_time, end_time }) => [start_time as number, end_time as number]);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('A17 annotations: environment, database, id, type, amount and that the metrics were sent; nothing else of the event', async () => {
  await pay([{ ...PAYMENT, card_number: CARD, cvv: '123' }]);
  expect(traced.flatMap(({ annotations }) => annotations ?? [])).toEqual([
    { environment: 'dev', database: 'payments-db-dev', payment_id: 'p-1', payment_type: 'debit_card', payment_amount: 19.99, metrics_sent: 'true' },
  ]);
  expect(JSON.stringify(traced)).not.toContain('metadata');
});

test('A17 G23 no card number reaches a log, a metric or a trace, wherever it stands', async () => {
  const everywhere = [{ ...PAYMENT, payment_id: CARD }, { ...PAYMENT, currency: CARD }, { requestContext: {}, body: CARD }, { requestContext: {}, headers: { 'x-card': CARD }, body: JSON.stringify({ ...PAYMENT, note: CARD }) }];
  const { run, answers } = await pay(everywhere);
  expect(run.output + JSON.stringify(traced)).not.toContain(CARD);
  expect(answers[0]).toMatchObject({ statusCode: 400 });
});

test('G23 a trace that goes nowhere fails no payment', async () => {
  const { answers } = await pay([PAYMENT], { AWS_XRAY_DAEMON_ADDRESS: 'no-such-host.invalid:2000' });
  expect(answers).toEqual([answer(200, done('Payment processed'))]);
});

test('G23 no trace daemon, and a standard output that nobody reads, fail no payment', async () => {
  const { outcomes } = await runFunction({
    taskRoot: join(BUNDLES, 'payment-function'),
    handler: 'index.handler',
    environment: { ...environmentOf(), AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9' },
    events: [PAYMENT, PAYMENT, PAYMENT],
    timeoutMs: 30_000,
    isUnread: true,
  });
  expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ kind: 'answered', result: answer(200, done('Payment processed')) })));
});

test('S26 a synthetic payment is answered, written and marked, and counts in no metric', async () => {
  const { answers, metrics, logs } = await pay([{ ...PAYMENT, synthetic: true }]);
  expect(answers).toEqual([answer(200, done('Payment processed'))]);
  expect(metrics).toEqual([]);
  expect(logs).toEqual([expect.objectContaining({ synthetic: true, metrics_sent: false, status: 'SUCCESS' })]);
  expect(stored().Item).toMatchObject({ synthetic: { BOOL: true } });
});

test('A14 one log line a payment, at its level', async () => {
  const { logs } = await pay([PAYMENT]);
  expect(logs).toEqual([expect.objectContaining({ level: 'INFO', event_type: 'PAYMENT', status: 'SUCCESS', status_code: 200, payment_id: 'p-1', payment_type: 'debit_card', amount: 19.99, currency: 'EUR' })]);
  expect((await pay([PAYMENT], { LOG_LEVEL: 'ERROR' })).logs).toEqual([]);
});

test('a function without its environment fails when it is loaded, with every name', async () => {
  const run = await runLambda(join(BUNDLES, 'payment-function', 'index.js'), { NODE_PATH: join(require.resolve('@aws-sdk/client-dynamodb/package.json'), '../../..') }, [{}]);
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain('environment of the payment function: ENVIRONMENT, METRICS_NAMESPACE, PAYMENTS_TABLE: expected a value, found nothing');
});
