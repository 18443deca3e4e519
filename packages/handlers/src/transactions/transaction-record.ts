import { type KinesisStreamRecord } from 'aws-lambda';
import { holdsCardNumber, maskCardNumbers } from './card-number';

/** What the metrics tell apart; any other type counts as OTHER, so that no producer can make metrics without end. */
const METRIC_TYPES: ReadonlySet<string> = new Set(['AUTHORIZATION', 'CAPTURE', 'CHARGEBACK', 'PAYOUT', 'PURCHASE', 'REFUND', 'TRANSFER', 'VOID', 'WITHDRAWAL']);
const STATUSES: ReadonlySet<unknown> = new Set(['SUCCESS', 'PENDING', 'DECLINED', 'FAILED', 'ERROR']);
const FAILED_STATUSES: ReadonlySet<string> = new Set(['FAILED', 'ERROR']);
/** EventBridge compares no larger number: a rule on high amounts would not see it. */
const HIGHEST_AMOUNT = 5e9;
/** Decimals that a number keeps: no currency of ISO 4217 has more, and with more a number can hold a card number. */
const DECIMALS = 4;
/** Ten of them fit into one call of PutEvents, however much JSON escapes. */
const LONGEST_REJECTED_TEXT = 4096;

/** Where a record stands in its stream. */
export interface RecordPosition {
  /** `shardId-000000000000:49545115243490985018280067714973144582180062593244200961`, unique in its stream. */
  readonly recordId: string;
  readonly shardId: string;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  /** Milliseconds since the epoch, as Kinesis measured it: the same at every retry. */
  readonly arrivedAtMs: number;
}

/** The fields of a transaction that are kept; every other field of the record is left out. */
export interface TransactionFields {
  readonly transaction_id?: string;
  readonly amount?: number;
  readonly type?: string;
  readonly merchant_id?: string;
  readonly merchant_country?: string;
  readonly status: string;
  readonly risk_score?: number;
}

/** A record that is a transaction, be it a good one or not. Its texts hold no card number. */
export interface Transaction extends RecordPosition {
  readonly kind: 'transaction';
  readonly fields: TransactionFields;
  /** What is wrong with it, for example `MISSING_MERCHANT_ID`; a transaction with any is FAILED. */
  readonly errors: readonly string[];
  readonly outcome: 'ok' | 'failed';
  readonly metricType: string;
}

/** A record that cannot be read as a transaction at all. */
export interface RejectedRecord extends RecordPosition {
  readonly kind: 'rejected';
  readonly reason: string;
  readonly bytes: number;
  /** What it holds, with `#` for every digit and without long words; cut off after 4096 characters. */
  readonly text: string;
}

export type ReadRecord = Transaction | RejectedRecord;

interface FieldRule {
  readonly required: boolean;
  readonly isValid: (value: unknown) => boolean;
}

/** Of a transaction or a merchant; no digits of other scripts, which nothing would recognize as a card number. */
const ID = /^[\p{L}\d_.:#/-]{1,128}$/u;
const text = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const between = (lowest: number, highest: number) => (value: unknown) => typeof value === 'number' && value >= lowest && value <= highest && !holdsCardNumber(String(rounded(value)));
// `+ 0` makes 0 of -0
const rounded = (value: number): number => Math.round(value * 10 ** DECIMALS) / 10 ** DECIMALS + 0;

/** The schema of a record. `transaction_count` may be there and is ignored: the processor counts for itself. */
const FIELDS: Readonly<Record<keyof TransactionFields, FieldRule>> = {
  transaction_id: { required: true, isValid: text(ID) },
  amount: { required: true, isValid: between(0, HIGHEST_AMOUNT) },
  type: { required: true, isValid: text(/^[A-Z][A-Z_]{0,31}$/u) },
  merchant_id: { required: true, isValid: text(ID) },
  merchant_country: { required: true, isValid: text(/^[A-Z]{2}$/u) },
  status: { required: false, isValid: (value) => STATUSES.has(value) },
  risk_score: { required: false, isValid: between(0, 100) },
};
const FIELD_RULES = Object.entries(FIELDS) as readonly [keyof TransactionFields, FieldRule][];

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads one record of the stream. Never throws. */
export function readRecord({ eventID, kinesis }: KinesisStreamRecord): ReadRecord {
  const position: RecordPosition = {
    recordId: eventID,
    shardId: eventID.slice(0, eventID.indexOf(':')),
    partitionKey: kinesis.partitionKey,
    sequenceNumber: kinesis.sequenceNumber,
    arrivedAtMs: Math.round(kinesis.approximateArrivalTimestamp * 1000),
  };
  const data = Buffer.from(kinesis.data, 'base64');
  const reject = (reason: string, content = ''): RejectedRecord => ({ ...position, kind: 'rejected', reason, bytes: data.length, text: redact(content) });
  let content: string;
  try {
    content = decoder.decode(data);
  } catch {
    return reject('the record is not UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return reject('the record is not JSON', content);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return reject('the record is not a JSON object', content);
  return { ...position, ...transactionOf(value as Readonly<Record<string, unknown>>) };
}

function transactionOf(record: Readonly<Record<string, unknown>>): Omit<Transaction, keyof RecordPosition> {
  const kept: Record<string, string | number> = {};
  const errors: string[] = [];
  for (const [name, { required, isValid }] of FIELD_RULES) {
    const own = Object.hasOwn(record, name) ? record[name] : undefined;
    // what masking would make of it is what is checked: a letter may become many, and the key of a counter too long
    const value = typeof own === 'string' ? own.normalize('NFKC') : own;
    if (value === undefined || value === null) {
      if (required) errors.push(`MISSING_${name.toUpperCase()}`);
    } else if (isValid(value)) kept[name] = typeof value === 'string' ? maskCardNumbers(value) : rounded(value as number);
    else {
      const negative = name === 'amount' && typeof value === 'number' && value < 0 && isValid(-value);
      errors.push(negative ? 'NEGATIVE_AMOUNT' : `INVALID_${name.toUpperCase()}`);
      if (negative) kept[name] = rounded(value);
    }
  }
  const said = typeof kept['status'] === 'string' ? kept['status'] : 'SUCCESS';
  const status = errors.length > 0 ? 'FAILED' : said;
  const type = kept['type'];
  return {
    kind: 'transaction',
    fields: { ...kept, status },
    errors,
    outcome: FAILED_STATUSES.has(status) ? 'failed' : 'ok',
    metricType: typeof type === 'string' && METRIC_TYPES.has(type) ? type : 'OTHER',
  };
}

/** What may be shown of a text that nobody could read: no digit, also none of an escape, and nothing that may hide them. */
function redact(content: string): string {
  return content
    .slice(0, LONGEST_REJECTED_TEXT)
    .normalize('NFKC')
    .replaceAll(/\p{N}/gu, '#')
    .replaceAll(/[A-Za-z#+/_-]{18,}={0,2}/gu, (run) => `[${run.length} characters]`)
    .slice(0, LONGEST_REJECTED_TEXT)
    // half of a character, where the text was cut
    .replaceAll(/\p{Cs}/gu, '\uFFFD');
}
