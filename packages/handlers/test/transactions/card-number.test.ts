import { holdsCardNumber, maskCardNumbers, passesLuhn } from '../../src/transactions/card-number';
import { TEST_CARDS } from './test-cards';

test.each(TEST_CARDS)('%s %s is masked but for its last four digits, alone and in a text', (_, card) => {
  expect(passesLuhn(card)).toBe(true);
  expect(holdsCardNumber(card)).toBe(true);
  expect(maskCardNumbers(card)).toBe(`****${card.slice(-4)}`);
  expect(maskCardNumbers(`ref-${card}x`)).toBe(`ref-****${card.slice(-4)}x`);
});

test.each([
  ['4111 1111 1111 1111', '****1111'],
  ['4111-1111-1111-1111', '****1111'],
  ['4111.1111.1111.1111', '****1111'],
  ['4111_1111_1111_1111', '****1111'],
  ['4111:1111:1111:1111', '****1111'],
  ['4111#1111#1111#1111', '****1111'],
  ['4111/1111/1111/1111', '****1111'],
  ['3782 822463 10005', '****0005'],
  ['4111 1111 1111 1111 12/28', '****1111 12/28'],
  ['12 4111 1111 1111 1111', '12 ****1111'],
  ['4111111111111111 5555555555554444', '****1111 ****4444'],
  ['4111--1111 - 1111_:_1111', '****1111'],
  ['４１１１１１１１１１１１１１１１', '****1111'],
  ['④¹¹¹¹¹¹¹¹¹¹¹¹¹¹¹', '****1111'],
  ['4111111111111111123', '****1111'],
  ['41111111111111111228', '****1111'],
  ['41111111111111111228123', '****1111'],
  ['3782822463100051234', '****0005'],
  ['30569309025904123', '****5904'],
  ['0004111111111111111', '****1111'],
])('%s becomes %s', (text, masked) => {
  expect(maskCardNumbers(text)).toBe(masked);
});

test.each([
  ['a wrong check digit', '4111111111111112'],
  ['12 digits', '411111111117'],
  ['more than 19 digits', '14111111111111111111111'],
  ['four separators between digits', '4111----1111----1111----1111'],
  ['a transaction id', 'txn-001'],
  ['a time in milliseconds', '1763640000001'],
  ['nothing', ''],
  ['a name with an accent', 'café-12'],
])('%s stays as it is', (_, text) => {
  expect(maskCardNumbers(text)).toBe(text);
});

test.each([
  ['0', true],
  ['18', true],
  ['19', false],
  ['79927398713', true],
  ['79927398710', false],
])('Luhn of %s: %s', (digits, right) => {
  expect(passesLuhn(digits)).toBe(right);
});
