import { loadConfig } from '../src';
import { withoutAlarm } from '../src/switch-off';
import { configOf, HEAD, load, mini } from './mini-template';

test.each([
  ['another alarm', 'b', 'b'],
  ['itself', 'a', false],
  ['not itself', { not: 'a' }, true],
  ['not another', { not: 'b' }, { not: 'b' }],
  ['all with it', { all: ['a', 'b'] }, false],
  ['any with it', { any: ['a', 'b'] }, { any: ['b'] }],
  ['any of only it', { any: ['a'] }, false],
  ['all with its negation', { all: [{ not: 'a' }, 'b'] }, { all: ['b'] }],
  ['any with its negation', { any: [{ not: 'a' }, 'b'] }, true],
  ['all of only its negation', { all: [{ not: 'a' }] }, true],
  ['nested', { all: [{ any: ['a', 'b'] }, 'c'] }, { all: [{ any: ['b'] }, 'c'] }],
  ['at least 2 of 3 with it', { atLeast: 2, of: ['a', 'b', 'c'] }, { atLeast: 2, of: ['b', 'c'] }],
  ['at least 2 of 2 with it', { atLeast: 2, of: ['a', 'b'] }, false],
  ['at least 1 of only it', { atLeast: 1, of: ['a'] }, false],
  ['at least 2 of others', { atLeast: 2, of: ['b', 'c'] }, { atLeast: 2, of: ['b', 'c'] }],
  ['not at least 2 of 2 with it', { not: { atLeast: 2, of: ['a', 'b'] } }, true],
  ['all with at least 2 of 3', { all: [{ atLeast: 2, of: ['a', 'b', 'c'] }, 'd'] }, { all: [{ atLeast: 2, of: ['b', 'c'] }, 'd'] }],
  ['a list that is none', { atLeast: 2, of: 'a' }, { atLeast: 2, of: 'a' }],
  ['what is no condition', { all: 5 }, { all: 5 }],
  ['a number among the members', { any: ['a', 5] }, { any: [5] }],
])('a condition without alarm a: %s', (_, condition, expected) => {
  expect(withoutAlarm(condition, 'a')).toEqual(expected);
});

test('a removal takes the composite that can never be in ALARM with it, and gives its children their own notification back', () => {
  const config = configOf('alarms: { memoryHigh: { enabled: false, reason: "functions only, no hosts" } }');
  expect(Object.keys(config.alarms)).toEqual(['latencyHigh', 'errors', 'broken']);
  expect(config.alarms['latencyHigh']).not.toHaveProperty('suppressedBy');
  expect(config.removals).toEqual([
    { path: 'alarms.memoryHigh', reason: 'functions only, no hosts' },
    { path: 'alarms.slow', reason: 'without alarms.memoryHigh (functions only, no hosts)' },
  ]);
});

test('a composite of any goes on without the alarm', () => {
  const config = configOf('alarms: { latencyHigh: { enabled: false, reason: no API } }');
  expect(config.alarms['broken']?.when).toEqual({ any: ['errors'] });
  expect(config.removals.map(({ path }) => path)).toEqual(['alarms.latencyHigh', 'alarms.slow']);
});

test('a composite of at least so many goes on without an alarm while enough are left, and goes with the last that was needed', () => {
  const template = { ...mini, defaults: { ...mini.defaults, alarms: { ...(mini.defaults['alarms'] as object), most: { alarmName: 'most', severity: 'critical', when: { atLeast: 2, of: ['errors', 'latencyHigh', 'memoryHigh'] } } } } };
  const without = (...ids: string[]) => {
    const removed = ids.map((id) => `  ${id}: { enabled: false, reason: none }`).join('\n');
    const loaded = loadConfig({ text: `${HEAD}alarms:\n${removed}\n`, file: 'observability.yml', templates: { mini: template }, environment: 'production' });
    return loaded.ok ? loaded.configs[0]?.alarms['most']?.when : loaded.problems;
  };
  expect(without('memoryHigh')).toEqual({ atLeast: 2, of: ['errors', 'latencyHigh'] });
  expect(without('memoryHigh', 'errors')).toBeUndefined();
});

test('a resource takes the alarms and series on its metrics with it', () => {
  const config = configOf('resources: { databases: { ledger: { enabled: false, reason: DynamoDB } }, functions: { processor: { enabled: false, reason: ECS } } }');
  expect(config.resources).toMatchObject({ apis: {}, functions: {}, databases: {}, shards: 1, dashboard: { periodSeconds: 60 } });
  expect(Object.keys(config.dashboards['overview']?.widgets['health']?.series ?? {})).toEqual(['errors', 'rate']);
  expect(config.removals).toEqual([
    { path: 'alarms.memoryHigh', reason: 'without resources.functions.processor (ECS)' },
    { path: 'alarms.slow', reason: 'without resources.functions.processor (ECS)' },
    { path: 'dashboards.overview.widgets.health.series.cpu', reason: 'without resources.databases.ledger (DynamoDB)' },
    { path: 'resources.databases.ledger', reason: 'DynamoDB' },
    { path: 'resources.functions.processor', reason: 'ECS' },
  ]);
});

test('a whole collection can be switched off', () => {
  const config = configOf('resources: { databases: { enabled: false, reason: DynamoDB } }');
  expect(config.resources?.databases).toEqual({});
  expect(config.removals.map(({ path }) => path)).toEqual(['dashboards.overview.widgets.health.series.cpu', 'resources.databases']);
});

test('a whole section can be switched off', () => {
  const config = configOf('dashboards: { enabled: false, reason: Grafana }');
  expect(config.dashboards).toEqual({});
  expect(config.removals).toEqual([{ path: 'dashboards', reason: 'Grafana' }]);
});

test('lists lose the member; an entry whose list is empty goes too', () => {
  const config = configOf('logs: { groups: { processing: { enabled: false, reason: EMF } } }');
  expect(config.logs?.queries['failures']?.groups).toEqual(['lambda']);
  expect(config.logs?.metricFilters).toEqual({});
  expect(Object.keys(config.dashboards['overview']?.widgets ?? {})).toEqual(['health']);
  expect(config.removals.map(({ path }) => path)).toEqual([
    'dashboards.overview.widgets.failures',
    'logs.groups.processing',
    'logs.metricFilters.errorCount',
  ]);
});

test('members that are no objects, and tags, are removed in the same way', () => {
  const config = configOf('tags: { CostCenter: { enabled: false, reason: by account } }\nnotifications: { info: { emails: { a: a@example.com } } }');
  expect(config.tags).not.toHaveProperty('CostCenter');
  expect(config.removals).toEqual([{ path: 'tags.CostCenter', reason: 'by account' }]);
});

test('an environment removes what the file has, and gets back what the file removed', () => {
  const text = (HEAD + 'alarms: { errors: { enabled: false, reason: noisy } }\nnotifications: { info: { emails: { a: a@example.com } } }')
    .replace('region: eu-west-1', 'region: eu-west-1, overrides: { alarms: { errors: { enabled: true } }, notifications: { info: { emails: { a: { enabled: false, reason: quiet } } } } }');
  const loaded = load(text);
  expect(loaded).toMatchObject({
    ok: true,
    configs: [
      { environment: { name: 'staging' }, alarms: { errors: { countAbove: 5 } }, removals: [{ path: 'notifications.info.emails.a', reason: 'quiet' }] },
      { environment: { name: 'production' }, notifications: { info: { emails: { a: 'a@example.com' } } }, removals: [{ path: 'alarms.errors', reason: 'noisy' }] },
    ],
  });
  expect(loaded).not.toHaveProperty(['configs', 0, 'alarms', 'errors', 'enabled']);
  expect(loaded).not.toHaveProperty(['configs', 0, 'alarms', 'errors', 'reason']);
  expect(loaded).not.toHaveProperty(['configs', 1, 'alarms', 'errors']);
});

test('a recommended alarm that is switched off stays in the config as such, since the catalog brings it', () => {
  const config = configOf('resources: { functions: { processor: { alarms: { throttles: { enabled: false, reason: retried } } } } }');
  expect(config.resources?.functions['processor']?.alarms).toEqual({ throttles: { enabled: false, reason: 'retried' } });
  expect(config.removals).toEqual([{ path: 'resources.functions.processor.alarms.throttles', reason: 'retried' }]);
});

test('enabled is an ordinary field where the file has free maps', () => {
  const config = configOf('logs: { metricFilters: { errorCount: { match: { enabled: false } } } }');
  expect(config.logs?.metricFilters['errorCount']?.match).toEqual({ level: 'ERROR', enabled: false });
  expect(config.removals).toEqual([]);
});

test('a removal inside a removal is not listed once more', () => {
  const config = configOf('dashboards: { overview: { enabled: false, reason: Grafana, widgets: { health: { enabled: false, reason: old } } } }');
  expect(config.removals).toEqual([{ path: 'dashboards.overview', reason: 'Grafana' }]);
});
