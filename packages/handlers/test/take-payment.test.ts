import { type MeasuredPayment } from '../src/payment-function-metrics';
import { type PaymentRequest } from '../src/payment-request';
import { fingerprintOf, type Stored } from '../src/payment-store';
import { takePayment } from '../src/take-payment';

const PAYMENT = { paymentId: 'p-1', amount: 19.99, currency: 'EUR', paymentType: 'wallet', synthetic: false } as const;

/** Each reading takes 5 ms, each write 20 ms. */
function world(request: PaymentRequest, stored: Stored | Error) {
  let nowMs = 1000;
  const measured: MeasuredPayment[] = [];
  const edges = {
    store: async () => {
      nowMs += 20;
      if (stored instanceof Error) throw stored;
      return stored;
    },
    publish: (payment: MeasuredPayment) => {
      measured.push(payment);
      return { sent: true };
    },
    now: () => nowMs,
  };
  const read = () => {
    nowMs += 5;
    return request;
  };
  return { measured, run: () => takePayment(read, edges) };
}

test('A15 the processing time is what validation, processing and the database took', async () => {
  const { measured, run } = world({ ok: true, payment: PAYMENT }, 'new');
  expect((await run()).processingTimeMs).toBe(25);
  expect(measured).toEqual([{ ...PAYMENT, processingTimeMs: 25, succeeded: true }]);
});

test('A16 each subsegment has the time of its own work', async () => {
  const { stretches } = await world({ ok: true, payment: PAYMENT }, 'new').run();
  expect(stretches).toEqual([
    { name: 'payment_validation', startMs: 1000, endMs: 1005 },
    { name: 'payment_processing', startMs: 1005, endMs: 1005 },
    { name: 'database_write', startMs: 1005, endMs: 1025 },
  ]);
});

test.each<[Stored | Error, number, boolean[]]>([
  ['new', 200, [true]],
  ['replayed', 200, []],
  ['conflict', 409, []],
  [new Error('down'), 503, [false]],
])('A18 %s: answered with %i', async (stored, statusCode, succeeded) => {
  const { measured, run } = world({ ok: true, payment: PAYMENT }, stored);
  expect((await run()).answer.statusCode).toBe(statusCode);
  expect(measured.map((payment) => payment.succeeded)).toEqual(succeeded);
});

test('A18 what is refused has no further subsegment', async () => {
  const { answer, stretches, payment } = await world({ ok: false, problems: ['amount: …'] }, 'new').run();
  expect([answer.statusCode, payment, stretches.map(({ name }) => name)]).toEqual([400, undefined, ['payment_validation']]);
});

test('a fingerprint tells payments apart by what is to be paid, not by who asks', () => {
  const print = fingerprintOf(PAYMENT);
  expect(print).toMatch(/^[0-9a-f]{64}$/u);
  expect(fingerprintOf({ ...PAYMENT, synthetic: true })).toBe(print);
  for (const changes of [{ paymentId: 'p-2' }, { amount: 19.98 }, { currency: 'USD' }, { paymentType: 'credit_card' as const }]) expect(fingerprintOf({ ...PAYMENT, ...changes })).not.toBe(print);
});
