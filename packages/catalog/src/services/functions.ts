import { type Listed, type Service } from '../service';

export interface FunctionResource extends Listed {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly lambdaInsights: boolean;
}

export const functions: Service<FunctionResource> = {
  title: 'Lambda',
  noun: 'function',
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
      ceiling: ({ timeoutSeconds }) => ({ value: timeoutSeconds * 1000, why: `the timeout of ${timeoutSeconds} s, which no invocation exceeds` }),
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
