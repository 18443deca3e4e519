import { beat } from '../../src/heartbeat/beat';
import { CRITICAL, daysAgo, hoursAgo, INFO, settingsOf, worldOf } from './world';

const TOPIC = 'acquiring/production/critical';
const SLACK = `${TOPIC}/slack`;
const OPS = `${TOPIC}/webhooks.ops`;
const INFO_TOPIC = 'acquiring/production/info';

const proved = (days: number) => ({ sent: [daysAgo(days)], delivered: [daysAgo(days)] });
/** Every route was proved ten days ago. */
const HEALTHY = { [TOPIC]: proved(10), [SLACK]: proved(10), [OPS]: proved(10), [INFO_TOPIC]: proved(10) };

test('the first run sends to every topic, and measures what SNS has taken', async () => {
  const world = worldOf({});
  expect(await beat(settingsOf(), world)).toEqual({ sent: [TOPIC, INFO_TOPIC], overdue: [], unconfirmed: 0 });
  expect(world.published.map(([arn, { subject }]) => [arn, subject])).toEqual([
    [CRITICAL.arn, 'Test of the alert route acquiring/production/critical'],
    [INFO.arn, 'Test of the alert route acquiring/production/info'],
  ]);
  expect(world.measured).toEqual([
    `HeartbeatOverdue Route=${SLACK}: 0`,
    `HeartbeatOverdue Route=${OPS}: 0`,
    `HeartbeatSent Topic=${TOPIC}: 1`,
    `HeartbeatSent Route=${SLACK}: 1`,
    `HeartbeatSent Route=${OPS}: 1`,
    `UnconfirmedSubscriptions Topic=${TOPIC}: 0`,
    `HeartbeatSent Topic=${INFO_TOPIC}: 1`,
    `UnconfirmedSubscriptions Topic=${INFO_TOPIC}: 0`,
  ]);
});

test('a line is one metric in the embedded metric format', async () => {
  const world = worldOf(HEALTHY);
  await beat(settingsOf(), world);
  expect(JSON.parse(world.lines[0] ?? '')).toEqual({
    Route: SLACK,
    HeartbeatOverdue: 0,
    _aws: {
      Timestamp: Date.UTC(2026, 10, 20, 10, 11, 12),
      CloudWatchMetrics: [{ Namespace: 'PaymentObservability/Alerts', Dimensions: [['Route']], Metrics: [{ Name: 'HeartbeatOverdue', Unit: 'Count' }] }],
    },
  });
});

test('between two heartbeats nothing is sent', async () => {
  const world = worldOf(HEALTHY);
  expect(await beat(settingsOf(), world)).toEqual({ sent: [], overdue: [], unconfirmed: 0 });
  expect(world.published).toEqual([]);
  expect(world.measured.filter((line) => line.startsWith('HeartbeatSent'))).toEqual([]);
});

test('the topic whose interval is over, and no other', async () => {
  const world = worldOf({ ...HEALTHY, [INFO_TOPIC]: proved(30) });
  expect((await beat(settingsOf(), world)).sent).toEqual([INFO_TOPIC]);
});

test('a broken route is reported, and sent another at every run', async () => {
  const world = worldOf({ ...HEALTHY, [OPS]: { sent: [daysAgo(10)], delivered: [daysAgo(40)] } });
  expect(await beat(settingsOf(), world)).toEqual({ sent: [TOPIC], overdue: [OPS], unconfirmed: 0 });
  expect(world.measured.slice(0, 2)).toEqual([`HeartbeatOverdue Route=${SLACK}: 0`, `HeartbeatOverdue Route=${OPS}: 1`]);
});

test('a route that was added since the last one is proved at once', async () => {
  const world = worldOf({ ...HEALTHY, [OPS]: {} });
  expect((await beat(settingsOf(), world)).sent).toEqual([TOPIC]);
});

test('a second run on the same day sends nothing again', async () => {
  const later = worldOf({ [TOPIC]: { sent: [hoursAgo(12)] }, [SLACK]: { sent: [hoursAgo(12)], delivered: [hoursAgo(12)] }, [OPS]: { sent: [hoursAgo(12)], delivered: [hoursAgo(11)] }, [INFO_TOPIC]: { sent: [hoursAgo(12)] } });
  expect((await beat(settingsOf(), later)).sent).toEqual([]);
});

test('a repeated run of the same instance sends nothing again, although CloudWatch does not show the first yet', async () => {
  const world = worldOf({});
  await beat(settingsOf(), world);
  expect(await beat(settingsOf(), world)).toEqual({ sent: [], overdue: [], unconfirmed: 0 });
  expect(world.published).toHaveLength(2);
});

test('a topic that takes no message fails the run, counts as not sent, and is tried again by the next', async () => {
  let broken = true;
  const world = worldOf({});
  const surroundings = { ...world, publish: (...[arn, message]: Parameters<typeof world.publish>) => (broken && arn === CRITICAL.arn ? Promise.reject(new Error('KMSAccessDenied')) : world.publish(arn, message)) };
  await expect(beat(settingsOf(), surroundings)).rejects.toThrow(new AggregateError([], 'alert heartbeat: KMSAccessDenied'));
  expect(world.published.map(([arn]) => arn)).toEqual([INFO.arn]);
  expect(world.measured.filter((line) => line.startsWith('HeartbeatSent'))).toEqual([`HeartbeatSent Topic=${INFO_TOPIC}: 1`]);
  // the subscriptions of both were counted all the same
  expect(world.measured.filter((line) => line.startsWith('Unconfirmed'))).toHaveLength(2);
  broken = false;
  expect((await beat(settingsOf(), surroundings)).sent).toEqual([TOPIC]);
  expect(world.published.map(([arn]) => arn)).toEqual([INFO.arn, CRITICAL.arn]);
});

test('without the history nothing is reported or sent, and the run fails', async () => {
  const world = worldOf({}, { readHistory: () => Promise.reject(new Error('CloudWatch is away')) });
  await expect(beat(settingsOf(), world)).rejects.toThrow('alert heartbeat: CloudWatch is away');
  expect(world.published).toEqual([]);
  expect(world.measured).toEqual([`UnconfirmedSubscriptions Topic=${TOPIC}: 0`, `UnconfirmedSubscriptions Topic=${INFO_TOPIC}: 0`]);
});

test('subscriptions that cannot be listed fail the run, after everything else', async () => {
  const world = worldOf({}, { listSubscriptions: (arn) => (arn === CRITICAL.arn ? Promise.reject(new Error('Throttled')) : Promise.resolve([])) });
  await expect(beat(settingsOf(), world)).rejects.toThrow('alert heartbeat: Throttled');
  expect(world.published).toHaveLength(2);
  expect(world.measured.at(-1)).toBe(`UnconfirmedSubscriptions Topic=${INFO_TOPIC}: 1`);
});

test('every failure is told', async () => {
  const world = worldOf({}, { readHistory: () => Promise.reject(new Error('CloudWatch is away')), listSubscriptions: () => Promise.reject(new Error('SNS is away')) });
  await expect(beat(settingsOf(), world)).rejects.toThrow('alert heartbeat: CloudWatch is away; SNS is away; SNS is away');
});

test('subscriptions nobody has confirmed are counted for each topic', async () => {
  const world = worldOf(HEALTHY, { listSubscriptions: (arn) => Promise.resolve(arn === CRITICAL.arn ? [{ protocol: 'email', isConfirmed: true }, { protocol: 'email', isConfirmed: false }] : []) });
  expect((await beat(settingsOf(), world)).unconfirmed).toBe(2);
  expect(world.measured.slice(2)).toEqual([`UnconfirmedSubscriptions Topic=${TOPIC}: 1`, `UnconfirmedSubscriptions Topic=${INFO_TOPIC}: 1`]);
});

/** A system over months: a run a day at 10:11, some missed, some repeated; the notifier of one route is broken for a while. */
test('through a year: one heartbeat a month, every run that says overdue is right, and a repaired route recovers the next day', async () => {
  let state = 11;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const start = Date.UTC(2026, 0, 1, 10, 11) / 1000;
  const sent: number[] = [];
  const delivered: number[] = [];
  const isBroken = (day: number) => day >= 100 && day < 140;
  const overdueDays: number[] = [];
  const settings = settingsOf({ topics: [{ ...CRITICAL, channels: ['slack'] }] });
  for (let day = 0; day < 365; day += 1) {
    const runs = random() < 0.1 ? 0 : random() < 0.2 ? 2 : 1;
    for (let run = 0; run < runs; run += 1) {
      const now = start + day * 86_400 + run * 43_200;
      const hours = (times: readonly number[]) => times.filter((at) => at > now - 60 * 86_400).map((at) => Math.floor(at / 3600) * 3600);
      const world = worldOf({ [TOPIC]: { sent: hours(sent) }, [SLACK]: { sent: hours(sent), delivered: hours(delivered) } }, { now: () => now * 1000 });
      const { sent: topics, overdue } = await beat(settings, world);
      if (overdue.length > 0) overdueDays.push(day);
      if (topics.length === 0) continue;
      sent.push(now);
      if (!isBroken(day)) delivered.push(now + 5);
    }
  }
  const days = (times: readonly number[]) => times.map((at) => Math.floor((at - start) / 86_400));
  expect(days(delivered)).toEqual([1, 31, 61, 91, 141, 171, 202, 232, 262, 293, 323, 353]);
  // the first that the broken notifier lost, then one a run until the route is proved again
  expect([...new Set(days(sent))].filter((day) => isBroken(day))).toEqual([...new Set([121, ...overdueDays])].filter((day) => day !== 141));
  expect([overdueDays[0], overdueDays.at(-1), new Set(overdueDays).size]).toEqual([121, 141, 18]);
});
