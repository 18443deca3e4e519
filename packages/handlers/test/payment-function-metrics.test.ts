import { type MeasuredPayment, paymentFunctionMetrics } from '../src/payment-function-metrics';
import { emfProblems } from './support/emf-problems';

const NOW_MS = Date.UTC(2026, 10, 20);
const SETTINGS = { namespace: 'PaymentProcessing/dev', environment: 'dev', region: 'eu-west-1' };
const PAYMENT: MeasuredPayment = { paymentType: 'credit_card', currency: 'EUR', amount: 19.99, processingTimeMs: 42, succeeded: true, synthetic: false };

interface Emf {
  readonly _aws: { readonly CloudWatchMetrics: readonly { readonly Namespace: string; readonly Dimensions: string[][]; readonly Metrics: { Name: string; Unit: string }[] }[] };
}

/** What was written for each payment, one JSON object a line; the first `broken` writes throw. */
function written(payments: readonly Partial<MeasuredPayment>[], broken = 0) {
  const texts: string[] = [];
  let writes = 0;
  const write = (line: string) => {
    writes += 1;
    if (writes <= broken) throw new Error('no space left');
    texts.push(line);
  };
  const publish = paymentFunctionMetrics(SETTINGS, { write, now: () => NOW_MS, report: () => undefined });
  const results = payments.map((changes) => publish({ ...PAYMENT, ...changes }));
  expect(texts.flatMap((line) => emfProblems(line, NOW_MS))).toEqual([]);
  const lines = texts.map((text) => JSON.parse(text) as Emf & Record<string, unknown>);
  return { results, lines: lines.map(({ _aws, ...values }) => ({ directives: _aws.CloudWatchMetrics, values })) };
}

test('A15 metrics: PaymentSuccess, PaymentFailure and PaymentProcessingTime in total and by type, PaymentAmount by currency', () => {
  const { results, lines } = written([{}]);
  expect(results).toEqual([{ sent: true }]);
  expect(lines).toEqual([
    {
      directives: [
        {
          Namespace: 'PaymentProcessing/dev',
          Dimensions: [[], ['Environment', 'PaymentType']],
          Metrics: [{ Name: 'PaymentSuccess', Unit: 'Count' }, { Name: 'PaymentFailure', Unit: 'Count' }, { Name: 'PaymentProcessingTime', Unit: 'Milliseconds' }],
        },
        { Namespace: 'PaymentProcessing/dev', Dimensions: [['Currency'], ['Currency', 'PaymentType', 'Region', 'Environment']], Metrics: [{ Name: 'PaymentAmount', Unit: 'None' }] },
      ],
      values: { Environment: 'dev', PaymentType: 'credit_card', PaymentSuccess: 1, PaymentFailure: 0, PaymentProcessingTime: 42, Currency: 'EUR', Region: 'eu-west-1', PaymentAmount: 19.99 },
    },
  ]);
});

test('A15 a failed payment has no amount', () => {
  const { lines } = written([{ succeeded: false }]);
  expect(lines.map(({ values }) => values)).toEqual([{ Environment: 'dev', PaymentType: 'credit_card', PaymentSuccess: 0, PaymentFailure: 1, PaymentProcessingTime: 42 }]);
});

test('S26 a synthetic payment counts in no metric', () => {
  expect(written([{ synthetic: true }])).toEqual({ results: [{ sent: false }], lines: [] });
});

test('nothing of one payment leaks into the next', () => {
  const { lines } = written([{ paymentType: 'wallet', currency: 'USD' }, { paymentType: 'debit_card', succeeded: false }]);
  expect(lines[1]).toEqual(written([{ paymentType: 'debit_card', succeeded: false }]).lines[0]);
});

test('G23 what goes wrong with the metrics is said, not thrown, and counted with the next payment', () => {
  // the payment, and the count of its failure
  const { results, lines } = written([{ paymentType: 'wallet' }, {}], 2);
  expect(results).toEqual([{ sent: false, error: 'no space left' }, { sent: true }]);
  expect(lines.map(({ values }) => values)).toEqual([expect.objectContaining({ PaymentType: 'credit_card', telemetryErrors: 1 })]);
  expect(lines[0]?.directives.at(-1)).toEqual({ Namespace: 'PaymentProcessing/dev', Dimensions: [[]], Metrics: [{ Name: 'telemetryErrors', Unit: 'Count' }] });
});
