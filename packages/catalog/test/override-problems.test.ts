import { type AlarmOverride, overrideProblems, type ResourceKind, type ResourceTypes, recommendedAlarms, unknownAlarms } from '../src';
import { FULL } from './resources';

const problems = <K extends ResourceKind>(kind: K, form: string, alarms: Readonly<Record<string, AlarmOverride>>) =>
  overrideProblems(kind, { ...(FULL[kind][form] as ResourceTypes[K]), alarms }).map(({ alarm, field, message }) => `${[alarm, field].filter(Boolean).join('.')}: ${message}`);

test.each<[ResourceKind, string, Readonly<Record<string, AlarmOverride>>, string[]]>([
  ['functions', 'one', { errors: { threshold: 0.5, minimumSamples: 200 }, throttles: { threshold: 5, statistic: 'Maximum' } }, []],
  ['functions', 'one', { errors: { threshold: 101 } }, ['errors.threshold: 101 is above 100, the threshold is in percent']],
  ['functions', 'one', { memoryHigh: { threshold: 100 } }, []],
  ['functions', 'one', { errors: { statistic: 'p99' } }, ['errors.statistic: has no statistic of its own: it is computed from several metrics']],
  ['functions', 'one', { throttles: { minimumSamples: 5 } }, ['throttles.minimumSamples: has no samples to count: it is neither a rate nor a fraction of requests']],
  ['functions', 'one', { durationNearTimeout: { threshold: 30_000 } }, []],
  ['functions', 'one', { durationNearTimeout: { threshold: 30_001 } }, ['durationNearTimeout.threshold: 30001 is above 30000: the timeout of 30 s, which no invocation exceeds']],
  ['functions', 'one', { errors: { datapointsToAlarm: 5 } }, ['errors.datapointsToAlarm: datapointsToAlarm 5 is above evaluationPeriods 3']],
  [
    'functions', 'one', { concurrencyHigh: { severity: 'critical' } },
    ['concurrencyHigh: needs a threshold, which only you can know (About 90 % of the concurrency the function can get: its reserved concurrency, else the account quota (1,000 by default).)'],
  ],
  ['functions', 'one', { concurrencyHigh: { enabled: false } }, []],
  ['apis', 'rest', { serverErrors: { threshold: 5 } }, ['serverErrors.threshold: 5 is above 1, the threshold is a fraction from 0 to 1 (5 % is 0.05)']],
  ['apis', 'rest', { serverErrors: { threshold: 1 } }, []],
  ['queues', 'deadLetters', { backlogHigh: { threshold: 5 } }, ['backlogHigh: this resource has no such alarm, as it is described; it has deadLetters']],
  ['streams', 'one', { iteratorAgeHigh: { threshold: 43_200_001 } }, ['iteratorAgeHigh.threshold: 43200001 is above 43200000: half of the retention of 24 h, from where records are in danger']],
  ['canaries', 'one', { successLow: { periodSeconds: 60 } }, ['successLow.periodSeconds: the resource reports every 300 s']],
  ['canaries', 'one', { successLow: { periodSeconds: 600 } }, []],
  ['functions', 'one', { errors: { periodSeconds: 30 } }, ['errors.periodSeconds: the resource reports every 60 s']],
  ['functions', 'one', { errors: { periodSeconds: 60 } }, []],
  ['tables', 'one', { readCapacityHigh: { periodSeconds: 60 } }, ['readCapacityHigh.periodSeconds: the resource reports every 300 s']],
])('%s %s %j', (kind, form, alarms, expected) => {
  expect(problems(kind, form, alarms)).toEqual(expected);
});

test('unknown names come with the known ones', () => {
  expect(unknownAlarms('queues', ['idle', 'old'])).toEqual([{ alarm: 'old', message: 'no such recommended alarm', allowed: ['deadLetters', 'messagesOld', 'backlogHigh', 'inFlightHigh', 'idle'] }]);
});

test('a fraction of requests is guarded on demand', () => {
  const [alarm] = recommendedAlarms('apis', { ...FULL.apis['rest']!, alarms: { serverErrors: { minimumSamples: 50 } } });
  expect(alarm?.math).toEqual({
    expression: 'IF(total >= 50, value, 0)',
    terms: {
      total: { name: 'Count', statistic: 'SampleCount', dimensions: { ApiName: 'shop', Stage: 'live' } },
      value: { name: '5XXError', statistic: 'Average', dimensions: { ApiName: 'shop', Stage: 'live' } },
    },
    watched: ['value'],
  });
});

test('statistic and sample guard of a user', () => {
  expect(recommendedAlarms('apis', { ...FULL.apis['rest']!, alarms: { latencyHigh: { statistic: 'p99' } } })[2]).toMatchObject({ metric: 'Latency', statistic: 'p99' });
  expect(recommendedAlarms('queues', { ...FULL.queues['deadLetters']!, alarms: { deadLetters: { statistic: 'Average' } } })[0]).toMatchObject({ statistic: 'Average' });
  expect(recommendedAlarms('functions', { ...FULL.functions['one']!, alarms: { errors: { minimumSamples: 200 } } })[0]?.rate).toEqual({ errors: 'Errors', total: 'Invocations', minimumSamples: 200 });
});
