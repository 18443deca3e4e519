import { RECOMMENDATIONS, recommendation, recommendedAlarmIds, recommendedAlarms, type RecommendedAlarm, RESOURCE_KINDS, type ResourceKind, resourceMetric, type ResourceTypes, ROWS_LEFT, serviceOf, signalSets } from '../src';
import { placesOf } from '../src/recommended-alarms';
import { EXPECTED } from './expected-alarms';
import { FULL } from './resources';

const SIGNS = { GreaterThanThreshold: '>', GreaterThanOrEqualToThreshold: '>=', LessThanThreshold: '<', LessThanOrEqualToThreshold: '<=' } as const;

function line(alarm: RecommendedAlarm): string {
  const { id, part, comparison, threshold, periodSeconds, datapointsToAlarm, evaluationPeriods, missingData, severity } = alarm;
  const signal = alarm.math ? alarm.math.expression : alarm.rate ? `${alarm.rate.errors} % of ${alarm.rate.total} from ${alarm.rate.minimumSamples}` : `${alarm.metric} ${alarm.statistic}`;
  return `${[id, part].filter(Boolean).join(':')} | ${signal} ${SIGNS[comparison]} ${threshold} | ${periodSeconds} s ${datapointsToAlarm}/${evaluationPeriods} ${missingData} ${severity}`;
}

/** Every resource of FULL, whatever its kind. */
const ALL = RESOURCE_KINDS.flatMap((kind) => Object.entries(FULL[kind]).map(([form, resource]) => ({ kind, form, resource: resource as ResourceTypes[ResourceKind] })));
const withEveryThreshold = (kind: ResourceKind) => Object.fromEntries(recommendedAlarmIds(kind).map((id) => [id, { threshold: 1 }]));

test.each(ALL)('$kind, $form: the alarms by default', ({ kind, form, resource }) => {
  const expected = EXPECTED[kind] as Readonly<Record<string, readonly string[]>>;
  expect(recommendedAlarms(kind, resource).map(line)).toEqual(expected[form]);
});

test.each(RESOURCE_KINDS)('%s: every alarm can be had', (kind) => {
  const made = ALL.filter((one) => one.kind === kind).flatMap(({ resource }) => recommendedAlarms(kind, { ...resource, alarms: withEveryThreshold(kind) }).map(({ id }) => id));
  expect([...new Set(made)].sort()).toEqual([...recommendedAlarmIds(kind)].sort());
});

describe.each(ALL)('$kind, $form', ({ kind, resource }) => {
  const service = serviceOf(kind);
  const alarms = recommendedAlarms(kind, { ...resource, alarms: withEveryThreshold(kind) });

  test('every metric it is alarmed on is published with the whole set of dimensions', () => {
    const publishes = signalSets(kind, resource).flatMap(({ namespace, dimensions, names }) => names.map((name) => JSON.stringify([namespace, name, Object.entries(dimensions).sort()])));
    const read = alarms.flatMap(({ namespace, ...alarm }) => {
      if (alarm.math) return Object.values(alarm.math.terms).map(({ name, dimensions }) => [namespace, name, dimensions] as const);
      const names = alarm.rate ? [alarm.rate.errors, alarm.rate.total] : [alarm.metric];
      return names.map((name) => [namespace, name, alarm.dimensions] as const);
    });
    for (const [namespace, name, dimensions] of read) expect(publishes).toContain(JSON.stringify([namespace, name, Object.entries(dimensions).sort()]));
  });

  test('no alarm leaves a gap in the data open, and each says what is wrong', () => {
    for (const alarm of alarms) {
      expect(alarm.missingData).not.toBe('missing');
      expect(alarm.id).toMatch(/^[a-z][A-Za-z]*$/);
      expect(alarm.description).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('what its dashboard row shows is published', () => {
    const row = service.dashboard(resource);
    expect(row.length).toBeGreaterThan(0);
    for (const { name, namespace, dimensions } of row) expect(() => resourceMetric(kind, resource, name, namespace, dimensions)).not.toThrow();
  });
});

test('comparison and namespace are those of the source, and so are dimensions', () => {
  const other: string[] = [];
  for (const { kind, resource } of ALL)
    for (const alarm of recommendedAlarms(kind, { ...resource, alarms: withEveryThreshold(kind) })) {
      if (alarm.source.startsWith('project-')) continue;
      const row = recommendation(alarm.source);
      expect(alarm).toMatchObject({ namespace: row.namespace, comparison: row.comparison });
      const dimensions = alarm.math ? [] : Object.keys(alarm.dimensions).sort();
      if (dimensions.join() !== row.dimensions.map(({ name }) => name).sort().join()) other.push(`${kind}.${alarm.id}: ${dimensions.join('+') || 'several metrics'}`);
    }
  expect([...new Set(other)].sort()).toEqual([
    'databases.blockedTransactionsHigh: several metrics',
    'databases.connectionsHigh: DBClusterIdentifier+Role',
    'databases.cpuHigh: DBClusterIdentifier+Role',
    'ecsServices.responseTimeHigh: TargetDiscoveryName',
    'ecsServices.serverErrors: several metrics',
    'eventBuses.failedInvocations: EventBusName+RuleName',
    'eventBuses.lostEvents: EventBusName+RuleName',
    'eventBuses.throttledRules: EventBusName+RuleName',
    'tables.systemErrors: several metrics',
  ]);
});

test('every row of the data is used, or left for a reason', () => {
  const used = new Set(ALL.flatMap(({ kind, resource }) => serviceOf(kind).alarms.flatMap((entry) => placesOf(entry as never, resource).map(({ row }) => row.id))));
  const rows = [...RECOMMENDATIONS.keys()];
  expect(rows.filter((id) => !used.has(id) && !ROWS_LEFT.some((left) => left.rows.test(id)))).toEqual([]);
  expect(rows.filter((id) => used.has(id) && ROWS_LEFT.some((left) => left.rows.test(id)))).toEqual([]);
  for (const { rows: pattern } of ROWS_LEFT) expect(rows.some((id) => pattern.test(id))).toBe(true);
});

test.each([
  ['the table', {}, { TableName: 'ledger' }],
  ['an index', { GlobalSecondaryIndexName: 'customer-index' }, { TableName: 'ledger', GlobalSecondaryIndexName: 'customer-index' }],
])('throttled reads of %s', (_, dimensions, expected) => {
  expect(resourceMetric('tables', FULL.tables['one']!, 'ReadThrottleEvents', undefined, dimensions).dimensions).toEqual(expected);
});

test('provisioned capacity: consumed units over the period, of the table and of each index', () => {
  const alarms = recommendedAlarms('tables', FULL.tables['one']!).filter(({ id }) => id === 'writeCapacityHigh');
  expect(alarms.map(({ math }) => math?.terms)).toEqual([
    {
      consumed: { name: 'ConsumedWriteCapacityUnits', statistic: 'Sum', dimensions: { TableName: 'ledger' } },
      provisioned: { name: 'ProvisionedWriteCapacityUnits', statistic: 'Maximum', dimensions: { TableName: 'ledger' } },
    },
    {
      consumed: { name: 'ConsumedWriteCapacityUnits', statistic: 'Sum', dimensions: { TableName: 'ledger', GlobalSecondaryIndexName: 'customer-index' } },
      provisioned: { name: 'ProvisionedWriteCapacityUnits', statistic: 'Maximum', dimensions: { TableName: 'ledger', GlobalSecondaryIndexName: 'customer-index' } },
    },
  ]);
  expect(alarms[0]?.math?.watched).toEqual(['consumed']);
});

test('the period of an override is that of the expression', () => {
  const [alarm] = recommendedAlarms('tables', { ...FULL.tables['one']!, alarms: { readCapacityHigh: { periodSeconds: 600 } } }).filter(({ id }) => id === 'readCapacityHigh');
  expect([alarm?.math?.expression, alarm?.periodSeconds]).toEqual(['100 * consumed / 600 / provisioned', 600]);
});

test('a table on demand has no capacity to use up, and without operations nothing is said of errors', () => {
  expect(recommendedAlarms('tables', { tableName: 'ledger', capacityMode: 'onDemand', indexes: {}, operations: [], replicaRegions: [] }).map(({ id }) => id)).toEqual(['readThrottles', 'writeThrottles']);
});

test('errors of DynamoDB are published by operation: the alarm reads each', () => {
  const alarm = recommendedAlarms('tables', FULL.tables['one']!).find(({ id }) => id === 'systemErrors');
  expect(alarm?.math?.terms).toEqual({
    getItem: { name: 'SystemErrors', statistic: 'Sum', dimensions: { TableName: 'ledger', Operation: 'GetItem' } },
    query: { name: 'SystemErrors', statistic: 'Sum', dimensions: { TableName: 'ledger', Operation: 'Query' } },
  });
});

test.each([
  [undefined, 43_200_000],
  [60, 60_000],
  [86_400, 43_200_000],
])('a consumer may lag behind %p s, and never more than half of the retention', (maxDelaySeconds, expected) => {
  expect(recommendedAlarms('streams', { ...FULL.streams['one']!, maxDelaySeconds })[0]).toMatchObject({ id: 'iteratorAgeHigh', threshold: expected });
});

test('a canary is evaluated no more often than it runs', () => {
  const periods = (everyMinutes: number) => recommendedAlarms('canaries', { canaryName: 'a', everyMinutes, timeoutSeconds: 30 }).map(({ periodSeconds }) => periodSeconds);
  expect([periods(1), periods(5), periods(15)]).toEqual([[300, 300], [300, 300], [900, 900]]);
});

test('the writer of a cluster, not the cluster as a whole, is what its alarms watch', () => {
  const alarm = recommendedAlarms('databases', FULL.databases['cluster']!).find(({ id }) => id === 'cpuHigh');
  expect(alarm).toMatchObject({ dimensions: { DBClusterIdentifier: 'ledger', Role: 'WRITER' } });
});

test('rules of the default bus report by RuleName alone, others by bus and rule', () => {
  const dimensions = (form: string) => recommendedAlarms('eventBuses', FULL.eventBuses[form]!).map((alarm) => (alarm.math ? undefined : alarm.dimensions))[0];
  expect(dimensions('awsOwn')).toEqual({ RuleName: 'health-rule' });
  expect(dimensions('custom')).toEqual({ EventBusName: 'payments', RuleName: 'settle-rule' });
});

test('what Service Connect counts has its discovery name as the only dimension', () => {
  const found = recommendedAlarms('ecsServices', { ...FULL.ecsServices['one']!, alarms: { responseTimeHigh: { threshold: 1 } } }).filter(({ id }) => id === 'serverErrors' || id === 'responseTimeHigh');
  expect(found.map(({ math, dimensions }: { readonly math?: { readonly terms: unknown } | undefined; readonly dimensions?: unknown }) => math?.terms ?? dimensions)).toEqual([
    {
      errors: { name: 'HTTPCode_Target_5XX_Count', statistic: 'Sum', dimensions: { TargetDiscoveryName: 'web' } },
      total: { name: 'RequestCount', statistic: 'Sum', dimensions: { DiscoveryName: 'web' } },
    },
    { TargetDiscoveryName: 'web' },
  ]);
});
