import { countUnconfirmed, type Subscription } from '../../src/heartbeat/subscriptions';

const confirmed = (protocol: string): Subscription => ({ protocol, isConfirmed: true });
const pending = (protocol: string): Subscription => ({ protocol, isConfirmed: false });

test.each<[string, readonly Subscription[], Record<string, number>, number]>([
  ['nobody', [], {}, 0],
  ['all confirmed', [confirmed('email'), confirmed('email'), confirmed('lambda')], { email: 2 }, 0],
  ['one pending', [confirmed('email'), pending('email')], { email: 2 }, 1],
  ['one that SNS has deleted meanwhile', [confirmed('email')], { email: 2 }, 1],
  ['one pending, one deleted', [pending('email')], { email: 2 }, 2],
  ['all deleted', [], { email: 2, https: 1 }, 3],
  ['one of another protocol does not stand for it', [confirmed('email'), confirmed('email')], { email: 1, https: 1 }, 1],
  ['somebody else on an existing topic, pending', [confirmed('email'), pending('email')], { email: 1 }, 1],
  ['a protocol that is not ours, pending', [pending('http')], { email: 0 }, 1],
])('%s', (_, subscriptions, toConfirm, expected) => {
  expect(countUnconfirmed(subscriptions, toConfirm)).toBe(expected);
});
