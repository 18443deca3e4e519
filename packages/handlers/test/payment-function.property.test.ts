import fc from 'fast-check';
import { paymentFunctionMetrics } from '../src/payment-function-metrics';
import { paymentRequest } from '../src/payment-request';
import { takePayment } from '../src/take-payment';
import { maskCardNumbers } from '../src/transactions/card-number';
import { emfProblems } from './support/emf-problems';

// 10,000 events
jest.setTimeout(120_000);

const NOW_MS = Date.UTC(2026, 10, 20);
const CARD = '4111111111111111';
const odd = fc.oneof(fc.constantFrom<unknown>(CARD, Number(CARD), '4111 1111 1111 1111', null, undefined, {}, [], ''), fc.string({ unit: 'binary' }), fc.double(), fc.anything());
const mostly = <T>(good: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: odd });
const payment = fc.record(
  {
    payment_id: mostly(fc.constantFrom('p-1', 'p_2')),
    amount: mostly(fc.integer({ min: 1, max: 1_000_000 })),
    currency: mostly(fc.constantFrom('EUR', 'JPY', 'KWD', 'ZZZ')),
    payment_type: mostly(fc.constantFrom(undefined, 'credit_card', 'wallet')),
    synthetic: mostly(fc.constantFrom(undefined, false, true)),
    card_number: odd,
  },
  { requiredKeys: ['payment_id', 'amount', 'currency'] },
);
const json = (value: unknown) => {
  try {
    return JSON.stringify(value);
  } catch {
    return String(CARD);
  }
};
const event = fc.oneof(
  payment,
  payment.map((body) => ({ requestContext: {}, headers: { 'X-Synthetic': 'false', card: CARD }, body: json(body) })),
  payment.map((body) => ({ requestContext: {}, isBase64Encoded: true, body: Buffer.from(json(body) ?? '').toString('base64') })),
  fc.record({ requestContext: odd, headers: odd, body: odd, isBase64Encoded: odd }, { requiredKeys: ['requestContext'] }),
  odd,
);
const stored = fc.constantFrom<'new' | 'replayed' | 'conflict' | Error>('new', 'replayed', 'conflict', new Error(`no room for ${CARD}`));

test('whatever is sent, each payment is answered with one of four statuses, what is published is valid, and no card number leaves', async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(event, stored, async (one, outcome) => {
      const lines: string[] = [];
      const publish = paymentFunctionMetrics({ namespace: 'PaymentProcessing/dev', environment: 'dev', region: 'eu-west-1' }, { write: (line) => void lines.push(line), now: () => NOW_MS, report: (line) => void lines.push(line) });
      const store = () => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome));
      const { answer, ...rest } = await takePayment(() => paymentRequest(one), { store, publish, now: () => NOW_MS });
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
      for (const text of [answer.body, ...lines, JSON.stringify(rest.errorType ?? '')]) expect(maskCardNumbers(text.replaceAll(String(NOW_MS), ''))).toBe(text.replaceAll(String(NOW_MS), ''));
      expect(lines.flatMap((line) => emfProblems(line, NOW_MS))).toEqual([]);
    }),
    { seed: 20261120, numRuns: 10_000 },
  );
  expect([...statuses.keys()].sort()).toEqual([200, 400, 409, 503]);
  expect(Math.min(...statuses.values())).toBeGreaterThan(100);
});
