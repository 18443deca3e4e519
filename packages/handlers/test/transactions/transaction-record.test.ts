import { readRecord, type RejectedRecord, type Transaction } from '../../src/transactions/transaction-record';
import { GOOD, kinesisRecord, NOON_MS } from './records';

const CARD = '4111111111111111';
const read = (changes: Readonly<Record<string, unknown>>) => readRecord(kinesisRecord({ ...GOOD, ...changes }, 7)) as Transaction;
const rejected = (content: unknown) => readRecord(kinesisRecord(content, 7)) as RejectedRecord;

test('a good transaction keeps its fields as they are, numbers as numbers, and loses the count of its producer', () => {
  expect(read({ transaction_count: 99, risk_score: 12.5, comment: 'not kept' })).toEqual({
    kind: 'transaction',
    recordId: 'shardId-000000000000:7',
    shardId: 'shardId-000000000000',
    partitionKey: 'merch-123',
    sequenceNumber: '7',
    arrivedAtMs: NOON_MS,
    fields: { transaction_id: 'txn-001', amount: 1500, type: 'PURCHASE', merchant_id: 'merch-123', merchant_country: 'US', risk_score: 12.5, status: 'SUCCESS' },
    errors: [],
    outcome: 'ok',
    metricType: 'PURCHASE',
  });
});

describe('R7 a negative amount or a missing field makes a FAILED transaction, not an error', () => {
  test.each([
    [{ amount: -100 }, ['NEGATIVE_AMOUNT']],
    [{ amount: -0.01 }, ['NEGATIVE_AMOUNT']],
    [{ merchant_id: undefined }, ['MISSING_MERCHANT_ID']],
    [{ merchant_id: null }, ['MISSING_MERCHANT_ID']],
    [{ transaction_id: undefined, type: undefined }, ['MISSING_TRANSACTION_ID', 'MISSING_TYPE']],
    [{ merchant_country: undefined }, ['MISSING_MERCHANT_COUNTRY']],
    [{ amount: undefined }, ['MISSING_AMOUNT']],
    [{ amount: '1500' }, ['INVALID_AMOUNT']],
    [{ amount: 5e9 + 1 }, ['INVALID_AMOUNT']],
    [{ amount: Number(CARD) }, ['INVALID_AMOUNT']],
    [{ type: 'purchase' }, ['INVALID_TYPE']],
    [{ merchant_country: 'USA' }, ['INVALID_MERCHANT_COUNTRY']],
    [{ risk_score: 101 }, ['INVALID_RISK_SCORE']],
    [{ risk_score: -1 }, ['INVALID_RISK_SCORE']],
    [{ status: 'GREAT' }, ['INVALID_STATUS']],
    [{ transaction_id: 'x'.repeat(129) }, ['INVALID_TRANSACTION_ID']],
    [{ merchant_id: 'a b' }, ['INVALID_MERCHANT_ID']],
    // 128 letters that become 18 each: no key of a table takes them
    [{ merchant_id: '\uFDFA'.repeat(128) }, ['INVALID_MERCHANT_ID']],
    [{ transaction_id: '٤١١١١١١١١١١١١١١١' }, ['INVALID_TRANSACTION_ID']],
    [{ amount: -100, merchant_id: undefined }, ['NEGATIVE_AMOUNT', 'MISSING_MERCHANT_ID']],
  ])('%j: %j', (changes, errors) => {
    const { errors: found, outcome, fields } = read(changes);
    expect({ found, outcome, status: fields.status }).toEqual({ found: errors, outcome: 'failed', status: 'FAILED' });
  });

  test.each([{ amount: 0 }, { amount: 5e9 }, { risk_score: 0 }, { risk_score: 100 }, { status: 'PENDING' }, { transaction_id: 'x'.repeat(128) }, { transaction_count: undefined }])('%j is good', (changes) => {
    expect(read(changes)).toMatchObject({ outcome: 'ok', errors: [] });
  });

  test('the amount of a negative one is kept, a wrong value is not', () => {
    expect(read({ amount: -100 }).fields.amount).toBe(-100);
    expect(read({ amount: 'much' }).fields).not.toHaveProperty('amount');
  });

  test('an empty object is a transaction without any field', () => {
    expect(readRecord(kinesisRecord({}, 7))).toMatchObject({ kind: 'transaction', fields: { status: 'FAILED' }, metricType: 'OTHER' });
  });

  test('fields that the object inherits are not there', () => {
    expect(readRecord(kinesisRecord('{"__proto__": {"amount": 5}}', 7))).toMatchObject({ errors: expect.arrayContaining(['MISSING_AMOUNT']) as unknown });
  });
});

test.each([
  ['FAILED', 'failed'],
  ['ERROR', 'failed'],
  ['DECLINED', 'ok'],
  ['SUCCESS', 'ok'],
])('status %s of the producer: outcome %s', (status, outcome) => {
  expect(read({ status })).toMatchObject({ outcome, fields: { status } });
});

test('an unknown type is good, and counts as OTHER', () => {
  expect(read({ type: 'LOTTERY' })).toMatchObject({ outcome: 'ok', metricType: 'OTHER', fields: { type: 'LOTTERY' } });
});

describe('a record that is no transaction is rejected with its reason', () => {
  test.each([
    ['{"amount": 1', 'the record is not JSON', '{"amount": 1', 12],
    ['[1]', 'the record is not a JSON object', '[1]', 3],
    ['null', 'the record is not a JSON object', 'null', 4],
    ['5', 'the record is not a JSON object', '5', 1],
    ['', 'the record is not JSON', '', 0],
    [Buffer.from([0xff, 0xfe, 0x41]), 'the record is not UTF-8', '', 3],
  ])('%j: %s', (content, reason, text, bytes) => {
    expect(rejected(content)).toEqual({
      kind: 'rejected', recordId: 'shardId-000000000000:7', shardId: 'shardId-000000000000', partitionKey: 'merch-123', sequenceNumber: '7', arrivedAtMs: NOON_MS, reason, text, bytes,
    });
  });

  test('of a long text 4096 characters are kept', () => {
    expect(rejected('x '.repeat(5000)).text).toHaveLength(4096);
  });
});

describe('a card number in any field reaches nothing that is kept', () => {
  const spellings = [CARD, '4111-1111-1111-1111', '4111.1111.1111.1111', '4111:1111:1111:1111', '4111/1111/1111/1111', '４１１１１１１１１１１１１１１１', `ref:${CARD}`];
  const fields = ['transaction_id', 'amount', 'type', 'merchant_id', 'merchant_country', 'status', 'risk_score', 'transaction_count', 'comment'];
  test.each(fields.flatMap((field) => [...spellings, Number(CARD)].map((value) => [field, value] as const)))('%s: %s', (field, value) => {
    const kept = read({ [field]: value });
    expect(JSON.stringify(kept).replaceAll(/[^0-9]/g, '')).not.toContain(CARD);
    expect(kept.fields.transaction_id === undefined || !kept.fields.transaction_id.includes('1111111')).toBe(true);
  });

  test.each([CARD, '4111 1111 1111 1111', '{"pan": "4111","x":"1111 1111 1111"', Buffer.from(`card ${CARD}`).toString('base64'), `"${CARD}`])('of what is no transaction: %s', (content) => {
    const { text } = rejected(content);
    expect(text.replaceAll(/[^0-9]/g, '')).not.toContain('11111111');
    expect(text).not.toContain(Buffer.from(CARD).toString('base64').slice(4, 12));
  });
});
