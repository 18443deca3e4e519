import { slackText } from '../src/slack-text';

test.each([
  ['plain', 'a b', 10, 'a b'],
  ['the three characters', '<a> & "b"', 100, '&lt;a&gt; &amp; "b"'],
  ['a channel mention', '<!channel> <!here> <@U1>', 100, '&lt;!channel&gt; &lt;!here&gt; &lt;@U1&gt;'],
  ['exactly the limit', 'abcde', 5, 'abcde'],
  ['one over the limit', 'abcdef', 5, 'abcd…'],
  ['an entity that fits', '<', 4, '&lt;'],
  ['an entity that does not fit', 'ab<', 5, 'ab…'],
  ['a surrogate pair at the cut', 'abc😀😀', 5, 'abc…'],
  ['a surrogate pair that fits', '😀', 2, '😀'],
  ['half a surrogate pair', 'a\uD83D', 5, 'a\uFFFD'],
  ['nothing', '', 5, ''],
])('%s', (_, value, limit, expected) => {
  expect(slackText(value, limit)).toBe(expected);
});
