import { SYNTHETIC_FIELD, SYNTHETIC_HEADER } from './synthetic-mark';
import { maskCardNumbers } from './transactions/card-number';

/** Values of the dimension PaymentType: few, since each is a metric of its own. */
const PAYMENT_TYPES = ['credit_card', 'debit_card', 'bank_transfer', 'wallet'] as const;

/** A payment as the function was asked for it, checked. */
export interface Payment {
  readonly paymentId: string;
  /** In units of the currency, for example euros. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly paymentType: (typeof PAYMENT_TYPES)[number];
  /** Made by a canary: counts in no metric. */
  readonly synthetic: boolean;
}

export type PaymentRequest = { readonly ok: true; readonly payment: Payment } | { readonly ok: false; readonly problems: readonly string[] };

const MAX_AMOUNT = 1_000_000;
const MAX_BODY_CHARACTERS = 10_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a payment from an API Gateway event (REST or HTTP, JSON body) or from an event that is the payment itself. Problems name fields and
 * what is allowed; they never repeat what was sent, which may hold a card number.
 */
export function paymentRequest(event: unknown): PaymentRequest {
  const fields = fieldsOf(event);
  if (typeof fields === 'string') return { ok: false, problems: [fields] };
  const { payment_id: paymentId, amount, currency, payment_type: type = 'credit_card' } = fields;
  const paymentType = PAYMENT_TYPES.find((name) => name === type);
  // an id is stored and answered as it is, so it must not be a card number
  const isId = typeof paymentId === 'string' && /^[A-Za-z0-9_-]{1,64}$/u.test(paymentId) && maskCardNumbers(paymentId) === paymentId;
  const isCurrency = typeof currency === 'string' && /^[A-Z]{3}$/u.test(currency);
  const isAmount = typeof amount === 'number' && amount > 0 && amount <= MAX_AMOUNT;
  const synthetic = fields[SYNTHETIC_FIELD] === true || headerOf(event, SYNTHETIC_HEADER) === 'true';
  if (isId && isAmount && isCurrency && paymentType !== undefined && hasMinorUnits(amount, currency)) return { ok: true, payment: { paymentId, amount, currency, paymentType, synthetic } };
  return {
    ok: false,
    problems: [
      ...(isId ? [] : ['payment_id: expected 1 to 64 letters, digits, hyphens and underscores, and no card number']),
      ...(isAmount ? [] : [`amount: expected a number above 0, at most ${MAX_AMOUNT}`]),
      ...(isCurrency ? [] : ['currency: expected three capital letters (ISO 4217)']),
      ...(isAmount && isCurrency && !hasMinorUnits(amount, currency) ? [`amount: expected at most ${minorDigits(currency)} decimals for ${currency}`] : []),
      ...(paymentType === undefined ? [`payment_type: expected one of ${PAYMENT_TYPES.join(', ')}`] : []),
    ],
  };
}

/** The amount as a whole number of the currency's smallest unit, for example cents. */
export function minorUnits({ amount, currency }: Pick<Payment, 'amount' | 'currency'>): number {
  return Math.round(amount * 10 ** minorDigits(currency));
}

function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function hasMinorUnits(amount: number, currency: string): boolean {
  // 19.99 × 100 is no whole number in binary: only what remains visible counts
  return Number((minorUnits({ amount, currency }) / 10 ** minorDigits(currency)).toFixed(minorDigits(currency))) === amount;
}

function fieldsOf(event: unknown): Fields | string {
  if (!isObject(event)) return 'body: expected a JSON object';
  if (!('requestContext' in event)) return event;
  const { body, isBase64Encoded } = event;
  if (typeof body !== 'string' || body.length > MAX_BODY_CHARACTERS) return `body: expected a JSON object of at most ${MAX_BODY_CHARACTERS} characters`;
  try {
    const parsed: unknown = JSON.parse(isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body);
    return isObject(parsed) ? parsed : 'body: expected a JSON object';
  } catch {
    return 'body: expected a JSON object';
  }
}

function headerOf(event: unknown, name: string): unknown {
  if (!isObject(event) || !isObject(event['headers'])) return undefined;
  return Object.entries(event['headers']).find(([header]) => header.toLowerCase() === name)?.[1];
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
