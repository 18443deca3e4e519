import { readRecord, type RejectedRecord, type Transaction } from '../../src/transactions/transaction-record';
import { GOOD, kinesisRecord, NOON_MS } from './records';
import { TEST_CARDS } from './test-cards';

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

  test.each([
    [0.1 + 0.2, 0.3],
    [10_000.01, 10_000.01],
    [12.34567, 12.3457],
    [-0.00001, 0],
    [-12.34567, -12.3457],
    [4_999_999_999.99, 4_999_999_999.99],
  ])('the amount %d is kept as %d: no currency has more than four decimals', (amount, kept) => {
    expect(read({ amount }).fields.amount).toBe(kept);
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
    ['{"amount": 1', 'the record is not JSON', '{"amount": #', 12],
    ['[1]', 'the record is not a JSON object', '[#]', 3],
    ['null', 'the record is not a JSON object', 'null', 4],
    ['5', 'the record is not a JSON object', '#', 1],
    ['"\u0660\u00bd\u2167"', 'the record is not a JSON object', '"##\u2044#VIII"', 9],
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

  test('of a character that is cut in two nothing is kept, which no reader of JSON would take', () => {
    expect(rejected(`x${'\u{1F600}'.repeat(3000)}`).text).toBe(`x${'\u{1F600}'.repeat(2047)}\uFFFD`);
  });
});

describe('a card number in any field reaches nothing that is kept', () => {
  const fields = ['transaction_id', 'amount', 'type', 'merchant_id', 'merchant_country', 'status', 'risk_score', 'transaction_count', 'comment', 'nested.pan'];
  const spread = (card: string, separator: string) => card.replaceAll(/\d{4}(?=\d)/gu, (group) => `${group}${separator}`);
  const spellings = (card: string): readonly unknown[] => [
    card,
    ...['-', '.', ':', '/', '_', '#', ' ', '--', ' - ', '::'].map((separator) => spread(card, separator)),
    card.replaceAll(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    card.replaceAll(/\d/gu, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
    card.replaceAll(/\d/gu, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
    `ref:${card}`, `${card}x`, `${card}/1228`, `000${card}`,
    Number(card), Number(`${card.slice(0, 10)}.${card.slice(10)}`), -Number(`${card.slice(0, 9)}.${card.slice(9)}`), Number(`${card.slice(0, 2)}.${card.slice(2)}`),
    { pan: card }, [card],
  ];
  const keptOf = (field: string, value: unknown) => {
    const { fields: kept, errors, metricType } = field === 'nested.pan' ? read({ nested: { pan: value }, [String(value)]: value }) : read({ [field]: value });
    return JSON.stringify({ kept, errors, metricType });
  };
  test.each(TEST_CARDS)('%s %s', (_, card) => {
    const leaks = fields.flatMap((field) => spellings(card).map((value) => ({ field, value, kept: keptOf(field, value) }))).filter(({ kept }) => kept.normalize('NFKC').replaceAll(/[^0-9A-Za-z,"]/gu, '').includes(card));
    expect(leaks).toEqual([]);
  });

  const escaped = (text: string) => text.replaceAll(/\d/gu, (digit) => `\\u003${digit}`);
  test.each(TEST_CARDS)('of what is no transaction: %s %s', (_, card) => {
    const texts = [card, spread(card, ' '), `{"pan": "${card}`, `{"pan": "${escaped(card)}`, `{"pan": "${card.slice(0, 6)}${escaped(card.slice(6))}`, `{"pan": "${card.slice(0, 4)}","x":"${card.slice(4)}"`, Buffer.from(`card ${card}`).toString('base64'), Buffer.from(card).toString('hex'), encodeURIComponent(`[${card}]`)];
    const shown = texts.map((content) => rejected(content).text).join('\n');
    expect(shown).not.toMatch(/\d(?!\d? characters\])/u);
    expect(shown).not.toContain(Buffer.from(card).toString('base64').slice(4, 12));
  });
});
