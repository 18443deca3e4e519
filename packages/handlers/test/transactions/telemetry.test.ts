import { processorSettings } from '../../src/transactions/settings';
import { traceMessages } from '../../src/transactions/trace';
import { transactionLine, unfinishedLine, warningLine } from '../../src/transactions/transaction-log';
import { readRecord } from '../../src/transactions/transaction-record';
import { GOOD, kinesisRecord } from './records';

const line = (content: unknown, transactionCount?: number) => JSON.parse(transactionLine({ record: readRecord(kinesisRecord(content, 7)), transactionCount, processingMs: 12.5 }, 'Payments/dev/Realtime', 1763640000000)) as Record<string, unknown>;
const COUNT = { Name: 'TransactionCount', Unit: 'Count' };
const ERRORS = { Name: 'TransactionErrors', Unit: 'Count' };
const AMOUNT = { Name: 'TransactionAmount', Unit: 'None' };
const TIME = { Name: 'ProcessingTime', Unit: 'Milliseconds' };
const emf = (...Metrics: unknown[]) => ({ Timestamp: 1763640000000, CloudWatchMetrics: [{ Namespace: 'Payments/dev/Realtime', Dimensions: [['Service', 'Type'], ['Service'], []], Metrics }] });

test('R8 TransactionCount, TransactionErrors, TransactionAmount and ProcessingTime by Service and Type, by Service, and in total', () => {
  expect(line(GOOD, 3)).toEqual({
    _aws: emf(COUNT, ERRORS, AMOUNT, TIME),
    level: 'INFO', message: 'transaction processed', Service: 'transaction-processor', Type: 'PURCHASE',
    TransactionCount: 1, TransactionErrors: 0, TransactionAmount: 1500, ProcessingTime: 12.5,
    transaction_id: 'txn-001', type: 'PURCHASE', merchant_id: 'merch-123', merchant_country: 'US', status: 'SUCCESS', transaction_count: 3,
  });
});

test('a failed transaction is an error; a negative amount is none of the amounts', () => {
  expect(line({ ...GOOD, amount: -100 })).toMatchObject({ _aws: emf(COUNT, ERRORS, TIME), TransactionErrors: 1, status: 'FAILED', error_type: 'NEGATIVE_AMOUNT' });
  expect(line({ ...GOOD, amount: -100 })).not.toHaveProperty('TransactionAmount');
});

test.each(['FAILED', 'ERROR'])('status %s of the producer is an error', (status) => {
  expect(line({ ...GOOD, status })).toMatchObject({ TransactionErrors: 1, error_type: `STATUS_${status}` });
});

test('a rejected record is an error of the type OTHER', () => {
  expect(line('{')).toMatchObject({ _aws: emf(COUNT, ERRORS, TIME), message: 'record rejected', Type: 'OTHER', TransactionErrors: 1, error_type: 'REJECTED_RECORD', reason: 'the record is not JSON' });
});

test('what is unfinished and what went wrong besides are lines of JSON too', () => {
  expect(JSON.parse(unfinishedLine('shardId-000000000000:7', 3, 'ThrottlingException'))).toEqual({
    level: 'ERROR', message: 'records are left to a retry', Service: 'transaction-processor', error_type: 'ThrottlingException', record_id: 'shardId-000000000000:7', records_left: 3,
  });
  expect(JSON.parse(warningLine('SentNotRead.X'))).toEqual({ level: 'WARN', message: 'the memory of sent events is not up to date', Service: 'transaction-processor', error_type: 'SentNotRead.X' });
});

describe('R10 the trace', () => {
  const HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:0';
  const stretches = [{ name: 'processing', startMs: 1000, endMs: 1500, children: [{ name: 'PURCHASE ok', startMs: 1000, endMs: 1500, annotations: { type: 'PURCHASE', outcome: 'ok', transactions: 2 } }] }];
  let ids = 0;
  const newId = () => String((ids += 1)).padStart(16, '0');

  test('is below the segment of Lambda, in the format of the daemon', () => {
    const [message = '', ...others] = traceMessages(HEADER, stretches, newId);
    const [head, document = ''] = message.split('\n');
    expect(others).toEqual([]);
    expect(head).toBe('{"format":"json","version":1}');
    expect(JSON.parse(document)).toEqual({
      id: '0000000000000001', name: 'processing', type: 'subsegment', trace_id: '1-5759e988-bd862e3fe1be46a994272793', parent_id: '53995c3f42cd8ad8', start_time: 1, end_time: 1.5,
      subsegments: [{ id: '0000000000000002', name: 'PURCHASE ok', start_time: 1, end_time: 1.5, annotations: { type: 'PURCHASE', outcome: 'ok', transactions: 2 } }],
    });
  });

  test.each([undefined, '', HEADER.replace('Sampled=1', 'Sampled=0'), 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1'])('is not sent for the header %j', (header) => {
    expect(traceMessages(header, stretches, newId)).toEqual([]);
  });
});

describe('settings', () => {
  const environment = { TABLE_NAME: 't', BUS_NAME: 'b', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'N', WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1' };

  test('come from the environment', () => {
    expect(processorSettings(environment)).toEqual({ tableName: 't', busName: 'b', eventSource: 'payments.transactions', namespace: 'N', windowSeconds: 60, recordAgeSeconds: 3600, parallelizationFactor: 1 });
  });

  test.each([
    [{ TABLE_NAME: '' }, 'environment variable TABLE_NAME: required, found nothing'],
    [{ BUS_NAME: undefined }, 'environment variable BUS_NAME: required, found nothing'],
    [{ WINDOW_SECONDS: '0' }, 'environment variable WINDOW_SECONDS: expected a whole number above 0, found "0"'],
    [{ WINDOW_SECONDS: '1.5' }, 'environment variable WINDOW_SECONDS: expected a whole number above 0, found "1.5"'],
  ])('%j: %s', (changes, message) => {
    expect(() => processorSettings({ ...environment, ...changes })).toThrow(new Error(message));
  });
});
