import { minorUnits, paymentRequest } from '../src/payment-request';

const PAYMENT = { payment_id: 'p-1', amount: 19.99, currency: 'EUR' };
const READ = { paymentId: 'p-1', amount: 19.99, currency: 'EUR', paymentType: 'credit_card', synthetic: false };
const viaApi = (body: unknown, more: Readonly<Record<string, unknown>> = {}) => ({ requestContext: {}, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body), ...more });

test.each([
  ['an event that is the payment', PAYMENT, READ],
  ['an event of API Gateway', viaApi(PAYMENT), READ],
  ['a body in Base64', viaApi(Buffer.from(JSON.stringify(PAYMENT)).toString('base64'), { isBase64Encoded: true }), READ],
  ['another type', { ...PAYMENT, payment_type: 'wallet' }, { ...READ, paymentType: 'wallet' }],
  ['a synthetic payment by its field', { ...PAYMENT, synthetic: true }, { ...READ, synthetic: true }],
  ['a synthetic payment by its header', viaApi(PAYMENT, { headers: { 'X-Synthetic': 'true' } }), { ...READ, synthetic: true }],
  ['a field that is not known', { ...PAYMENT, card: '4111111111111111' }, READ],
])('A18 %s is read', (_, event, payment) => {
  expect(paymentRequest(event)).toEqual({ ok: true, payment });
});

const ID = 'payment_id: expected 1 to 64 letters, digits, hyphens and underscores, and no card number';
const AMOUNT = 'amount: expected a number above 0, at most 1000000';
const CURRENCY = 'currency: expected three capital letters (ISO 4217)';
const BODY = 'body: expected a JSON object';

test.each<[string, unknown, string[]]>([
  ['nothing', {}, [ID, AMOUNT, CURRENCY]],
  ['an id with a space', { ...PAYMENT, payment_id: 'p 1' }, [ID]],
  ['an id of 65 characters', { ...PAYMENT, payment_id: 'x'.repeat(65) }, [ID]],
  ['an amount of nothing', { ...PAYMENT, amount: 0 }, [AMOUNT]],
  ['an amount as text', { ...PAYMENT, amount: '19.99' }, [AMOUNT]],
  ['more than the largest amount', { ...PAYMENT, amount: 1_000_001 }, [AMOUNT]],
  ['an amount that is no number', { ...PAYMENT, amount: Number.NaN }, [AMOUNT]],
  ['a currency in small letters', { ...PAYMENT, currency: 'eur' }, [CURRENCY]],
  ['a fraction of a cent', { ...PAYMENT, amount: 1.005 }, ['amount: expected at most 2 decimals for EUR']],
  ['a fraction of a yen', { ...PAYMENT, currency: 'JPY' }, ['amount: expected at most 0 decimals for JPY']],
  ['a type nobody knows', { ...PAYMENT, payment_type: 'cash' }, ['payment_type: expected one of credit_card, debit_card, bank_transfer, wallet']],
  ['an event that is none', 'payment', [BODY]],
  ['a body that is no JSON', viaApi('{'), [BODY]],
  ['a body that is a list', viaApi([]), [BODY]],
  ['no body', viaApi(PAYMENT, { body: null }), ['body: expected a JSON object of at most 10000 characters']],
  ['a long body', viaApi({ ...PAYMENT, more: 'x'.repeat(10_000) }), ['body: expected a JSON object of at most 10000 characters']],
])('A18 %s is refused', (_, event, problems) => {
  expect(paymentRequest(event)).toEqual({ ok: false, problems });
});

test.each([
  [19.99, 'EUR', 1999],
  [1.1, 'USD', 110],
  [500, 'JPY', 500],
  [1.234, 'KWD', 1234],
])('%d %s are %d of its smallest unit', (amount, currency, minor) => {
  expect(minorUnits({ amount, currency })).toBe(minor);
});
