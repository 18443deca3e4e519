import { laneMark, readLaneMark } from '../../src/transactions/lane-mark';
import { comparableSequence } from '../../src/transactions/sequence';

/** As Kinesis gives them: 56 digits that begin and end alike. */
const sequences = (count: number) => Array.from({ length: count }, (_, index) => comparableSequence(`4968062321544290616270481${7_670_853_912_627_695_630_345_241n + BigInt(index)}100290`));

test('says the last sequence and which from the end each is', () => {
  const all = sequences(1000);
  const { lastSequence, fromEnd } = readLaneMark(laneMark(all));
  expect(lastSequence).toBe(all.at(-1));
  expect(all.map(fromEnd)).toEqual(all.map((_, index) => 999 - index));
  expect(fromEnd(comparableSequence('1'))).toBeUndefined();
});

test('of more than 1,000 it says the last only, so that the item of a counter stays small', () => {
  const all = sequences(1001);
  expect(laneMark(all)).toBe(all.at(-1));
  expect(readLaneMark(laneMark(all)).fromEnd(all[0] ?? '')).toBeUndefined();
});

test.each([1, 2, 1001])('compares with the sequences before, of, and after %i as its last sequence does', (count) => {
  const all = sequences(count + 1);
  const mark = laneMark(all.slice(0, count));
  expect([mark < (all[count - 1] ?? ''), mark < (all[count] ?? '')]).toEqual([false, true]);
});
