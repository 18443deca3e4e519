import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processBatch } from '../../src/transactions/process-batch';
import { MemoryBus, MemoryCounters, MemorySent } from './memory';
import { kinesisRecord, NOON_MS } from './records';

const FOLDER = join(__dirname, '../../../../apps/realtime-transactions/test-records');
const recordOf = (name: string) => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

async function eventsOf(name: string, times = 1) {
  const bus = new MemoryBus();
  const edges = { counters: new MemoryCounters(), bus, sent: new MemorySent(), sleep: async () => undefined, random: () => 0, now: () => NOON_MS };
  const records = Array.from({ length: times }, (_, index) => kinesisRecord(recordOf(name), index + 1));
  expect(await processBatch(records, { windowSeconds: 60, parallelizationFactor: 1 }, edges, () => 60_000)).not.toHaveProperty('unfinished');
  return bus;
}

/** What makes a rule match, as the processor says it. */
const ROUTED = ['amount', 'status', 'risk_score', 'merchant_country', 'transaction_count'] as const;

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['01-ok', { amount: 1500, status: 'SUCCESS', merchant_country: 'US', transaction_count: 1 }],
  ['02-high-value', { amount: 15_000, status: 'SUCCESS', merchant_country: 'US', transaction_count: 1 }],
  ['03-failing', { amount: -100, status: 'FAILED' }],
  ['04-high-value-boundary', { amount: 10_000, status: 'SUCCESS', merchant_country: 'US', transaction_count: 1 }],
  ['05-high-value-above-boundary', { amount: 10_000.01, status: 'SUCCESS', merchant_country: 'US', transaction_count: 1 }],
  ['06-fraud', { amount: 250, status: 'SUCCESS', risk_score: 81, merchant_country: 'KP', transaction_count: 1 }],
  ['07-fraud-score-boundary', { amount: 250, status: 'SUCCESS', risk_score: 80, merchant_country: 'KP', transaction_count: 1 }],
  ['08-fraud-standard-country', { amount: 250, status: 'SUCCESS', risk_score: 81, merchant_country: 'US', transaction_count: 1 }],
  ['09-status-failed', { amount: 75, status: 'FAILED', merchant_country: 'GB', transaction_count: 1 }],
  ['10-status-error', { amount: 75, status: 'ERROR', merchant_country: 'GB', transaction_count: 1 }],
])('R29 %s through the processor', async (name, expected) => {
  const [detail = {}] = (await eventsOf(name)).details;
  expect(Object.fromEntries(ROUTED.filter((field) => detail[field] !== undefined).map((field) => [field, detail[field]]))).toEqual(Object.fromEntries(ROUTED.filter((field) => expected[field] !== undefined).map((field) => [field, expected[field]])));
});

test.each([
  ['11-velocity', 21],
  ['12-velocity-boundary', 20],
])('R29 %s, put as often as the script puts it: the last event has %i', async (name, times) => {
  const { details } = await eventsOf(name, times);
  expect(details.map(({ transaction_count }) => transaction_count)).toEqual(Array.from({ length: times }, (_, index) => index + 1));
});

test('R29 13-poison through the processor is rejected', async () => {
  const { entries, details } = await eventsOf('13-poison');
  expect([entries[0]?.detailType, details[0]?.['reason']]).toEqual(['Transaction Rejected', 'the record is not JSON']);
});

test('every test record is in this table', () => {
  expect(readdirSync(FOLDER)).toHaveLength(13);
});
