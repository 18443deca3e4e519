import { type ApiResource, type DatabaseResource, type FunctionResource, type ResourceKind, type ResourceTypes, type Service } from './service';

const apis: Service<ApiResource> = {
  title: 'API Gateway',
  signals: ({ type, apiName = '', apiId = '', stage }) => [
    type === 'rest'
      ? {
          namespace: 'AWS/ApiGateway',
          dimensions: { ApiName: apiName, Stage: stage },
          names: ['4XXError', '5XXError', 'CacheHitCount', 'CacheMissCount', 'Count', 'IntegrationLatency', 'Latency'],
        }
      : {
          namespace: 'AWS/ApiGateway',
          dimensions: { ApiId: apiId, Stage: stage },
          names: ['4xx', '5xx', 'Count', 'DataProcessed', 'IntegrationLatency', 'Latency'],
        },
  ],
  alarms: [
    {
      id: 'serverErrors',
      title: 'server errors',
      description: 'Too many requests end in a server error.',
      severity: 'critical',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-5xxerror-apiname-stage' : 'api-gateway-http-5xx-apiid-stage'),
      missingData: 'notBreaching',
    },
    {
      id: 'clientErrors',
      title: 'client errors',
      description: 'Too many requests are refused as the fault of the caller.',
      severity: 'warning',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-4xxerror-apiname-stage' : 'api-gateway-http-4xx-apiid-stage'),
      missingData: 'notBreaching',
    },
    {
      id: 'latencyHigh',
      title: 'high latency',
      description: 'The slowest tenth of the requests takes too long.',
      severity: 'warning',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-latency-apiname-stage' : 'api-gateway-http-latency-apiid-stage'),
      missingData: 'notBreaching',
    },
    {
      id: 'noTraffic',
      title: 'no traffic',
      description: 'Fewer requests arrive than in the quietest normal period.',
      severity: 'critical',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-count-apiname-stage' : 'api-gateway-http-count-apiid-stage'),
    },
  ],
  dashboard: ({ type }) => [
    { name: 'Count', statistic: 'Sum', label: 'Requests', axis: 'left' },
    { name: type === 'rest' ? '5XXError' : '5xx', statistic: 'Sum', label: 'Server errors', axis: 'left' },
    { name: 'Latency', statistic: 'p99', label: 'Latency p99 (ms)', axis: 'right' },
  ],
};

const functions: Service<FunctionResource> = {
  title: 'Lambda',
  signals: ({ functionName, lambdaInsights }) => [
    {
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: functionName },
      names: [
        'AsyncEventAge', 'AsyncEventsDropped', 'AsyncEventsReceived', 'ConcurrentExecutions', 'DeadLetterErrors', 'DestinationDeliveryFailures',
        'Duration', 'Errors', 'Invocations', 'IteratorAge', 'PostRuntimeExtensionsDuration', 'RecursiveInvocationsDropped', 'Throttles',
      ],
    },
    ...(lambdaInsights
      ? [
          {
            namespace: 'LambdaInsights',
            dimensions: { function_name: functionName },
            names: ['cpu_total_time', 'init_duration', 'memory_utilization', 'rx_bytes', 'total_memory', 'total_network', 'tx_bytes', 'used_memory_max'],
          },
        ]
      : []),
  ],
  alarms: [
    {
      id: 'errors',
      title: 'errors',
      description: 'Too many invocations fail.',
      severity: 'critical',
      row: () => 'lambda-errors-functionname',
      missingData: 'notBreaching',
      rate: { total: 'Invocations', minimumSamples: 20, thresholdPercent: 5 },
    },
    {
      id: 'throttles',
      title: 'throttles',
      description: 'Invocations are throttled.',
      severity: 'critical',
      row: () => 'lambda-throttles-functionname',
      threshold: () => 1,
      missingData: 'notBreaching',
    },
    {
      id: 'durationNearTimeout',
      title: 'duration near the timeout',
      description: 'The slowest tenth of the invocations comes near the timeout.',
      severity: 'warning',
      row: () => 'lambda-duration-functionname',
      threshold: ({ timeoutSeconds }) => timeoutSeconds * 950,
      missingData: 'notBreaching',
    },
    {
      id: 'memoryHigh',
      title: 'high memory use',
      description: 'The function runs out of memory.',
      severity: 'warning',
      row: ({ lambdaInsights }) => (lambdaInsights ? 'lambda-insights-memory-utilization-function-name' : undefined),
      missingData: 'notBreaching',
    },
    {
      id: 'concurrencyHigh',
      title: 'high concurrency',
      description: 'The function is near the concurrency it can get.',
      severity: 'warning',
      row: () => 'lambda-concurrentexecutions-functionname',
      missingData: 'notBreaching',
    },
  ],
  dashboard: () => [
    { name: 'Invocations', statistic: 'Sum', label: 'Invocations', axis: 'left' },
    { name: 'Errors', statistic: 'Sum', label: 'Errors', axis: 'left' },
    { name: 'Throttles', statistic: 'Sum', label: 'Throttles', axis: 'left' },
    { name: 'Duration', statistic: 'p99', label: 'Duration p99 (ms)', axis: 'right' },
  ],
};

const databases: Service<DatabaseResource> = {
  title: 'RDS',
  signals: ({ instanceId }) => [
    {
      namespace: 'AWS/RDS',
      dimensions: { DBInstanceIdentifier: instanceId },
      names: [
        'BurstBalance', 'CPUCreditBalance', 'CPUUtilization', 'DBLoad', 'DatabaseConnections', 'DiskQueueDepth', 'EBSByteBalance%', 'EBSIOBalance%',
        'FreeLocalStorage', 'FreeStorageSpace', 'FreeableMemory', 'MaximumUsedTransactionIDs', 'NetworkReceiveThroughput', 'NetworkTransmitThroughput',
        'ReadIOPS', 'ReadLatency', 'ReadThroughput', 'ReplicaLag', 'SwapUsage', 'WriteIOPS', 'WriteLatency', 'WriteThroughput',
      ],
    },
  ],
  alarms: [
    {
      id: 'cpuHigh',
      title: 'high CPU use',
      description: 'The database runs out of CPU.',
      severity: 'warning',
      row: () => 'rds-cpuutilization-dbinstanceidentifier',
    },
    {
      id: 'connectionsHigh',
      title: 'many connections',
      description: 'The database runs out of connections.',
      severity: 'critical',
      row: () => 'rds-databaseconnections-dbinstanceidentifier',
      threshold: ({ maxConnections }) => (maxConnections === undefined ? undefined : maxConnections * 0.9),
    },
    {
      id: 'readLatencyHigh',
      title: 'slow reads',
      description: 'The slowest tenth of the disk reads takes too long.',
      severity: 'warning',
      row: () => 'rds-readlatency-dbinstanceidentifier',
      threshold: () => 0.02,
      missingData: 'notBreaching',
    },
    {
      id: 'writeLatencyHigh',
      title: 'slow writes',
      description: 'The slowest tenth of the disk writes takes too long.',
      severity: 'warning',
      row: () => 'rds-writelatency-dbinstanceidentifier',
      threshold: () => 0.02,
      missingData: 'notBreaching',
    },
    {
      id: 'ebsByteBalanceLow',
      title: 'low EBS throughput credits',
      description: 'The EBS throughput credits run out.',
      severity: 'warning',
      row: () => 'rds-ebsbytebalance-dbinstanceidentifier',
      missingData: 'notBreaching',
    },
    {
      id: 'ebsIoBalanceLow',
      title: 'low EBS I/O credits',
      description: 'The EBS I/O credits run out.',
      severity: 'warning',
      row: () => 'rds-ebsiobalance-dbinstanceidentifier',
      missingData: 'notBreaching',
    },
    {
      id: 'storageLow',
      title: 'low storage',
      description: 'The database runs out of storage.',
      severity: 'critical',
      row: () => 'rds-freestoragespace-dbinstanceidentifier',
    },
    {
      id: 'memoryLow',
      title: 'low memory',
      description: 'The database runs out of memory.',
      severity: 'warning',
      row: () => 'rds-freeablememory-dbinstanceidentifier',
    },
    {
      id: 'loadHigh',
      title: 'high load',
      description: 'More sessions are active than the instance has virtual CPUs.',
      severity: 'warning',
      row: () => 'rds-dbload-dbinstanceidentifier',
      missingData: 'notBreaching',
    },
  ],
  dashboard: () => [
    { name: 'CPUUtilization', statistic: 'Average', label: 'CPU %', axis: 'left' },
    { name: 'DatabaseConnections', statistic: 'Average', label: 'Connections', axis: 'left' },
    { name: 'ReadLatency', statistic: 'p90', label: 'Read latency p90 (s)', axis: 'right' },
    { name: 'WriteLatency', statistic: 'p90', label: 'Write latency p90 (s)', axis: 'right' },
  ],
};

/**
 * What is known of each kind of `resources`: dimensions, signals, recommended alarms, dashboard row. Alarms, dashboards and the
 * checks of the config all read it; a new service is a new entry. Not listed, since it needs a number or a role that `resources`
 * does not hold: account concurrency (one per Region), ReplicaLag (missing on instances that are no replica).
 */
export const SERVICES: { readonly [K in ResourceKind]: Service<ResourceTypes[K]> } = { apis, functions, databases };
