import { type Expectation, faultsOf } from '../src/canary-checks';
import { type StepAnswer } from '../src/canary-step';

const NOW_MS = Date.UTC(2026, 10, 20);
const DAY_MS = 24 * 60 * 60 * 1000;
const ANSWER: StepAnswer = { status: 200, body: 'healthy', latencyMs: 100, certificateEndsMs: NOW_MS + 14 * DAY_MS };
const EXPECTED: Expectation = { status: 200, latencyLimitMs: 100, certificateDays: 14, text: 'healthy' };
const faults = (answer: Partial<StepAnswer>, expected: Partial<Expectation> = {}) => faultsOf({ ...ANSWER, ...answer }, { ...EXPECTED, ...expected }, NOW_MS);

test('an answer that is just as expected has no fault', () => {
  expect(faults({})).toEqual([]);
});

test.each<[string, Partial<StepAnswer>, string]>([
  ['another status', { status: 201 }, 'status: expected 200, found 201'],
  ['a millisecond more', { latencyMs: 101 }, 'latency: expected at most 100 ms, found 101 ms'],
  ['a millisecond less of its certificate', { certificateEndsMs: NOW_MS + 14 * DAY_MS - 1 }, 'certificate: expected at least 14 days until it expires, found 13'],
  ['a certificate that cannot be read', { certificateEndsMs: undefined }, 'certificate: expected at least 14 days until it expires, found none that can be read'],
  ['another body', { body: 'unwell' }, 'body: expected "healthy", not found in 6 characters'],
])('%s is a fault', (_, answer, fault) => {
  expect(faults(answer)).toEqual([fault]);
});

test('all faults are told together', () => {
  expect(faults({ status: 500, latencyMs: 900, body: '' })).toHaveLength(3);
});

test('what is not asked for is no fault: no limit, no text, no days', () => {
  expect(faults({ latencyMs: 9_999_999, body: '', certificateEndsMs: undefined }, { latencyLimitMs: undefined, text: undefined, certificateDays: 0 })).toEqual([]);
});
