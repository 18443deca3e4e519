const attempts = { name: 'PaymentAttempts', statistic: 'Sum' };
const failures = { name: 'PaymentFailures', statistic: 'Sum' };
const inTable = (name: string) => ({ resource: 'tables.payments', name, statistic: 'Sum' });
const ofRule = (rule: string, name: string) => ({ namespace: 'AWS/Events', name, statistic: 'Sum', dimensions: { RuleName: `payments-{env}-${rule}` }, label: rule });
const charges = (more: Readonly<Record<string, string>> = {}) => ({
  // Billing metrics exist in us-east-1 only, a few times a day
  namespace: 'AWS/Billing', name: 'EstimatedCharges', statistic: 'Maximum', region: 'us-east-1', dimensions: { Currency: 'USD', ...more },
});

/** Rows S16–S18, S21 and S24. */
export const dashboards = {
  realTime: {
    dashboardName: 'payments-{env}-real-time',
    periodSeconds: 60,
    start: '-PT3H',
    widgets: {
      alarms: { type: 'alarmStatus', title: 'Alarms', x: 0, y: 0, width: 24, height: 4 },
      apiLatency: {
        title: 'API latency (ms)', x: 0, y: 4, width: 8, height: 6, yMin: 0,
        series: {
          p50: { resource: 'apis.payments', name: 'Latency', statistic: 'p50', label: 'p50' },
          p95: { resource: 'apis.payments', name: 'Latency', statistic: 'p95', label: 'p95' },
          p99: { resource: 'apis.payments', name: 'Latency', statistic: 'p99', label: 'p99' },
        },
      },
      apiErrors: {
        title: 'API errors (%)', x: 8, y: 4, width: 8, height: 6, yMin: 0,
        lines: { limit: { value: 1, label: '1 %', color: '#ff0000' } },
        series: {
          clientFraction: { resource: 'apis.payments', name: '4XXError', statistic: 'Average', visible: false },
          serverFraction: { resource: 'apis.payments', name: '5XXError', statistic: 'Average', visible: false },
          client: { expression: '100 * clientFraction', label: '4XX' },
          server: { expression: '100 * serverFraction', label: '5XX' },
          requests: { resource: 'apis.payments', name: 'Count', statistic: 'SampleCount', label: 'Requests', axis: 'right' },
        },
      },
      lambdaDuration: {
        title: 'Lambda duration (ms)', x: 16, y: 4, width: 8, height: 6, yMin: 0,
        series: {
          average: { resource: 'functions.processor', name: 'Duration', statistic: 'Average', label: 'Average' },
          p95: { resource: 'functions.processor', name: 'Duration', statistic: 'p95', label: 'p95' },
          errors: { resource: 'functions.processor', name: 'Errors', statistic: 'Sum', label: 'Errors', axis: 'right' },
        },
      },
      lambdaMemory: {
        title: 'Lambda memory (%)', x: 0, y: 10, width: 8, height: 6, yMin: 0, yMax: 100,
        series: { memory: { resource: 'functions.processor', namespace: 'LambdaInsights', name: 'memory_utilization', statistic: 'Maximum', label: 'Memory' } },
      },
      tableCapacity: {
        title: 'DynamoDB capacity (units a second)', x: 8, y: 10, width: 8, height: 6, yMin: 0,
        series: {
          reads: { ...inTable('ConsumedReadCapacityUnits'), visible: false },
          writes: { ...inTable('ConsumedWriteCapacityUnits'), visible: false },
          readRate: { expression: 'reads / PERIOD(reads)', label: 'Read' },
          writeRate: { expression: 'writes / PERIOD(writes)', label: 'Write' },
        },
      },
      tableUse: {
        title: 'DynamoDB capacity used (%), provisioned tables', x: 16, y: 10, width: 8, height: 6, yMin: 0,
        lines: { limit: { value: 80, label: '80 %', color: '#ff9900' } },
        series: {
          reads: { ...inTable('ConsumedReadCapacityUnits'), visible: false },
          writes: { ...inTable('ConsumedWriteCapacityUnits'), visible: false },
          readCapacity: { ...inTable('ProvisionedReadCapacityUnits'), statistic: 'Average', visible: false },
          writeCapacity: { ...inTable('ProvisionedWriteCapacityUnits'), statistic: 'Average', visible: false },
          // an on-demand table has no provisioned capacity, and no line
          readUse: { expression: '100 * reads / PERIOD(reads) / readCapacity', label: 'Read' },
          writeUse: { expression: '100 * writes / PERIOD(writes) / writeCapacity', label: 'Write' },
        },
      },
      traces: {
        title: 'Traces', x: 0, y: 16, width: 8, height: 6, yMin: 0,
        series: {
          all: { namespace: 'AWS/X-Ray', name: 'ApproximateTraceCount', statistic: 'Sum', dimensions: { GroupName: 'ServerlessPayments-{env}' }, label: 'All' },
          faults: { namespace: 'AWS/X-Ray', name: 'ApproximateTraceCount', statistic: 'Sum', dimensions: { GroupName: 'ServerlessFaults-{env}' }, label: 'Errors and faults' },
        },
      },
      events: {
        title: 'Events matched', x: 8, y: 16, width: 8, height: 6, yMin: 0,
        series: { alarmStates: ofRule('alarm-states', 'MatchedEvents'), health: ofRule('aws-health', 'MatchedEvents') },
      },
      eventsFailed: {
        title: 'Events not delivered', x: 16, y: 16, width: 8, height: 6, yMin: 0,
        series: { alarmStates: ofRule('alarm-states', 'FailedInvocations'), health: ofRule('aws-health', 'FailedInvocations') },
      },
      serviceMap: {
        type: 'text', x: 0, y: 22, width: 24, height: 2,
        markdown: 'What calls what: [trace map](#xray:service-map/map) · [traces of payments](#xray:traces/query). In the filter choose the group ServerlessPayments or ServerlessFaults of the environment.',
      },
      recentEvents: {
        type: 'log', title: 'Alarm and system events', x: 0, y: 24, width: 24, height: 6, groups: ['events'],
        query: `fields time, \`detail-type\`, source, detail.alarmName, detail.state.value, detail.eventTypeCode
| sort time desc
| limit 20`,
      },
    },
  },

  transactions: {
    dashboardName: 'payments-{env}-transactions',
    periodSeconds: 300,
    start: '-PT12H',
    widgets: {
      rates: {
        title: 'Success and failure (%)', x: 0, y: 0, width: 12, height: 6, yMin: 0, yMax: 100,
        lines: { limit: { value: 5, label: 'Failures above 5 % alarm', color: '#ff0000' } },
        series: {
          attempts: { ...attempts, visible: false },
          failures: { ...failures, visible: false },
          success: { expression: 'IF(attempts > 0, 100 * (attempts - FILL(failures, 0)) / attempts)', label: 'Success' },
          failure: { expression: 'IF(attempts > 0, 100 * FILL(failures, 0) / attempts)', label: 'Failure' },
        },
      },
      volume: {
        title: 'Payments', x: 12, y: 0, width: 12, height: 6, yMin: 0,
        series: { attempts: { ...attempts, label: 'Attempts' }, failures: { ...failures, label: 'Failures' } },
      },
      amount: {
        title: 'Amount by currency', x: 0, y: 6, width: 12, height: 6, yMin: 0,
        series: { amount: { search: "SEARCH('{ServerlessPayments/{env},Currency} MetricName=\"PaymentAmount\"', 'Sum')", label: 'Amount' } },
      },
      time: {
        title: 'Processing time (ms)', x: 12, y: 6, width: 12, height: 6, yMin: 0,
        series: {
          p50: { name: 'ProcessingTime', statistic: 'p50', label: 'p50' },
          p95: { name: 'ProcessingTime', statistic: 'p95', label: 'p95' },
          p99: { name: 'ProcessingTime', statistic: 'p99', label: 'p99' },
        },
      },
      byProvider: {
        title: 'Failures by provider', x: 0, y: 12, width: 12, height: 6, yMin: 0,
        series: { failures: { search: "SEARCH('{ServerlessPayments/{env},Provider} MetricName=\"PaymentFailures\"', 'Sum')", label: 'Failures' } },
      },
      recentFailures: {
        type: 'log', title: 'Recent failed payments', x: 12, y: 12, width: 12, height: 6, groups: ['application'],
        query: `fields @timestamp, payment_id, provider, error_type, amount, currency
| filter event_type = "PAYMENT_COMPLETED" and status = "FAILED" and synthetic = 0
| sort @timestamp desc
| limit 20`,
      },
    },
  },

  cost: {
    dashboardName: 'payments-{env}-cost',
    periodSeconds: 21_600,
    start: '-P30D',
    widgets: {
      total: { type: 'singleValue', title: 'Charges of this month (USD)', x: 0, y: 0, width: 6, height: 6, series: { total: { ...charges(), label: 'Account' } } },
      services: {
        title: 'Charges of this month by service (USD)', x: 6, y: 0, width: 18, height: 6, yMin: 0,
        series: {
          cloudWatch: { ...charges({ ServiceName: 'AmazonCloudWatch' }), label: 'CloudWatch' },
          lambda: { ...charges({ ServiceName: 'AWSLambda' }), label: 'Lambda' },
          apiGateway: { ...charges({ ServiceName: 'AmazonApiGateway' }), label: 'API Gateway' },
          dynamoDb: { ...charges({ ServiceName: 'AmazonDynamoDB' }), label: 'DynamoDB' },
          xRay: { ...charges({ ServiceName: 'AWSXRay' }), label: 'X-Ray' },
        },
      },
      logVolume: {
        title: 'Log volume by log group (bytes)', x: 0, y: 6, width: 12, height: 6, yMin: 0,
        series: { groups: { search: "SEARCH('{AWS/Logs,LogGroupName} MetricName=\"IncomingBytes\"', 'Sum')", label: 'Logs' } },
      },
      requests: {
        title: 'What is billed by use', x: 12, y: 6, width: 12, height: 6, yMin: 0,
        series: {
          calls: { resource: 'functions.processor', name: 'Invocations', statistic: 'Sum', label: 'Lambda calls' },
          requests: { resource: 'apis.payments', name: 'Count', statistic: 'SampleCount', label: 'API requests' },
        },
      },
    },
  },
} as const;
