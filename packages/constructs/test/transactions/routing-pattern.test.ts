import type { ExpectedField } from '@payment-observability/config';
import { routingPattern } from '../../src/transactions/routing-pattern';

const detail = (match: Record<string, ExpectedField>) => routingPattern('payments.transactions', match)['detail'];

test('a pattern wants the source of the processor, its detail-type, and every field', () => {
  expect(routingPattern('payments.transactions', { status: ['FAILED', 'ERROR'], amount: { above: 10_000 } })).toEqual({
    source: ['payments.transactions'],
    'detail-type': ['Transaction Processed'],
    detail: { amount: [{ numeric: ['>', 10_000] }], status: ['FAILED', 'ERROR'] },
  });
});

test.each<[string, ExpectedField, unknown[]]>([
  ['a text', 'PURCHASE', ['PURCHASE']],
  ['a number', 5, [5]],
  ['true', true, [true]],
  ['a list', ['A', 'B'], ['A', 'B']],
  ['above', { above: 80 }, [{ numeric: ['>', 80] }]],
  ['atLeast', { atLeast: 80 }, [{ numeric: ['>=', 80] }]],
  ['below', { below: 80 }, [{ numeric: ['<', 80] }]],
  ['atMost', { atMost: 80 }, [{ numeric: ['<=', 80] }]],
  ['noneOf', { noneOf: ['US', 'GB'] }, [{ 'anything-but': ['US', 'GB'] }]],
])('%s', (_, expected, matchers) => {
  expect(detail({ field: expected })).toEqual({ field: matchers });
});

test('a dot goes one level down, and fields of one level stand together', () => {
  expect(detail({ 'risk.score': { above: 80 }, 'risk.model': 'v2', amount: 5 })).toEqual({ amount: [5], risk: { score: [{ numeric: ['>', 80] }], model: ['v2'] } });
});

test('the order in the file does not show', () => {
  expect(JSON.stringify(detail({ b: 1, a: 2 }))).toBe(JSON.stringify(detail({ a: 2, b: 1 })));
});
