import { type Published } from './metric-publisher';
import { type PublishPayment } from './payment-function-metrics';
import { type Payment, type PaymentRequest } from './payment-request';
import { fingerprintOf, type Stored, type StorePayment } from './payment-store';
import { type Stretch } from './transactions/trace';

/** The answer of the function, as API Gateway wants it. */
export interface PaymentAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one call did: its answer, and what is to be said of it elsewhere. */
export interface TakenPayment {
  readonly answer: PaymentAnswer;
  readonly payment: Payment | undefined;
  readonly stretches: readonly Stretch[];
  readonly published: Published;
  readonly processingTimeMs: number;
  /** Name of the error of the store; never its text. */
  readonly errorType: string | undefined;
}

/** What taking a payment needs from its surroundings. */
export interface PaymentEdges {
  readonly store: StorePayment;
  readonly publish: PublishPayment;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type Outcome = Stored | 'failed';

const NOT_PUBLISHED: Published = { sent: false };
const ANSWERS: Readonly<Record<Outcome, readonly [statusCode: number, message: string]>> = {
  new: [200, 'Payment processed'],
  replayed: [200, 'Payment was processed before'],
  conflict: [409, 'payment_id belongs to another payment'],
  failed: [503, 'Payment not processed; send it again with the same payment_id'],
};

/** Validates, processes and stores one payment, measuring each. Counts what was tried for the first time or failed; a replay is no second payment. */
export async function takePayment(read: () => PaymentRequest, { store, publish, now }: PaymentEdges): Promise<TakenPayment> {
  const startedMs = now();
  const request = read();
  const validation: Stretch = { name: 'payment_validation', startMs: startedMs, endMs: now() };
  if (!request.ok) {
    return { answer: answerOf(400, { message: 'Payment refused', problems: request.problems }), payment: undefined, stretches: [validation], published: NOT_PUBLISHED, processingTimeMs: now() - startedMs, errorType: undefined };
  }
  const { payment } = request;
  const processing = timed('payment_processing', now, () => fingerprintOf(payment));
  const writtenMs = now();
  const { outcome, errorType } = await store(payment, processing.result).then(
    (stored): { outcome: Outcome; errorType: string | undefined } => ({ outcome: stored, errorType: undefined }),
    (error: unknown): { outcome: Outcome; errorType: string | undefined } => ({ outcome: 'failed', errorType: error instanceof Error ? error.name : 'UnknownError' }),
  );
  const endedMs = now();
  const processingTimeMs = endedMs - startedMs;
  const counts = outcome === 'new' || outcome === 'failed';
  const [statusCode, message] = ANSWERS[outcome];
  const { paymentId, amount, currency } = payment;
  return {
    answer: answerOf(statusCode, { message, payment_id: paymentId, amount, currency }),
    payment,
    stretches: [validation, processing.stretch, { name: 'database_write', startMs: writtenMs, endMs: endedMs }],
    published: counts ? publish({ ...payment, processingTimeMs, succeeded: outcome === 'new' }) : NOT_PUBLISHED,
    processingTimeMs,
    errorType,
  };
}

function timed<T>(name: string, now: () => number, work: () => T): { readonly result: T; readonly stretch: Stretch } {
  const startMs = now();
  const result = work();
  return { result, stretch: { name, startMs, endMs: now() } };
}

function answerOf(statusCode: number, body: Readonly<Record<string, unknown>>): PaymentAnswer {
  return { statusCode, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: JSON.stringify(body) };
}
