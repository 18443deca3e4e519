import { RESOURCE_KINDS } from '@payment-observability/catalog';
import { loadConfig } from '@payment-observability/config';
import { listedResources } from '../src/listed-resources';
import { TEMPLATES } from '../src/templates';
import { exampleConfig } from './example-config';

const resources = `resources:
  functions: { processor: { functionName: "acme-{env}-processor", timeoutSeconds: 30 } }
  apis: { checkout: { type: http, apiId: a1b2c3, stage: prod } }
  loadBalancers: { public: { loadBalancer: app/pay/0123456789abcdef, targetGroups: { web: { targetGroup: targetgroup/web/0123456789abcdef } } } }
  ecsServices: { ledger: { clusterName: pay, serviceName: ledger } }
  stateMachines: { settlement: { stateMachineArn: "arn:aws:states:us-east-1:111111111111:stateMachine:settlement" } }
  tables: { payments: { tableName: payments } }
  databases: { main: { type: cluster, clusterId: pay-cluster, engine: aurora-postgresql }, replica: { instanceId: pay-replica, engine: postgres } }
  caches: { sessions: { cacheClusterId: sessions-001 } }
  streams: { events: { streamName: events } }
  queues: { inbox: { queueName: inbox } }
  topics: { settled: { topicName: settled } }
  eventBuses: { payments: { busName: payments, rules: { settled: { ruleName: settled } } } }
`;

test('everything below resources is listed with its path and the name that its metrics carry', () => {
  const text = exampleConfig().replace(/resources:\n.*\n/, resources);
  const loaded = loadConfig({ text, file: 'observability.yml', templates: TEMPLATES });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const listed = loaded.configs.flatMap(listedResources);
  expect(listed.map(({ path, what, name }) => `${path} | ${what} | ${name}`)).toEqual([
    'resources.apis.payments | api payment-production-api | payment-production-api',
    'resources.apis.checkout | api a1b2c3 | a1b2c3',
    'resources.loadBalancers.public | load balancer app/pay/0123456789abcdef | app/pay/0123456789abcdef',
    'resources.functions.processor | function acme-production-processor | acme-production-processor',
    'resources.ecsServices.ledger | ecs service ledger | ledger',
    'resources.stateMachines.settlement | state machine arn:aws:states:us-east-1:111111111111:stateMachine:settlement | arn:aws:states:us-east-1:111111111111:stateMachine:settlement',
    'resources.tables.payments | table payments | payments',
    'resources.databases.ledger | database payment-production-ledger | payment-production-ledger',
    'resources.databases.main | database pay-cluster | pay-cluster',
    'resources.databases.replica | database pay-replica | pay-replica',
    'resources.caches.sessions | cache sessions-001 | sessions-001',
    'resources.streams.events | stream events | events',
    'resources.queues.inbox | queue inbox | inbox',
    'resources.topics.settled | topic settled | settled',
    'resources.eventBuses.payments | event bus payments | payments',
  ]);
  expect(new Set(listed.map(({ path }) => path.split('.')[1]))).toEqual(new Set(RESOURCE_KINDS.filter((kind) => kind !== 'canaries')));
});
