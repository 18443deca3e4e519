import { collect } from '../../src/collector/collect';
import { memoryWatermark, NOW_SECONDS, settingsOf, worldOf } from './world';

const RUN = { functionName: 'lambda-metric-collector-dev', functionVersion: '$LATEST', requestId: 'request-1', logGroup: '/aws/lambda/lambda-metric-collector-dev', logStream: 'stream', traceId: 'Root=1-5759e988' };
const PERIOD_START = NOW_SECONDS - 72 - 600;
const PROBES = ['payment-gateway', 'fraud-detection', 'transaction-validator'].map((service) => ({ service, url: `https://${service}.example.com/health`, timeoutMs: 5000 }));

test('M38 the main record: four dimension sets, five metrics, the time of its period, and properties that are no dimensions', async () => {
  const world = worldOf();
  await collect(settingsOf(), world, RUN);
  expect(world.lines).toEqual([
    {
      ...RUN,
      executionTimeMs: 0,
      Service: 'payment-processor',
      Environment: 'dev',
      RequestCount: 100,
      ErrorCount: 3,
      PaymentTransactionVolume: 2500,
      TotalRequests: 100,
      ProcessingTime: 120,
      _aws: {
        Timestamp: PERIOD_START * 1000,
        CloudWatchMetrics: [
          {
            Namespace: 'fintech/payments/metrics/dev',
            Dimensions: [['Service', 'Environment'], ['Service'], ['Environment'], []],
            Metrics: [
              { Name: 'RequestCount', Unit: 'Count' },
              { Name: 'ErrorCount', Unit: 'Count' },
              { Name: 'PaymentTransactionVolume', Unit: 'Count' },
              { Name: 'TotalRequests', Unit: 'Count' },
              { Name: 'ProcessingTime', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
    },
  ]);
});

test('M38 a period without requests publishes zeros, and no latency', async () => {
  const world = worldOf({ readSeries: () => Promise.resolve([]) });
  await collect(settingsOf(), world, RUN);
  expect(world.lines).toEqual([expect.objectContaining({ RequestCount: 0, ErrorCount: 0, PaymentTransactionVolume: 0, TotalRequests: 0 })]);
  expect(world.lines[0]).not.toHaveProperty('ProcessingTime');
  expect(JSON.stringify(world.lines[0])).not.toContain('ProcessingTime');
});

test('M39 a record for each service from a real probe: latency in ms, availability in percent, by Service and Environment', async () => {
  let clock = 0;
  const world = worldOf({
    clockMs: () => clock,
    fetch: (input) => {
      const url = input instanceof Request ? input.url : input.toString();
      clock += 40;
      return url.includes('fraud') ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(new Response('', { status: url.includes('validator') ? 503 : 200 }));
    },
  });
  await collect(settingsOf({ probes: PROBES.slice(0, 1), totals: undefined }), world, RUN);
  await collect(settingsOf({ probes: PROBES.slice(1), totals: undefined }), world, RUN);
  expect(world.lines.map((line) => [line['Service'], line['ServiceLatency'], line['ServiceAvailability']])).toEqual([
    ['payment-gateway', 40, 100],
    ['fraud-detection', undefined, 0],
    ['transaction-validator', 40, 0],
  ]);
  expect(world.lines[0]?.['_aws']).toEqual({
    Timestamp: NOW_SECONDS * 1000,
    CloudWatchMetrics: [
      {
        Namespace: 'fintech/payments/metrics/dev',
        Dimensions: [['Service', 'Environment']],
        Metrics: [
          { Name: 'ServiceLatency', Unit: 'Milliseconds' },
          { Name: 'ServiceAvailability', Unit: 'Percent' },
        ],
      },
    ],
  });
});

test('M39 a service that hangs leaves half of the time to the totals', async () => {
  const asked: number[] = [];
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    asked.push(ms);
    return timeout(ms);
  });
  await collect(settingsOf({ probes: PROBES }), worldOf({ remainingMs: () => 3001 }), RUN);
  await collect(settingsOf({ probes: PROBES }), worldOf(), RUN);
  expect(asked).toEqual([1500, 1500, 1500, 5000, 5000, 5000]);
});

test.each([
  ['lowest', 0, { RequestCount: 100, ErrorCount: 0, ProcessingTime: 50, PaymentTransactionVolume: 5000 }, { ServiceLatency: 10, ServiceAvailability: 99 }],
  ['highest', 1 - Number.EPSILON, { RequestCount: 1000, ErrorCount: 50, ProcessingTime: 500, PaymentTransactionVolume: 20_000 }, { ServiceLatency: 200, ServiceAvailability: 99.99 }],
])('M40 the demo makes up values in its ranges, the %s ones', async (_, random, totals, health) => {
  const world = worldOf({ random: () => random });
  await collect(settingsOf({ demo: true, probes: PROBES }), world, RUN);
  expect(world.lines).toEqual([...PROBES.map(({ service }) => expect.objectContaining({ ...health, Service: service }) as unknown), expect.objectContaining(totals)]);
});

test('M40 made-up values have the dimension Demo in every set, and nothing real is read or moved', async () => {
  const watermark = memoryWatermark();
  const fetch = jest.fn();
  const world = worldOf({ watermark, fetch });
  await collect(settingsOf({ demo: true, probes: PROBES }), world, RUN);
  const sets = world.lines.flatMap((line) => (line['_aws'] as { CloudWatchMetrics: { Dimensions: string[][] }[] }).CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions));
  expect(sets).toHaveLength(3 + 4);
  expect(sets.filter((set) => !set.includes('Demo'))).toEqual([]);
  expect(world.lines.map((line) => line['Demo'])).toEqual(['true', 'true', 'true', 'true']);
  expect([world.spans, fetch.mock.calls, watermark.current()]).toEqual([[], [], undefined]);
});

test('M40 no value is made up unless it is asked for', async () => {
  const random = jest.fn(() => 0.5);
  const world = worldOf({ random });
  await collect(settingsOf({ probes: PROBES }), world, RUN);
  expect(random).not.toHaveBeenCalled();
  expect(JSON.stringify(world.lines)).not.toContain('Demo');
});

test('M41 the result: 200, a message, the time, and four values', async () => {
  expect(await collect(settingsOf(), worldOf(), RUN)).toEqual({
    statusCode: 200,
    message: 'metrics of 1 period published',
    timestamp: '2026-11-20T10:11:12.000Z',
    metrics: { RequestCount: 100, ErrorCount: 3, PaymentTransactionVolume: 2500, ProcessingTime: 120 },
  });
  const quiet = await collect(settingsOf(), worldOf({ readSeries: () => Promise.resolve([]) }), RUN);
  expect(quiet.metrics?.ProcessingTime).toBeNull();
  expect((await collect(settingsOf({ demo: true }), worldOf(), RUN)).message).toBe('made-up metrics published');
});

test('M41 a run without totals measures the services', async () => {
  expect(await collect(settingsOf({ totals: undefined }), worldOf(), RUN)).toEqual({ statusCode: 200, message: 'services measured', timestamp: '2026-11-20T10:11:12.000Z' });
});

describe('M36 every period is published exactly once', () => {
  test('a repeated run publishes nothing', async () => {
    const world = worldOf();
    await collect(settingsOf(), world, RUN);
    expect(await collect(settingsOf(), world, RUN)).toEqual({ statusCode: 200, message: 'no period has ended since the last run', timestamp: '2026-11-20T10:11:12.000Z' });
    expect(world.lines).toHaveLength(1);
  });

  test('of two runs at the same time one publishes', async () => {
    const world = worldOf();
    const results = await Promise.all([collect(settingsOf(), world, RUN), collect(settingsOf(), world, RUN)]);
    expect(results.map(({ message }) => message).sort()).toEqual(['another run has published these periods', 'metrics of 1 period published']);
    expect(world.lines).toHaveLength(1);
  });

  test('a run that could not read CloudWatch moves nothing, and the next makes up for it', async () => {
    const watermark = memoryWatermark(PERIOD_START - 600);
    const broken = worldOf({ watermark, readSeries: () => Promise.reject(new Error('CloudWatch is away')) });
    await expect(collect(settingsOf({ probes: PROBES }), broken, RUN)).rejects.toThrow('CloudWatch is away');
    // what was measured is kept all the same
    expect(broken.lines).toHaveLength(3);
    const world = worldOf({ watermark });
    expect((await collect(settingsOf(), world, RUN)).message).toBe('metrics of 3 periods published');
    expect(world.spans).toEqual([{ startSeconds: PERIOD_START - 600, endSeconds: PERIOD_START + 300, periodSeconds: 300 }]);
    expect(timestampsOf(world.lines)).toEqual([-600, -300, 0].map((offset) => (PERIOD_START + offset) * 1000));
  });

  test('through 500 minutes of missed, failing, repeated and simultaneous runs', async () => {
    let state = 7;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    let now = NOW_SECONDS * 1000;
    let failing = false;
    const healthy = worldOf();
    const world = worldOf({
      now: () => now,
      readSeries: (...parameters) => (failing ? Promise.reject(new Error('away')) : healthy.readSeries(...parameters)),
    });
    for (let minute = 0; minute < 500; minute += 1) {
      now += 60_000;
      failing = random() < 0.3;
      const runs = Math.floor(random() * 3);
      await Promise.allSettled(Array.from({ length: runs }, () => collect(settingsOf(), world, RUN)));
    }
    failing = false;
    await collect(settingsOf(), world, RUN);
    const [first = NaN] = timestampsOf(world.lines);
    const periods = Math.floor((now / 1000 - 180) / 300) - first / 300_000;
    expect(timestampsOf(world.lines)).toEqual(Array.from({ length: periods }, (_, index) => first + index * 300_000));
    expect(periods).toBeGreaterThan(90);
  });

  test('a watermark that a fast clock has moved ahead is said, and waited for', async () => {
    const watermark = memoryWatermark(NOW_SECONDS + 3600);
    const world = worldOf({ watermark });
    expect((await collect(settingsOf(), world, RUN)).message).toBe('the watermark is ahead of the clock');
    expect(world.lines).toEqual([{ level: 'ERROR', message: 'a run whose clock was ahead has moved the watermark; nothing is published before that time', aheadSeconds: 3600 }]);
    expect([world.spans, watermark.current()]).toEqual([[], NOW_SECONDS + 3600]);
  });

  test('periods that are too old are said to be lost', async () => {
    const world = worldOf({ watermark: memoryWatermark(PERIOD_START - 20 * 24 * 3600) });
    await collect(settingsOf(), world, RUN);
    expect(world.lines[0]).toEqual({ level: 'ERROR', message: 'periods are too old for CloudWatch and were left out', lostSeconds: expect.any(Number) as unknown });
  });
});

function timestampsOf(lines: readonly Readonly<Record<string, unknown>>[]): number[] {
  return lines.map((line) => (line['_aws'] as { Timestamp: number }).Timestamp);
}
