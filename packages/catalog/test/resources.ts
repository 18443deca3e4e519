import { type ResourceTypes } from '../src';

/** A resource of each kind, with everything that can be known of it, so that every alarm can be had. */
export const FULL: { readonly [K in keyof ResourceTypes]: Readonly<Record<string, ResourceTypes[K]>> } = {
  apis: { rest: { type: 'rest', apiName: 'shop', stage: 'live' }, http: { type: 'http', apiId: 'a1b2', stage: 'live' } },
  loadBalancers: {
    one: {
      loadBalancer: 'app/shop/50dc6c495c0c9188',
      targetGroups: { web: { targetGroup: 'targetgroup/web/73e2d6bc24d8a067' }, api: { targetGroup: 'targetgroup/api/83e2d6bc24d8a067' } },
    },
  },
  functions: { one: { functionName: 'processor', timeoutSeconds: 30, lambdaInsights: true } },
  ecsServices: { one: { clusterName: 'shop', serviceName: 'web', containerInsights: 'enhanced', discoveryName: 'web', ebsVolume: true, ephemeralStorageGiB: 20 } },
  stateMachines: { one: { stateMachineArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:settle' } },
  tables: {
    one: {
      tableName: 'ledger',
      capacityMode: 'provisioned',
      indexes: { byCustomer: { indexName: 'customer-index' } },
      operations: ['Query', 'GetItem'],
      replicaRegions: ['eu-central-1'],
    },
  },
  databases: {
    instance: { type: 'instance', instanceId: 'ledger', engine: 'postgres', maxConnections: 200, memoryGiB: 16, vcpus: 4, allocatedStorageGiB: 100, readReplica: true, binlogReplica: false },
    auroraInstance: { type: 'instance', instanceId: 'ledger-1', engine: 'aurora-mysql', memoryGiB: 16, localStorageGiB: 40, readReplica: false, binlogReplica: false },
    cluster: { type: 'cluster', clusterId: 'ledger', engine: 'aurora-mysql', maxConnections: 1000, volumeLimitGiB: 131_072, networkBytesPerSecond: 1_250_000_000, readReplica: false, binlogReplica: true },
  },
  caches: { redis: { cacheClusterId: 'sessions-001', cacheNodeId: '0001', engine: 'redis', vcpus: 4, readReplica: true }, memcached: { cacheClusterId: 'pages', cacheNodeId: '0002', engine: 'memcached', readReplica: false } },
  streams: { one: { streamName: 'payments', retentionHours: 24, consumers: { fraud: { consumerName: 'fraud-check' } } } },
  queues: { worked: { queueName: 'orders', isDeadLetterQueue: false, longestProcessingSeconds: 60 }, deadLetters: { queueName: 'orders-dlq', isDeadLetterQueue: true } },
  topics: { one: { topicName: 'payments' } },
  eventBuses: { custom: { busName: 'payments', rules: { settle: { ruleName: 'settle-rule' } } }, awsOwn: { busName: 'default', rules: { health: { ruleName: 'health-rule' } } } },
  canaries: { one: { canaryName: 'checkout', everyMinutes: 5, timeoutSeconds: 30 } },
};
