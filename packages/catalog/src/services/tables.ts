import { type AlarmRecommendation } from '../alarm-recommendations';
import { type AlarmEntry, type Listed, type Place, parts, type Service, WHOLE } from '../service';

export interface TableResource extends Listed {
  readonly tableName: string;
  readonly capacityMode: 'provisioned' | 'onDemand';
  /** Global secondary indexes by id. */
  readonly indexes: Readonly<Record<string, { readonly indexName: string }>>;
  /** The operations that its callers use. */
  readonly operations: readonly string[];
  /** The other Regions of a global table. */
  readonly replicaRegions: readonly string[];
}

const NAMESPACE = 'AWS/DynamoDB';
const CAPACITY = ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'ProvisionedReadCapacityUnits', 'ProvisionedWriteCapacityUnits', 'ReadThrottleEvents', 'WriteThrottleEvents'];

const tableAndIndexes = ({ indexes }: TableResource): readonly Place[] => [WHOLE, ...parts(indexes, ({ indexName }) => ({ GlobalSecondaryIndexName: indexName }))];

/** Provisioned capacity is published every five minutes, consumed capacity as a sum over the period. */
const capacityRow = (direction: 'Read' | 'Write'): AlarmRecommendation => ({
  id: `project-dynamodb-${direction.toLowerCase()}-capacity-use`,
  service: 'DynamoDB',
  namespace: NAMESPACE,
  metric: `Consumed${direction}CapacityUnits`,
  unit: 'Percent',
  statistic: 'Sum',
  period: 300,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  comparison: 'GreaterThanThreshold',
  threshold: 80,
  treatMissingData: 'notBreaching',
  dimensions: [{ name: 'TableName' }],
  source: 'project',
});

const capacityHigh = (direction: 'Read' | 'Write'): AlarmEntry<TableResource> => ({
  id: `${direction.toLowerCase()}CapacityHigh`,
  title: `high ${direction.toLowerCase()} capacity use`,
  description: `Nearly all of the provisioned ${direction.toLowerCase()} capacity is used.`,
  severity: 'warning',
  row: ({ capacityMode }) => (capacityMode === 'provisioned' ? capacityRow(direction) : undefined),
  places: tableAndIndexes,
  // provisioned capacity is published every five minutes
  minimumPeriodSeconds: () => 300,
  math: {
    terms: () => ({
      consumed: { name: `Consumed${direction}CapacityUnits`, statistic: 'Sum' },
      provisioned: { name: `Provisioned${direction}CapacityUnits`, statistic: 'Maximum' },
    }),
    watched: ['consumed'],
    expression: (_, periodSeconds) => `100 * consumed / ${periodSeconds} / provisioned`,
  },
});

const throttles = (direction: 'Read' | 'Write'): AlarmEntry<TableResource> => ({
  id: `${direction.toLowerCase()}Throttles`,
  title: `throttled ${direction.toLowerCase()}s`,
  description: `${direction}s are throttled.`,
  severity: 'critical',
  row: (_, { part }) => `dynamodb-${direction.toLowerCase()}throttleevents-tablename${part === undefined ? '' : '-globalsecondaryindexname'}`,
  places: tableAndIndexes,
  threshold: () => 0,
});

const inOrder = (names: readonly string[]) => [...new Set(names)].sort();

export const tables: Service<TableResource> = {
  title: 'DynamoDB',
  noun: 'table',
  signals: (table) => [
    { namespace: NAMESPACE, dimensions: { TableName: table.tableName }, names: [...CAPACITY, 'ConditionalCheckFailedRequests', 'TransactionConflict'] },
    ...tableAndIndexes(table)
      .filter(({ part }) => part !== undefined)
      .map(({ dimensions }) => ({ namespace: NAMESPACE, dimensions: { TableName: table.tableName, ...dimensions }, names: CAPACITY })),
    // AWS's row on SystemErrors names TableName alone, which nothing is published with
    ...inOrder(table.operations).map((Operation) => ({
      namespace: NAMESPACE,
      dimensions: { TableName: table.tableName, Operation },
      names: ['SuccessfulRequestLatency', 'SystemErrors', 'ThrottledRequests'],
    })),
    ...inOrder(table.replicaRegions).map((ReceivingRegion) => ({ namespace: NAMESPACE, dimensions: { TableName: table.tableName, ReceivingRegion }, names: ['ReplicationLatency'] })),
  ],
  alarms: [
    throttles('Read'),
    throttles('Write'),
    capacityHigh('Read'),
    capacityHigh('Write'),
    {
      id: 'systemErrors',
      title: 'errors of DynamoDB',
      description: 'DynamoDB itself fails to answer.',
      severity: 'critical',
      row: ({ operations }) => (operations.length > 0 ? 'dynamodb-systemerrors-tablename' : undefined),
      threshold: () => 0,
      // the newest point is a filled 0 while its data is late: all of 15 periods would never be above it
      evaluation: { evaluationPeriods: 5, datapointsToAlarm: 3 },
      math: {
        terms: ({ operations }) => Object.fromEntries(inOrder(operations).map((Operation) => [Operation.charAt(0).toLowerCase() + Operation.slice(1), { name: 'SystemErrors', statistic: 'Sum', dimensions: { Operation } }])),
        // published only where an operation failed: a plain sum would be empty as long as one of them did not
        expression: (variables) => variables.map((variable) => `FILL(${variable}, 0)`).join(' + '),
      },
    },
    {
      id: 'latencyHigh',
      title: 'high latency',
      description: 'The slowest requests take too long.',
      severity: 'warning',
      row: () => 'dynamodb-successfulrequestlatency-tablename-operation',
      places: ({ operations }) => inOrder(operations).map((Operation) => ({ part: Operation, dimensions: { Operation } })),
      statistic: 'p99',
      missingData: 'notBreaching',
    },
    {
      id: 'replicationDelayed',
      title: 'delayed replication',
      description: 'Another Region of the global table lags behind.',
      severity: 'warning',
      row: () => 'dynamodb-replicationlatency-tablename-receivingregion',
      places: ({ replicaRegions }) => inOrder(replicaRegions).map((ReceivingRegion) => ({ part: ReceivingRegion, dimensions: { ReceivingRegion } })),
      threshold: () => 180_000,
      missingData: 'notBreaching',
    },
  ],
  dashboard: () => [
    { name: 'ConsumedReadCapacityUnits', statistic: 'Sum', label: 'Read units', axis: 'left' },
    { name: 'ConsumedWriteCapacityUnits', statistic: 'Sum', label: 'Write units', axis: 'left' },
    { name: 'ReadThrottleEvents', statistic: 'Sum', label: 'Throttled reads', axis: 'right' },
    { name: 'WriteThrottleEvents', statistic: 'Sum', label: 'Throttled writes', axis: 'right' },
  ],
};
