import { CARDS, leaksIn, SECRET, writtenCard } from './planted';
import { seededRandom } from '../support/random';

test('a planted card is found however it is written, and alone', () => {
  const random = seededRandom(1);
  const written = Array.from({ length: 500 }, () => writtenCard(random));
  expect(written.filter((card) => leaksIn(`"x":"${card}"`, CARDS).length !== 1)).toEqual([]);
  expect(new Set(written.map((card) => card.replaceAll(/\D/gu, '')))).toEqual(new Set(CARDS));
});

test.each([
  ['in a URL', 'https://x.example/a%204111%201111%201111%201111'],
  ['in a link of the console', 'alarm/4111$25201111$252D1111.1111'],
  ['as a number', '{"amount":4111111111111111}'],
  ['behind another number', '12 4111111111111111'],
  ['in four groups that digits touch', '20264111-1111 1111.11112'],
  ['the secret', `https://x.example/${SECRET}`],
])('%s is found', (_, text) => {
  expect(leaksIn(text, CARDS)).toHaveLength(1);
});

test('what is masked, and digits within digits, are no leak', () => {
  expect(leaksIn('****1111 1411111111111111122 4111-1111', CARDS)).toEqual([]);
});
