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
  // digits on both sides of the usual groups
  ['124111 1111 1111 111134', '****1111'],
  ['20261120-4111-1111-1111-1111-20261121', '20261120-****1111-20261121'],
  ['993782 822463 1000512', '****0005'],
  ['13056-930902-590412', '****5904'],
  // 12 4111 1111 0008 has a right check digit too
  ['12 4111 1111 0008 1002', '****1002'],
])('%s becomes %s', (text, masked) => {
  expect(maskCardNumbers(text)).toBe(masked);
});

test.each([
  ['a wrong check digit', '4111111111111112'],
  ['12 digits', '411111111117'],
  ['more than 19 digits', '14111111111111111111111'],
  ['digits that touch a card number on both sides', '12411111111111111134'],
  ['digits that touch a card number in other groups', '1241111 11111 111134'],
  ['a wrong check digit in the usual groups', '124111 1111 1111 111234'],
  ['an ARN', 'arn:aws:sns:eu-west-1:111122223333:payments-4'],
  ['a time', '2026-11-20T10:11:12.345Z'],
  ['a time with a blank', '2026-11-20 10:11:13.345678'],
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

test.each([
  ['card numbers', '4111111111111111 ', '****1111 '],
  ['card numbers in groups', '4111-1111-1111-1111-', '****1111-'],
  ['single digits', '1 ', '1 '],
  ['digits without an end', '4111111111111111', '4111111111111111'],
])('%s without an end are masked at one go', (_, text, masked) => {
  // so long that reading the rest again for each card number would take minutes, and as many calls more than the stack holds
  const times = Math.ceil((400 * 1024) / text.length);
  expect(maskCardNumbers(text.repeat(times)) === masked.repeat(times)).toBe(true);
});
