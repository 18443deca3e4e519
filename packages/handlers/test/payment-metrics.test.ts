import { Metrics } from '@aws-lambda-powertools/metrics';
import { type MeasuredPayment, paymentMetrics } from '../src/payment-metrics';

const SETTINGS = { namespace: 'PaymentProcessing/dev', environment: 'dev', region: 'eu-west-1' };
const PAYMENT: MeasuredPayment = { paymentType: 'credit_card', currency: 'EUR', amount: 19.99, processingTimeMs: 42, succeeded: true, synthetic: false };

interface Emf {
  readonly _aws: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly { readonly Namespace: string; readonly Dimensions: string[][]; readonly Metrics: { Name: string; Unit: string }[] }[] };
}

/** What was printed for each payment, one JSON object a line. */
function printed(...payments: readonly Partial<MeasuredPayment>[]) {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const publish = paymentMetrics(SETTINGS);
  const results = payments.map((changes) => publish({ ...PAYMENT, ...changes }));
  const lines = write.mock.calls.map(([text]) => JSON.parse(String(text)) as Emf & Record<string, unknown>);
  write.mockRestore();
  return { results, lines };
}
const shape = ({ _aws, ...values }: Emf) => ({ ..._aws.CloudWatchMetrics[0], values });

test('A15 metrics: PaymentSuccess, PaymentFailure and PaymentProcessingTime in total and by type, PaymentAmount by currency', () => {
  const { results, lines } = printed({});
  expect(results).toEqual([{ sent: true }]);
  expect(lines.map(shape)).toEqual([
    {
      Namespace: 'PaymentProcessing/dev',
      Dimensions: [[], ['Environment', 'PaymentType']],
      Metrics: [{ Name: 'PaymentSuccess', Unit: 'Count' }, { Name: 'PaymentFailure', Unit: 'Count' }, { Name: 'PaymentProcessingTime', Unit: 'Milliseconds' }],
      values: { Environment: 'dev', PaymentType: 'credit_card', PaymentSuccess: 1, PaymentFailure: 0, PaymentProcessingTime: 42 },
    },
    {
      Namespace: 'PaymentProcessing/dev',
      Dimensions: [['Currency'], ['Currency', 'PaymentType', 'Region', 'Environment']],
      Metrics: [{ Name: 'PaymentAmount', Unit: 'None' }],
      values: { Currency: 'EUR', PaymentType: 'credit_card', Region: 'eu-west-1', Environment: 'dev', PaymentAmount: 19.99 },
    },
  ]);
});

test('A15 a failed payment has no amount', () => {
  const { lines } = printed({ succeeded: false });
  expect(lines.map(shape)).toEqual([expect.objectContaining({ values: expect.objectContaining({ PaymentSuccess: 0, PaymentFailure: 1 }) as unknown })]);
});

test('S26 a synthetic payment counts in no metric', () => {
  expect(printed({ synthetic: true })).toEqual({ results: [{ sent: false }], lines: [] });
});

test('nothing of one payment leaks into the next', () => {
  const { lines } = printed({ paymentType: 'wallet', currency: 'USD' }, { paymentType: 'debit_card', currency: 'JPY', amount: 5 });
  expect(lines.map(shape).slice(2).map(({ Dimensions, values }) => [Dimensions, values])).toEqual([
    [[[], ['Environment', 'PaymentType']], expect.objectContaining({ PaymentType: 'debit_card' })],
    [[['Currency'], ['Currency', 'PaymentType', 'Region', 'Environment']], expect.objectContaining({ Currency: 'JPY', PaymentAmount: 5 })],
  ]);
});

test('G23 what goes wrong with the metrics is said, not thrown, and leaves nothing to the next payment', () => {
  const fails = jest.spyOn(Metrics.prototype, 'publishStoredMetrics').mockImplementationOnce(() => {
    throw new Error('no space left');
  });
  const { results, lines } = printed({ paymentType: 'wallet' }, {});
  fails.mockRestore();
  expect(results).toEqual([{ sent: false, error: 'no space left' }, { sent: true }]);
  expect(lines.map(shape)).toEqual(printed({}).lines.map(shape));
});
