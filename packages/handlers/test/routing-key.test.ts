import { routingKeyOf } from '../src/routing-key';

const KEY = 'R0123456789abcdef0123456789abcde';
const REFUSAL = 'PagerDuty secret: expected an integration key of 32 letters and digits, or JSON { "routingKey": "…" }; its value is not shown';

test.each([
  ['the key itself', KEY],
  ['the key with blanks around', ` ${KEY}\n`],
  ['JSON', JSON.stringify({ routingKey: KEY })],
])('%s', (_, text) => {
  expect(routingKeyOf(text)).toBe(KEY);
});

test.each([
  ['too short', KEY.slice(1)],
  ['too long', `${KEY}0`],
  ['a URL', 'https://events.pagerduty.com/integration/x'],
  ['nothing', ''],
  ['JSON of another shape', JSON.stringify({ key: KEY })],
  ['JSON whose key is no text', '{"routingKey":1}'],
  ['cut JSON', `{"routingKey":"${KEY}`],
])('%s is refused without showing it', (_, text) => {
  expect(() => routingKeyOf(text)).toThrow(new Error(REFUSAL));
});
