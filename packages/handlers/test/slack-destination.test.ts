import { slackDestinationOf } from '../src/slack-destination';

test.each([
  ['a URL', ' https://hooks.slack.com/services/x ', { kind: 'webhook', url: 'https://hooks.slack.com/services/x' }],
  ['JSON with a URL', '{"url":"https://hooks.slack.com/services/x"}', { kind: 'webhook', url: 'https://hooks.slack.com/services/x' }],
  ['a bot', ' {"token":" xoxb-1-2-aB ","channel":"C0123456789"}', { kind: 'bot', token: 'xoxb-1-2-aB', channel: 'C0123456789' }],
  ['a bot whose token rotates, in a private channel', '{"token":"xoxe.xoxb-1-2-aB","channel":"G01"}', { kind: 'bot', token: 'xoxe.xoxb-1-2-aB', channel: 'G01' }],
])('%s', (_, secretText, destination) => {
  expect(slackDestinationOf(secretText)).toEqual(destination);
});

test.each([
  ['a token of a user', { token: 'xoxp-1-s3cret', channel: 'C01' }],
  ['a token that no header can hold', { token: 'xoxb-1\r\ns3cret', channel: 'C01' }],
  ['a token that is no text', { token: 5, channel: 'C01' }],
  ['no channel', { token: 'xoxb-1-s3cret' }],
  ['the name of a channel', { token: 'xoxb-1-s3cret', channel: '#payments' }],
])('%s is refused without showing it', (_, secret) => {
  expect(() => slackDestinationOf(JSON.stringify(secret))).toThrow(
    new Error('Slack secret: expected JSON { "token": "xoxb-…", "channel": "C…" } with a bot token and the id of a channel; its value is not shown'),
  );
});

test('neither', () => {
  expect(() => slackDestinationOf('{"channel":"C01"}')).toThrow(new Error('webhook secret: expected an https URL, or JSON { "url": "https://…" }; its value is not shown'));
});
