import { recommendedAlarms, RESOURCE_KINDS } from '@payment-observability/catalog';
import { configOf, HEAD, problemsOf } from './mini-template';

const problemsIn = (resources: string) => problemsOf(`${HEAD}resources: { ${resources} }`).map((text) => text.slice(text.indexOf(' ') + 1));

/** The least that each kind needs. */
const LEAST: Readonly<Record<string, string>> = {
  apis: 'type: http, apiId: a1b2, stage: live',
  loadBalancers: 'loadBalancer: app/shop/50dc6c495c0c9188',
  functions: 'functionName: "pay-{env}-settle", timeoutSeconds: 30',
  ecsServices: 'clusterName: shop, serviceName: web',
  stateMachines: 'stateMachineArn: "arn:aws:states:{region}:{account}:stateMachine:settle-{env}"',
  tables: 'tableName: "pay-{env}-ledger"',
  databases: 'type: cluster, clusterId: ledger',
  caches: 'cacheClusterId: sessions-001',
  streams: 'streamName: "pay-{env}"',
  queues: 'queueName: "pay-{env}.fifo"',
  topics: 'topicName: "pay-{env}"',
  eventBuses: 'rules: { settle: { ruleName: settle } }',
};

test('every kind of the catalog can be listed', () => {
  expect(Object.keys(LEAST)).toEqual(RESOURCE_KINDS.filter((kind) => kind !== 'canaries'));
});

test.each(Object.entries(LEAST))('%s: the least that is needed is what the catalog takes', (kind, fields) => {
  expect(problemsIn(`${kind}: { one: { ${fields} } }`)).toEqual([]);
  const listed = configOf(`resources: { ${kind}: { one: { ${fields} } } }`).resources as unknown as Record<string, Record<string, never>>;
  expect(() => recommendedAlarms(kind as 'apis', listed[kind]?.['one'] as never)).not.toThrow();
});

test.each([
  ['a cluster without its id', 'databases: { one: { type: cluster, instanceId: a } }', 'resources.databases.one.clusterId: clusterId is required for a cluster'],
  ['an instance without its id', 'databases: { one: { clusterId: a } }', 'resources.databases.one.instanceId: instanceId is required for an instance'],
  ['a bus without a rule', 'eventBuses: { one: { busName: payments } }', 'resources.eventBuses.one.rules: at least one rule is required: EventBridge reports failures by rule'],
  ['a table by its ARN', 'tables: { one: { tableName: "arn:aws:dynamodb:eu-west-1:111111111111:table/a" } }', 'resources.tables.one.tableName: expected the name of a table, not its ARN'],
  ['a whole ARN of a load balancer', 'loadBalancers: { one: { loadBalancer: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/a/b" } }', 'resources.loadBalancers.one.loadBalancer: expected the end of the ARN of an Application Load Balancer: app/NAME/ID'],
  ['a network load balancer', 'loadBalancers: { one: { loadBalancer: net/a/50dc6c495c0c9188 } }', 'resources.loadBalancers.one.loadBalancer: expected the end of the ARN of an Application Load Balancer: app/NAME/ID'],
  ['retention in days', 'streams: { one: { streamName: a, retentionHours: 7 } }', 'resources.streams.one.retentionHours: expected a whole number from 24 to 8760'],
  ['a node id without quotes', 'caches: { one: { cacheClusterId: a, cacheNodeId: 0001 } }', 'resources.caches.one.cacheNodeId: expected the id of a node, in quotes: "0001"'],
  ['more operations than a math alarm reads', 'tables: { one: { tableName: a, operations: [GetItem, PutItem, Query, Scan, UpdateItem, DeleteItem, BatchGetItem, BatchWriteItem, TransactGetItems, TransactWriteItems, GetRecords] } }', 'resources.tables.one.operations: '],
])('%s is refused', (_, resources, problem) => {
  expect(problemsIn(resources)).toEqual([expect.stringContaining(problem)]);
});

test.each([
  ['queues: { one: { queueName: a, alarms: { deadLetter: { threshold: 5 } } } }', 'resources.queues.one.alarms.deadLetter: no such recommended alarm; did you mean "deadLetters"?'],
  ['queues: { one: { queueName: a, alarms: { deadLetters: { threshold: 5 } } } }', 'resources.queues.one.alarms.deadLetters: this resource has no such alarm, as it is described; it has none'],
  ['functions: { processor: { alarms: { errors: { threshold: 200 } } } }', 'resources.functions.processor.alarms.errors.threshold: 200 is above 100, the threshold is in percent'],
  ['functions: { processor: { alarms: { throttles: { statistic: avg } } } }', 'resources.functions.processor.alarms.throttles.statistic: expected Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99'],
])('a change that cannot work: %s', (resources, problem) => {
  expect(problemsIn(resources)).toEqual([expect.stringContaining(problem)]);
});

test('the alarms of a canary are checked like those of a resource', () => {
  const canaries = (alarms: string) => `${HEAD}canaries: { encryptionKey: logs, artifacts: {}, checks: { health: { canaryName: a, url: "https://a.example.com", everyMinutes: 10, alarms: { ${alarms} } } } }`;
  expect(problemsOf(canaries('successLow: { threshold: 95 }'))).toEqual([]);
  expect(problemsOf(canaries('success: { threshold: 95 }')).join()).toContain('canaries.checks.health.alarms.success: no such recommended alarm; did you mean "successLow"?');
  expect(problemsOf(canaries('successLow: { periodSeconds: 300 }')).join()).toContain('canaries.checks.health.alarms.successLow.periodSeconds: the resource reports every 600 s');
});

test('a metric that is published by operation names the operations', () => {
  const alarm = (metric: string) =>
    `${HEAD}resources: { tables: { ledger: { tableName: a, operations: [GetItem, Query] } } }\nalarms: { errors: { metric: { resource: tables.ledger, ${metric} } } }`;
  expect(problemsOf(alarm('name: SystemErrors')).join()).toContain('alarms.errors.metric.name: tables.ledger: "SystemErrors" is published for each Operation (GetItem, Query); say which by dimensions');
  expect(problemsOf(alarm('name: SystemErrors, dimensions: { Operation: Query }'))).toEqual([]);
});

test('the dashboard of resources can be switched off, and stays so', () => {
  const config = configOf('resources: { dashboard: { enabled: false, reason: one of our own } }');
  expect(config.resources?.dashboard).toMatchObject({ enabled: false });
  expect(config.removals).toContainEqual({ path: 'resources.dashboard', reason: 'one of our own' });
});
