import { heartbeatMessage } from '../../src/heartbeat/message';
import { CRITICAL, NOW_SECONDS, settingsOf } from './world';

const messageOf = (...[changes]: Parameters<typeof settingsOf>) => heartbeatMessage(settingsOf(changes), CRITICAL, { id: '0f8fad5b-d9cb-469f-a165-70867728950e', nowMs: NOW_SECONDS * 1000 });
const textsOf = (message: string) => JSON.parse(message) as Record<string, string>;

test('functions and endpoints get an event, people a text', () => {
  const { subject, message } = messageOf();
  expect(subject).toBe('Test of the alert route acquiring/production/critical');
  const { lambda = '', https, email, default: other, ...rest } = textsOf(message);
  expect(rest).toEqual({});
  expect(JSON.parse(lambda)).toEqual({
    source: 'payment-observability',
    'detail-type': 'Alert route heartbeat',
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    time: '2026-11-20T10:11:12.000Z',
    account: '111122223333',
    region: 'eu-west-1',
    detail: { severity: 'critical' },
  });
  expect(https).toBe(lambda);
  expect(other).toBe(email);
  expect(email).toBe(
    [
      'Nothing is wrong: this message proves that critical alerts of acquiring/production reach you.',
      '',
      'It comes every 30 days, and daily while another way of these alerts is broken. When it stays away, alerts would too.',
      '',
      'Sent 2026-11-20T10:11:12.000Z from account 111122223333 in eu-west-1, message 0f8fad5b-d9cb-469f-a165-70867728950e.',
    ].join('\n'),
  );
});

test('the text of a daily one', () => {
  expect(textsOf(messageOf({ intervalDays: 1 }).message)['email']).toContain('It comes every 1 day, and');
});

test('a subject is never longer than SNS takes', () => {
  expect(messageOf({ system: `${'n'.repeat(40)}/${'e'.repeat(64)}` }).subject).toBe(`Test of the alert route ${'n'.repeat(40)}/${'e'.repeat(35)}`);
});
