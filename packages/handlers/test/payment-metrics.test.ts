import { DECLINE_CLASSES, PAYMENT_METRICS } from '@payment-observability/catalog/payments-metrics';
import { type PaymentMetrics, paymentMetrics, type PaymentMetricsSettings } from '../src/payment-metrics';
import { emfProblems } from './support/emf-problems';

const NOW_MS = Date.UTC(2026, 10, 20);
const SETTINGS: PaymentMetricsSettings = { namespace: 'Acme/production', service: 'card-acquiring', environment: 'production', psps: ['adyen', 'stripe'] };

const CARD = '4111111111111111';

type Line = Readonly<Record<string, unknown>> & { readonly _aws: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[] } };

/** A helper whose lines are kept; the first `broken` writes throw. */
function kept({ broken = 0, settings = {} }: { broken?: number; settings?: Partial<PaymentMetricsSettings> } = {}) {
  const [texts, reports]: [string[], string[]] = [[], []];
  let writes = 0;
  let lost: (error: unknown) => void = () => undefined;
  const payments = paymentMetrics({ ...SETTINGS, ...settings }, {
    write: (line, failed) => {
      lost = failed;
      writes += 1;
      if (writes <= broken) throw new Error('no space left');
      texts.push(line);
    },
    now: () => NOW_MS,
    report: (line) => void reports.push((JSON.parse(line) as { error: string }).error),
  });
  return { payments, texts, reports, lines: () => texts.map((text) => JSON.parse(text) as Line), lose: (error: Error) => lost(error) };
}

/** What one event publishes: metrics with their values and dimension sets, and what else stands in the line. */
function published(record: (payments: PaymentMetrics) => unknown, settings: Partial<PaymentMetricsSettings> = {}) {
  const { payments, lines, texts } = kept({ settings });
  record(payments);
  const [line] = lines();
  if (line === undefined) throw new Error('nothing was published');
  expect(texts.flatMap((text) => emfProblems(text, NOW_MS))).toEqual([]);
  const { _aws, ...root } = line;
  const directives = _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => Metrics.map(({ Name, Unit }) => ({ Name, Unit, Dimensions })));
  const metrics: Readonly<Record<string, unknown[]>> = Object.fromEntries(directives.map(({ Name, Unit, Dimensions }) => [Name, [root[Name], Unit, Dimensions]]));
  return { metrics, rest: Object.fromEntries(Object.entries(root).filter(([name]) => !(name in metrics))) };
}
const valuesOf = (metrics: Readonly<Record<string, unknown[]>>) => Object.fromEntries(Object.entries(metrics).map(([name, [value]]) => [name, value]));
const PSP = [['service', 'psp']];
const NETWORK = [['service', 'network']];
const CALL = [['service', 'psp', 'operation']];
const APPROVALS = [['service', 'psp'], ['service', 'psp', 'network']];

test('an approval is one line: attempts, approvals and errors, each in the dimension sets of the contract', () => {
  expect(published((payments) => payments.authorization({ psp: 'adyen', network: 'visa', outcome: 'approved', fields: { currency: 'EUR', issuerCountry: 'NL' } }))).toEqual({
    metrics: {
      authorizationAttempts: [1, 'Count', [['service'], ['service', 'psp'], ['service', 'psp', 'network']]],
      authorizationApprovals: [1, 'Count', APPROVALS],
      authorizationErrors: [0, 'Count', [['service'], ['service', 'psp']]],
    },
    rest: { service: 'card-acquiring', psp: 'adyen', network: 'visa', environment: 'production', event: 'authorization', currency: 'EUR', issuerCountry: 'NL' },
  });
});

test.each(Object.entries(DECLINE_CLASSES))('a decline with code %s is %s', (declineCode, declineClass) => {
  const { metrics, rest } = published((payments) => payments.authorization({ psp: 'adyen', network: 'visa', outcome: 'declined', declineCode }));
  expect(valuesOf(metrics)).toEqual({ authorizationAttempts: 1, authorizationApprovals: 0, authorizationErrors: 0, authorizationDeclines: 1 });
  expect(metrics['authorizationDeclines']).toEqual([1, 'Count', [['service', 'psp', 'declineClass']]]);
  expect(rest).toMatchObject({ declineClass, declineCode });
});

test.each([['a code that is not known', '7Z'], ['no code', undefined]])('a decline with %s is technical, and counted', (_, declineCode) => {
  const { metrics, rest } = published((payments) => payments.authorization({ psp: 'adyen', outcome: 'declined', declineCode }));
  expect(valuesOf(metrics)).toMatchObject({ authorizationDeclines: 1, unknownDeclineCodes: 1 });
  expect(metrics['unknownDeclineCodes']).toEqual([1, 'Count', [['service']]]);
  expect(rest).toMatchObject({ declineClass: 'technical' });
});

test('a retry of a code that is not known is counted, one of a failure without a code is not', () => {
  const counted = (declineCode?: string) => valuesOf(published((payments) => payments.retry({ network: 'visa', declineCode })).metrics);
  expect(counted('7Z')).toEqual({ retries: 1, hardDeclineRetries: 0, unknownDeclineCodes: 1 });
  expect(counted()).toEqual({ retries: 1, hardDeclineRetries: 0 });
});

test('codes of a provider have the class that the settings give them', () => {
  const settings = { declineClasses: { do_not_honor: 'soft', '05': 'hard' } } as const;
  expect(published((payments) => payments.authorization({ psp: 'adyen', outcome: 'declined', declineCode: 'do_not_honor' }), settings).rest).toMatchObject({ declineClass: 'soft' });
  expect(published((payments) => payments.authorization({ psp: 'adyen', outcome: 'declined', declineCode: '05' }), settings).rest).toMatchObject({ declineClass: 'hard' });
});

test('an error is an attempt that was neither approved nor declined', () => {
  const { metrics } = published((payments) => payments.authorization({ psp: 'adyen', outcome: 'error', fields: { errorType: 'ECONNRESET', httpStatus: 502 } }));
  expect(valuesOf(metrics)).toEqual({ authorizationAttempts: 1, authorizationApprovals: 0, authorizationErrors: 1 });
});

test.each<[string, (payments: PaymentMetrics) => unknown, Record<string, unknown>]>([
  ['a call', (payments) => payments.providerCall({ psp: 'adyen', operation: 'capture', latencyMs: 12.5 }), { providerLatencyMs: [12.5, 'Milliseconds', CALL], providerTimeouts: [0, 'Count', CALL] }],
  ['a call that timed out', (payments) => payments.providerCall({ psp: 'adyen', operation: 'capture', latencyMs: 3000, timedOut: true }), { providerLatencyMs: [3000, 'Milliseconds', CALL], providerTimeouts: [1, 'Count', CALL] }],
  ['a replay', (payments) => payments.idempotencyReplay({ psp: 'adyen' }), { idempotencyReplays: [1, 'Count', PSP] }],
  ['a double capture', (payments) => payments.doubleCapture({ psp: 'adyen' }), { doubleCaptures: [1, 'Count', PSP] }],
  ['a challenge', (payments) => payments.threeDs({ network: 'visa', outcome: 'challenge' }), { threeDsChallenges: [1, 'Count', NETWORK] }],
  ['no challenge', (payments) => payments.threeDs({ network: 'visa', outcome: 'frictionless' }), { threeDsFrictionless: [1, 'Count', NETWORK] }],
  ['an abandoned challenge', (payments) => payments.threeDs({ network: 'visa', outcome: 'abandoned' }), { threeDsAbandoned: [1, 'Count', NETWORK] }],
  ['a retry of a soft decline', (payments) => payments.retry({ network: 'visa', declineCode: '51' }), { retries: [1, 'Count', NETWORK], hardDeclineRetries: [0, 'Count', NETWORK] }],
  ['a retry of a hard decline', (payments) => payments.retry({ network: 'visa', declineCode: '41' }), { retries: [1, 'Count', NETWORK], hardDeclineRetries: [1, 'Count', NETWORK] }],
  ['a capture lag', (payments) => payments.captureLag({ psp: 'adyen', seconds: 90 }), { captureLagSeconds: [90, 'Seconds', PSP] }],
  ['a settlement file', (payments) => payments.settlementFileAge({ psp: 'adyen', seconds: 0 }), { settlementFileAgeSeconds: [0, 'Seconds', PSP] }],
  ['a mismatch', (payments) => payments.reconciliationMismatch({ psp: 'adyen', fields: { amountMinor: 1999, currency: 'EUR' } }), { reconciliationMismatches: [1, 'Count', PSP] }],
  ['a webhook', (payments) => payments.webhook({ psp: 'adyen' }), { webhookFailures: [0, 'Count', PSP] }],
  ['a failed webhook', (payments) => payments.webhook({ psp: 'adyen', failed: true }), { webhookFailures: [1, 'Count', PSP] }],
  ['waiting webhooks', (payments) => payments.webhookOldest({ psp: 'adyen', seconds: 5 }), { webhookOldestSeconds: [5, 'Seconds', PSP] }],
  ['a refund', (payments) => payments.refund({ network: 'visa' }), { refunds: [1, 'Count', NETWORK] }],
  ['a dispute', (payments) => payments.dispute({ network: 'visa' }), { disputes: [1, 'Count', NETWORK] }],
  ['a fraud report', (payments) => payments.fraudReport({ network: 'visa' }), { fraudReports: [1, 'Count', NETWORK] }],
])('%s', (_, record, metrics) => {
  expect(published(record).metrics).toEqual(metrics);
});

test('every metric of the contract has an event that publishes it', () => {
  const { payments, lines } = kept();
  const all = { psp: 'adyen', network: 'visa', operation: 'capture', declineCode: '51', latencyMs: 1, seconds: 1 };
  for (const outcome of ['declined', 'challenge', 'frictionless', 'abandoned']) for (const record of Object.values(payments) as ((event: unknown) => unknown)[]) record({ ...all, outcome });
  const names = new Set(lines().flatMap(({ _aws }) => _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))));
  expect(PAYMENT_METRICS.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
});

test('what is not listed is other, and counted; letters may be capital', () => {
  const { metrics, rest } = published((payments) => payments.providerCall({ psp: 'Adyen', operation: 'tokenize', latencyMs: 1 }));
  expect(rest).toMatchObject({ psp: 'adyen', operation: 'other' });
  expect(metrics).toMatchObject({ unlistedDimensionValues: [1, 'Count', [['service']]] });
});

test('a payment without a network is other, and no trouble', () => {
  const { metrics, rest } = published((payments) => payments.authorization({ psp: 'adyen', outcome: 'approved' }));
  expect(rest).toMatchObject({ network: 'other' });
  expect(metrics).not.toHaveProperty('unlistedDimensionValues');
});

test('a thousand values make no more metrics than the list', () => {
  const { payments, lines } = kept();
  for (let id = 0; id < 1000; id += 1) payments.dispute({ network: `net-${id}` });
  expect(new Set(lines().map(({ network }) => network))).toEqual(new Set(['other']));
});

test('S26 a synthetic payment publishes nothing, also where its mark is the text of the header', () => {
  const { payments, texts } = kept();
  expect(payments.refund({ network: 'visa', synthetic: true })).toEqual({ sent: false });
  expect(payments.refund({ network: 'visa', synthetic: 'true' as unknown as boolean })).toEqual({ sent: false });
  expect(texts).toEqual([]);
  expect(payments.refund({ network: 'visa', synthetic: false })).toEqual({ sent: true });
});

test('fields are listed ones, masked and short; another one is left out, counted and reported once', () => {
  const { payments, lines, reports } = kept();
  expect(payments.refund({ network: 'visa', fields: CARD as never })).toEqual({ sent: true });
  expect([reports.splice(0), lines().at(-1)?.['telemetryErrors']]).toEqual([['fields: expected an object'], 1]);
  const fields = { endpoint: `/charge/4111 1111 1111 1111?${'x'.repeat(300)}`, attempt: 4111111111111111, cardholder: 'Alice', errorType: {} };
  for (let times = 0; times < 2; times += 1) expect(payments.providerCall({ psp: 'adyen', operation: 'capture', latencyMs: 1, fields: fields as never })).toEqual({ sent: true });
  expect(reports).toEqual(['fields: expected those of the metric contract, found another', 'fields.errorType: expected a text, a number or a boolean']);
  const [, line, again] = lines();
  expect([line?.['telemetryErrors'], again?.['telemetryErrors']]).toEqual([2, 2]);
  expect(line).toMatchObject({ attempt: '****1111', endpoint: expect.stringMatching(/^\/charge\/\*\*\*\*1111\?x{239}$/u) as unknown });
  expect(JSON.stringify(line)).not.toMatch(/4111|Alice/u);
});

test.each<[string, (payments: PaymentMetrics) => unknown, string]>([
  ['an outcome', (payments) => payments.authorization({ psp: 'adyen', outcome: '4111111111111111' as never }), 'outcome: expected one of approved, declined, error'],
  ['an outcome of 3DS', (payments) => payments.threeDs({ network: 'visa', outcome: 'constructor' as never }), 'outcome: expected one of challenge, frictionless, abandoned'],
  ['a latency below 0', (payments) => payments.providerCall({ psp: 'adyen', operation: 'capture', latencyMs: -1 }), 'providerLatencyMs: expected a number from 0 to 86400000'],
  ['a latency that is a card number', (payments) => payments.providerCall({ psp: 'adyen', operation: 'capture', latencyMs: 4111111111111111 }), 'providerLatencyMs: expected a number from 0 to 86400000'],
  ['an age that is none', (payments) => payments.captureLag({ psp: 'adyen', seconds: NaN }), 'captureLagSeconds: expected a number from 0 to 315360000'],
  ['an age in text', (payments) => payments.captureLag({ psp: 'adyen', seconds: '5' as never }), 'captureLagSeconds: expected a number from 0 to 315360000'],
])('%s that cannot be is counted and reported without its value, and thrown to nobody', (_, record, error) => {
  const { payments, lines, reports } = kept();
  expect([record(payments), record(payments)]).toEqual([{ sent: false, error }, { sent: false, error }]);
  expect(reports).toEqual([error]);
  expect(lines().map(({ _aws, ...values }) => [_aws.CloudWatchMetrics, values])).toEqual(
    Array.from({ length: 2 }, () => [[{ Namespace: 'Acme/production', Dimensions: [['service']], Metrics: [{ Name: 'telemetryErrors', Unit: 'Count' }] }], { service: 'card-acquiring', telemetryErrors: 1 }]),
  );
});

test('an event that cannot be read fails no payment', () => {
  const { payments, reports } = kept();
  const event = Object.defineProperty({ psp: 'adyen' }, 'synthetic', { get: () => { throw new Error('card 4111111111111111'); } });
  expect(payments.refund(event as never)).toEqual({ sent: false, error: 'card ****1111' });
  expect(payments.refund(undefined as never).sent).toBe(false);
  expect(reports[0]).toBe('card ****1111');
});

test('G23 lines that cannot be written are counted with the first that can, and reported once', () => {
  // the event itself, and the count of its failure
  const { payments, lines, reports } = kept({ broken: 4 });
  expect(payments.refund({ network: 'visa' })).toEqual({ sent: false, error: 'no space left' });
  expect(payments.refund({ network: 'visa' })).toEqual({ sent: false, error: 'no space left' });
  expect(payments.refund({ network: 'visa' })).toEqual({ sent: true });
  expect(payments.refund({ network: 'visa' })).toEqual({ sent: true });
  expect(lines().map(({ refunds, telemetryErrors }) => [refunds, telemetryErrors])).toEqual([[1, 2], [1, undefined]]);
  expect(reports).toEqual(['no space left']);
});

test('a line that got lost later is counted with the next', () => {
  const { payments, lines, lose } = kept();
  payments.refund({ network: 'visa' });
  lose(new Error('write EPIPE'));
  payments.refund({ network: 'visa' });
  expect(lines().map(({ telemetryErrors }) => telemetryErrors)).toEqual([undefined, 1]);
});

test('a report that fails, and messages without end, fail no payment either', () => {
  let reports = 0;
  const payments = paymentMetrics(SETTINGS, {
    write: () => {
      throw new Error(`lost ${Math.random()}`);
    },
    now: () => NOW_MS,
    report: () => {
      reports += 1;
      throw new Error('stderr is closed');
    },
  });
  for (let times = 0; times < 50; times += 1) expect(payments.refund({ network: 'visa' }).sent).toBe(false);
  expect(reports).toBe(20);
});

test('wrong settings fail the start, with all that is wrong', () => {
  const wrong = { namespace: 'AWS/Lambda', service: '', environment: 'prod 1', psps: [], networks: ['visa', '411111'], operations: Array.from({ length: 21 }, (_, index) => `op${index}`), declineClasses: { x: 'bad' } };
  const name = 'a letter and up to 62 letters, digits and _ . -, without six digits in a row';
  expect(() => paymentMetrics(wrong as never)).toThrow(
    new Error(
      `paymentMetrics: namespace: expected 1 to 255 letters, digits and _ . / # : -, not beginning with AWS/; service: expected ${name}; environment: expected ${name}; ` +
        `psps: expected 1 to 20 values, each ${name}; networks: expected 1 to 20 values, each ${name}; operations: expected 1 to 20 values, each ${name}; declineClasses.x: expected one of soft, hard, fraud, technical`,
    ),
  );
  expect(() => paymentMetrics({ ...SETTINGS, psps: ['psp-123456'] })).toThrow('without six digits in a row');
});
