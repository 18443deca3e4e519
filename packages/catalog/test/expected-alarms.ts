/** The alarms of each resource of `FULL` as the catalog has them, one a line: signal and threshold, period and M of N, gaps, severity. */
export const EXPECTED = {
  apis: {
    http: [
      'serverErrors | 5xx Average > 0.05 | 60 s 3/3 notBreaching critical',
      'clientErrors | 4xx Average > 0.05 | 60 s 5/5 notBreaching warning',
      'latencyHigh | Latency p90 >= 2500 | 60 s 5/5 notBreaching warning',
    ],
    rest: [
      'serverErrors | 5XXError Average > 0.05 | 60 s 3/3 notBreaching critical',
      'clientErrors | 4XXError Average > 0.05 | 60 s 5/5 notBreaching warning',
      'latencyHigh | Latency p90 >= 2500 | 60 s 5/5 notBreaching warning',
    ],
  },
  loadBalancers: {
    one: [
      'ownServerErrors | HTTPCode_ELB_5XX_Count Sum > 0 | 60 s 2/3 notBreaching critical',
      'rejectedConnections | RejectedConnectionCount Sum > 0 | 60 s 2/3 notBreaching critical',
      'targetServerErrors:api | HTTPCode_Target_5XX_Count % of RequestCount from 20 > 5 | 60 s 2/3 notBreaching critical',
      'targetServerErrors:web | HTTPCode_Target_5XX_Count % of RequestCount from 20 > 5 | 60 s 2/3 notBreaching critical',
      'unhealthyTargets:api | UnHealthyHostCount Average > 0 | 60 s 2/3 notBreaching critical',
      'unhealthyTargets:web | UnHealthyHostCount Average > 0 | 60 s 2/3 notBreaching critical',
    ],
  },
  functions: {
    one: [
      'errors | Errors % of Invocations from 20 > 5 | 60 s 3/3 notBreaching critical',
      'throttles | Throttles Sum >= 1 | 60 s 5/5 notBreaching critical',
      'durationNearTimeout | Duration p90 > 28500 | 60 s 15/15 notBreaching warning',
      'memoryHigh | memory_utilization Average > 90 | 60 s 10/10 notBreaching warning',
    ],
  },
  ecsServices: {
    one: [
      'cpuHigh | CPUUtilization Average > 80 | 60 s 5/5 breaching warning',
      'memoryHigh | MemoryUtilization Average > 80 | 60 s 5/5 breaching warning',
      'noTasks | RunningTaskCount Average <= 0 | 60 s 5/5 notBreaching critical',
      'serverErrors | IF(total >= 20, 100 * errors / total, 0) > 5 | 60 s 5/5 notBreaching critical',
      'volumeFull | EBSFilesystemUtilization Average > 90 | 60 s 5/5 notBreaching critical',
      'ephemeralStorageHigh | EphemeralStorageUtilized Average > 18 | 60 s 5/5 notBreaching warning',
      'taskCpuHigh | TaskCpuUtilization Average > 80 | 60 s 5/5 notBreaching warning',
      'taskMemoryHigh | TaskMemoryUtilization Average > 80 | 60 s 5/5 notBreaching warning',
      'containerCpuHigh | ContainerCpuUtilization Average > 80 | 60 s 5/5 notBreaching warning',
      'containerMemoryHigh | ContainerMemoryUtilization Average > 80 | 60 s 5/5 notBreaching warning',
      'taskStorageHigh | TaskEphemeralStorageUtilization Average > 80 | 60 s 5/5 notBreaching warning',
    ],
  },
  stateMachines: {
    one: [
      'executionsFailed | ExecutionsFailed Sum > 0 | 60 s 2/3 notBreaching critical',
      'executionsTimedOut | ExecutionsTimedOut Sum > 0 | 60 s 2/3 notBreaching critical',
      'executionsThrottled | ExecutionThrottled Sum > 0 | 60 s 2/3 notBreaching warning',
      'executionsAborted | ExecutionsAborted Sum > 0 | 60 s 2/3 notBreaching warning',
    ],
  },
  tables: {
    one: [
      'readThrottles | ReadThrottleEvents Sum > 0 | 60 s 5/5 notBreaching critical',
      'readThrottles:byCustomer | ReadThrottleEvents Sum > 0 | 60 s 5/5 notBreaching critical',
      'writeThrottles | WriteThrottleEvents Sum > 0 | 60 s 5/5 notBreaching critical',
      'writeThrottles:byCustomer | WriteThrottleEvents Sum > 0 | 60 s 5/5 notBreaching critical',
      'readCapacityHigh | 100 * consumed / 300 / provisioned > 80 | 300 s 2/3 notBreaching warning',
      'readCapacityHigh:byCustomer | 100 * consumed / 300 / provisioned > 80 | 300 s 2/3 notBreaching warning',
      'writeCapacityHigh | 100 * consumed / 300 / provisioned > 80 | 300 s 2/3 notBreaching warning',
      'writeCapacityHigh:byCustomer | 100 * consumed / 300 / provisioned > 80 | 300 s 2/3 notBreaching warning',
      'systemErrors | FILL(getItem, 0) + FILL(query, 0) > 0 | 60 s 3/5 notBreaching critical',
      'replicationDelayed:eu-central-1 | ReplicationLatency Average > 180000 | 60 s 15/15 notBreaching warning',
    ],
  },
  databases: {
    auroraInstance: [
      'cpuHigh | CPUUtilization Average > 90 | 60 s 5/5 breaching warning',
      'readLatencyHigh | ReadLatency p90 > 0.02 | 60 s 5/5 notBreaching warning',
      'writeLatencyHigh | WriteLatency p90 > 0.02 | 60 s 5/5 notBreaching warning',
      'memoryLow | FreeableMemory Average < 858993459 | 60 s 15/15 breaching warning',
      'localStorageLow | FreeLocalStorage Average < 4294967296 | 60 s 5/5 notBreaching warning',
      'cacheHitsLow | BufferCacheHitRatio Average < 80 | 60 s 10/10 notBreaching warning',
      'blockedTransactionsHigh | IF(active > 0, 100 * blocked / active, 0) > 5 | 60 s 5/5 notBreaching warning',
      'undoHistoryLong | RollbackSegmentHistoryListLength Average > 1000000 | 60 s 5/5 breaching warning',
    ],
    cluster: [
      'cpuHigh | CPUUtilization Average > 90 | 60 s 5/5 breaching warning',
      'connectionsHigh | DatabaseConnections Average > 900 | 60 s 5/5 breaching critical',
      'engineDown | EngineUptime Average <= 0 | 60 s 2/2 breaching critical',
      'volumeSpaceLow | AuroraVolumeBytesLeftTotal Average < 14073748835533 | 60 s 5/5 breaching critical',
      'binlogReplicationStopped | AuroraBinlogReplicaLag Average <= -1 | 60 s 2/2 breaching critical',
      'storageNetworkHigh | StorageNetworkThroughput Average > 1000000000 | 60 s 5/5 notBreaching warning',
    ],
    instance: [
      'cpuHigh | CPUUtilization Average > 90 | 60 s 5/5 breaching warning',
      'connectionsHigh | DatabaseConnections Average > 180 | 60 s 5/5 breaching critical',
      'readLatencyHigh | ReadLatency p90 > 0.02 | 60 s 5/5 notBreaching warning',
      'writeLatencyHigh | WriteLatency p90 > 0.02 | 60 s 5/5 notBreaching warning',
      'ebsByteBalanceLow | EBSByteBalance% Average < 10 | 60 s 3/3 notBreaching warning',
      'ebsIoBalanceLow | EBSIOBalance% Average < 10 | 60 s 3/3 notBreaching warning',
      'storageLow | FreeStorageSpace Minimum < 10737418240 | 60 s 5/5 breaching critical',
      'memoryLow | FreeableMemory Average < 4294967296 | 60 s 15/15 breaching warning',
      'loadHigh | DBLoad Average > 4 | 60 s 15/15 notBreaching warning',
      'replicaLagHigh | ReplicaLag Maximum > 60 | 60 s 10/10 breaching warning',
      'transactionIdsHigh | MaximumUsedTransactionIDs Average > 1000000000 | 60 s 1/1 notBreaching critical',
    ],
  },
  caches: {
    memcached: [
      'cpuHigh | CPUUtilization Average > 90 | 60 s 5/5 notBreaching warning',
      'connectionsHigh | CurrConnections Average > 52000 | 60 s 10/10 notBreaching warning',
    ],
    redis: [
      'cpuHigh | CPUUtilization Average > 22.5 | 60 s 5/5 notBreaching warning',
      'engineCpuHigh | EngineCPUUtilization Average > 90 | 60 s 5/5 notBreaching warning',
      'connectionsHigh | CurrConnections Average > 52000 | 60 s 10/10 notBreaching warning',
    ],
  },
  streams: {
    one: [
      'iteratorAgeHigh | GetRecords.IteratorAgeMilliseconds Maximum > 43200000 | 60 s 15/15 breaching critical',
      'consumerDelayHigh:fraud | SubscribeToShardEvent.MillisBehindLatest Average > 43200000 | 60 s 5/5 notBreaching critical',
      'writeThroughputExceeded | WriteProvisionedThroughputExceeded Average > 0.01 | 60 s 5/5 notBreaching critical',
      'readThroughputExceeded | ReadProvisionedThroughputExceeded Average > 0.01 | 60 s 5/5 notBreaching warning',
    ],
  },
  queues: {
    deadLetters: [
      'deadLetters | ApproximateNumberOfMessagesVisible Maximum >= 1 | 60 s 2/3 notBreaching critical',
    ],
    worked: [
      'messagesOld | ApproximateAgeOfOldestMessage Maximum >= 90 | 60 s 15/15 notBreaching critical',
    ],
  },
  topics: {
    one: [
      'deliveryFailures | NumberOfNotificationsFailed Sum > 0 | 60 s 5/5 notBreaching critical',
      'deadLetters | NumberOfNotificationsRedrivenToDlq Sum > 0 | 60 s 5/5 notBreaching critical',
      'lostNotifications | NumberOfNotificationsFailedToRedriveToDlq Sum > 0 | 60 s 5/5 notBreaching critical',
      'invalidAttributes | NumberOfNotificationsFilteredOut-InvalidAttributes Sum > 0 | 60 s 5/5 notBreaching warning',
      'invalidBodies | NumberOfNotificationsFilteredOut-InvalidMessageBody Sum > 0 | 60 s 5/5 notBreaching warning',
    ],
  },
  eventBuses: {
    awsOwn: [
      'failedInvocations:health | FailedInvocations Sum > 0 | 60 s 2/3 notBreaching critical',
      'throttledRules:health | ThrottledRules Sum > 0 | 60 s 2/3 notBreaching critical',
      'lostEvents:health | InvocationsFailedToBeSentToDlq Sum > 0 | 60 s 2/3 notBreaching critical',
    ],
    custom: [
      'failedInvocations:settle | FailedInvocations Sum > 0 | 60 s 2/3 notBreaching critical',
      'throttledRules:settle | ThrottledRules Sum > 0 | 60 s 2/3 notBreaching critical',
      'lostEvents:settle | InvocationsFailedToBeSentToDlq Sum > 0 | 60 s 2/3 notBreaching critical',
    ],
  },
  canaries: {
    one: [
      'successLow | SuccessPercent Average < 90 | 300 s 2/3 breaching critical',
      'durationHigh | Duration Average > 27000 | 300 s 2/3 notBreaching warning',
    ],
  },
} as const;
