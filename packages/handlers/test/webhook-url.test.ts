import { webhookUrlOf } from '../src/webhook-url';

const URL_TEXT = 'https://hooks.slack.com/services/T0/B0/token';

test.each([
  ['the URL itself', URL_TEXT],
  ['the URL with blanks around', ` ${URL_TEXT}\n`],
  ['JSON', JSON.stringify({ url: URL_TEXT })],
  ['JSON with more in it', JSON.stringify({ channel: '#payments', url: ` ${URL_TEXT} ` })],
])('%s', (_, text) => {
  expect(webhookUrlOf(text)).toBe(URL_TEXT);
});

const NO_URL = 'webhook secret: expected an https URL, or JSON { "url": "https://…" }; its value is not shown';

test.each([
  ['http', 'http://hooks.slack.com/services/T0/B0/token', 'webhook secret: expected an https URL, found http'],
  ['http to loopback', 'http://127.0.0.1/token', 'webhook secret: expected an https URL, found http'],
  ['a file', 'file:///etc/passwd', 'webhook secret: expected an https URL, found file'],
  ['a URL with a password', 'https://user:token@hooks.slack.com/', 'webhook secret: expected an https URL without user and password; its value is not shown'],
  ['no URL', 'token', NO_URL],
  ['nothing', '', NO_URL],
  ['JSON without url', '{"webhook":"https://hooks.slack.com/token"}', NO_URL],
  ['JSON whose url is no text', '{"url":1}', NO_URL],
  ['cut JSON', '{"url":"https://hooks.slack.com/token', NO_URL],
])('%s is refused without showing it', (_, text, message) => {
  expect(() => webhookUrlOf(text)).toThrow(new Error(message));
});
