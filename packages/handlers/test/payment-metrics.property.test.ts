import { PAYMENT_METRICS, TELEMETRY_METRICS } from '@payment-observability/catalog/payments-metrics';
import fc from 'fast-check';
import { paymentMetrics } from '../src/payment-metrics';
import { maskCardNumbers } from '../src/transactions/card-number';
import { emfProblems } from './support/emf-problems';

const NOW_MS = Date.UTC(2026, 10, 20);
const SETTINGS = { namespace: 'Acme/production', service: 'card-acquiring', environment: 'production', psps: ['adyen', 'stripe'] };
const SETS = new Map([
  ...PAYMENT_METRICS.map(({ name, dimensionSets }): [string, string[][]] => [name, dimensionSets.map((set) => ['service', ...set])]),
  ...Object.keys(TELEMETRY_METRICS).map((name): [string, string[][]] => [name, [['service']]]),
]);

const CARDS = ['4111111111111111', '5555 5555 5555 4444', '3782-822463-10005', '６０１１１１１１１１１１１１１７'];
const card = fc.constantFrom(...CARDS, 4111111111111111, 378282246310005);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.tuple(fc.string(), fc.constantFrom(...CARDS), fc.string()).map((parts) => parts.join(' ')));
const value = fc.oneof(text, card, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, Symbol('x'), () => 1, 10n), fc.anything());
const FIELDS = [...new Set(PAYMENT_METRICS.flatMap(({ logFields }) => logFields)), '_aws', 'service', 'authorizationAttempts', '__proto__'];
const fields = fc.oneof(fc.dictionary(fc.constantFrom(...FIELDS), value), value);
const event = fc.oneof(
  { weight: 5, arbitrary: fc.record(
    {
      psp: fc.oneof(fc.constantFrom('adyen', 'stripe'), value),
      network: fc.oneof(fc.constantFrom('visa', 'amex'), value),
      operation: fc.oneof(fc.constantFrom('capture', 'void'), value),
      outcome: fc.oneof(fc.constantFrom('approved', 'declined', 'error', 'challenge', 'frictionless', 'abandoned'), value),
      declineCode: fc.oneof(fc.constantFrom('05', '41'), value),
      latencyMs: fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), value),
      seconds: fc.oneof(fc.nat(), value),
      timedOut: value,
      failed: value,
      synthetic: fc.constantFrom(undefined, undefined, false, true),
      fields,
    },
    { requiredKeys: [] },
  ) },
  { weight: 1, arbitrary: value },
);
const method = fc.constantFrom(...(Object.keys(paymentMetrics(SETTINGS)) as (keyof ReturnType<typeof paymentMetrics>)[]));

/** Every text and number of a line, as it stands there. */
function leaves(json: unknown): string[] {
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(leaves) : [String(json)];
}

test('whatever happens, what is published is valid, of the contract, bounded and without a card number, and nothing is thrown', () => {
  const psps = new Set<unknown>();
  let published = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(method, event), { maxLength: 5 }), (events) => {
      const lines: string[] = [];
      const payments = paymentMetrics(SETTINGS, { write: (line) => void lines.push(line), now: () => NOW_MS, report: (line) => void lines.push(line) });
      for (const [name, one] of events) payments[name](one as never);
      for (const line of lines) {
        const root = JSON.parse(line) as Record<string, unknown> & { _aws?: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] } };
        expect(leaves({ ...root, _aws: undefined }).filter((leaf) => maskCardNumbers(leaf) !== leaf)).toEqual([]);
        if (root._aws === undefined) continue;
        published += 1;
        psps.add(root['psp']);
        expect(emfProblems(line, NOW_MS)).toEqual([]);
        expect(root).toMatchObject({ service: 'card-acquiring' });
        for (const { Dimensions, Metrics } of root._aws.CloudWatchMetrics) for (const { Name } of Metrics) expect(Dimensions).toEqual(SETS.get(Name));
      }
    }),
    { seed: 20261120, numRuns: 3000 },
  );
  expect([...psps].sort()).toEqual(['adyen', 'other', 'stripe', undefined]);
  expect(published).toBeGreaterThan(3000);
});

test('a writer that fails at random loses no count: each event is published, or counted as an error', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (breaks) => {
      const lines: Record<string, number>[] = [];
      const pending = [...breaks];
      const payments = paymentMetrics(SETTINGS, {
        write: (line) => {
          if (pending.shift() === true) throw new Error('broken');
          lines.push(JSON.parse(line) as Record<string, number>);
        },
        now: () => NOW_MS,
        report: () => undefined,
      });
      const results = Array.from({ length: 20 }, () => payments.refund({ network: 'visa' }));
      // the writer is mended in the end
      pending.length = 0;
      results.push(payments.refund({ network: 'visa' }));
      const sum = (name: string) => lines.reduce((total, line) => total + (line[name] ?? 0), 0);
      expect([sum('refunds'), sum('telemetryErrors')]).toEqual([results.filter(({ sent }) => sent).length, results.filter(({ sent }) => !sent).length]);
    }),
    { seed: 20261120, numRuns: 500 },
  );
});
