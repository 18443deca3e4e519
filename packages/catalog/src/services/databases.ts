import { recommendation } from '../alarm-recommendations';
import { type AlarmEntry, type Listed, type Place, type Service, WHOLE } from '../service';

export interface DatabaseResource extends Listed {
  readonly type: 'instance' | 'cluster';
  /** Of an instance, also of one in an Aurora cluster. */
  readonly instanceId?: string | undefined;
  /** Of an Aurora cluster. */
  readonly clusterId?: string | undefined;
  readonly engine?: 'mysql' | 'mariadb' | 'postgres' | 'oracle' | 'sqlserver' | 'db2' | 'aurora-mysql' | 'aurora-postgresql' | undefined;
  readonly maxConnections?: number | undefined;
  readonly memoryGiB?: number | undefined;
  readonly vcpus?: number | undefined;
  readonly allocatedStorageGiB?: number | undefined;
  /** Aurora: the temporary storage of the instance class. */
  readonly localStorageGiB?: number | undefined;
  /** Aurora MySQL: what the cluster volume may grow to. */
  readonly volumeLimitGiB?: number | undefined;
  /** Aurora: of the instance class. */
  readonly networkBytesPerSecond?: number | undefined;
  readonly readReplica: boolean;
  /** Aurora MySQL: the cluster replicates by binary log from another database. */
  readonly binlogReplica: boolean;
}

type Entry = AlarmEntry<DatabaseResource>;

const GIB = 1024 ** 3;
const isAurora = ({ engine }: DatabaseResource) => engine?.startsWith('aurora-') ?? false;
const isCluster = ({ type }: DatabaseResource) => type === 'cluster';
/** A row of instances, for those that `has` it. */
const ofInstance = (id: string, has: (database: DatabaseResource) => boolean = () => true) => (database: DatabaseResource) => (!isCluster(database) && has(database) ? id : undefined);
const ofCluster = (id: string, has: (database: DatabaseResource) => boolean = () => true) => (database: DatabaseResource) => (isCluster(database) && has(database) ? id : undefined);
const share = (part: number, of: number | undefined) => (of === undefined ? undefined : Math.round(part * of));
/** An instance itself; of a cluster its writer, which is the one that payments wait for. */
const writer = (database: DatabaseResource): readonly Place[] => [isCluster(database) ? { dimensions: { Role: 'WRITER' } } : WHOLE];

const SERVER = [
  'CPUCreditBalance', 'CPUUtilization', 'DBLoad', 'DatabaseConnections', 'FreeLocalStorage', 'FreeableMemory', 'MaximumUsedTransactionIDs',
  'NetworkReceiveThroughput', 'NetworkTransmitThroughput', 'ReadIOPS', 'ReadLatency', 'ReadThroughput', 'SwapUsage', 'WriteIOPS', 'WriteLatency', 'WriteThroughput',
];
const RDS_ONLY = ['BurstBalance', 'DiskQueueDepth', 'EBSByteBalance%', 'EBSIOBalance%', 'FreeStorageSpace', 'ReplicaLag'];
const AURORA_ONLY = [
  'ActiveTransactions', 'AuroraReplicaLag', 'BlockedTransactions', 'BufferCacheHitRatio', 'CommitLatency', 'CommitThroughput', 'Deadlocks', 'EngineUptime', 'Queries',
  'RollbackSegmentHistoryListLength', 'StorageNetworkThroughput',
];
const BY_ROLE = [...SERVER, ...AURORA_ONLY, 'AuroraBinlogReplicaLag'];

const both: readonly Entry[] = [
  {
    id: 'cpuHigh',
    title: 'high CPU use',
    description: 'The database runs out of CPU.',
    severity: 'warning',
    row: () => 'rds-cpuutilization-dbinstanceidentifier',
    places: writer,
  },
  {
    id: 'connectionsHigh',
    title: 'many connections',
    description: 'The database runs out of connections.',
    severity: 'critical',
    row: () => 'rds-databaseconnections-dbinstanceidentifier',
    places: writer,
    threshold: ({ maxConnections }) => share(0.9, maxConnections),
    ceiling: ({ maxConnections }) => (maxConnections === undefined ? undefined : { value: maxConnections, why: 'maxConnections' }),
  },
];

const instances: readonly Entry[] = [
  {
    id: 'readLatencyHigh',
    title: 'slow reads',
    description: 'The slowest tenth of the disk reads takes too long.',
    severity: 'warning',
    row: ofInstance('rds-readlatency-dbinstanceidentifier'),
    threshold: () => 0.02,
    missingData: 'notBreaching',
  },
  {
    id: 'writeLatencyHigh',
    title: 'slow writes',
    description: 'The slowest tenth of the disk writes takes too long.',
    severity: 'warning',
    row: ofInstance('rds-writelatency-dbinstanceidentifier'),
    threshold: () => 0.02,
    missingData: 'notBreaching',
  },
  {
    id: 'ebsByteBalanceLow',
    title: 'low EBS throughput credits',
    description: 'The EBS throughput credits run out.',
    severity: 'warning',
    row: ofInstance('rds-ebsbytebalance-dbinstanceidentifier', (database) => !isAurora(database)),
    missingData: 'notBreaching',
  },
  {
    id: 'ebsIoBalanceLow',
    title: 'low EBS I/O credits',
    description: 'The EBS I/O credits run out.',
    severity: 'warning',
    row: ofInstance('rds-ebsiobalance-dbinstanceidentifier', (database) => !isAurora(database)),
    missingData: 'notBreaching',
  },
  {
    id: 'storageLow',
    title: 'low storage',
    description: 'The database runs out of storage.',
    severity: 'critical',
    row: ofInstance('rds-freestoragespace-dbinstanceidentifier', (database) => !isAurora(database)),
    threshold: ({ allocatedStorageGiB }) => share(0.1 * GIB, allocatedStorageGiB),
  },
  {
    id: 'memoryLow',
    title: 'low memory',
    description: 'The database runs out of memory.',
    severity: 'warning',
    row: ofInstance('rds-freeablememory-dbinstanceidentifier'),
    threshold: (database) => share((isAurora(database) ? 0.05 : 0.25) * GIB, database.memoryGiB),
  },
  {
    id: 'loadHigh',
    title: 'high load',
    description: 'More sessions are active than the instance has virtual CPUs.',
    severity: 'warning',
    row: ofInstance('rds-dbload-dbinstanceidentifier'),
    threshold: ({ vcpus }) => vcpus,
    missingData: 'notBreaching',
  },
  {
    id: 'replicaLagHigh',
    title: 'lag of the replica',
    description: 'The read replica lags behind.',
    severity: 'warning',
    row: ofInstance('rds-replicalag-dbinstanceidentifier', (database) => database.readReplica && !isAurora(database)),
  },
  {
    id: 'transactionIdsHigh',
    title: 'old transaction ids',
    description: 'Vacuum lags behind: PostgreSQL stops writing when it runs out of transaction ids.',
    severity: 'critical',
    row: ofInstance('rds-maximumusedtransactionids-dbinstanceidentifier', ({ engine }) => engine === 'postgres' || engine === 'aurora-postgresql'),
    missingData: 'notBreaching',
  },
  {
    id: 'localStorageLow',
    title: 'low local storage',
    description: 'The instance runs out of temporary storage.',
    severity: 'warning',
    row: ofInstance('rds-freelocalstorage-dbinstanceidentifier', isAurora),
    threshold: ({ localStorageGiB }) => share(0.1 * GIB, localStorageGiB),
    missingData: 'notBreaching',
  },
  {
    id: 'cacheHitsLow',
    title: 'few cache hits',
    description: 'The buffer cache is too small for what is read.',
    severity: 'warning',
    row: ofInstance('aurora-buffercachehitratio-dbinstanceidentifier', isAurora),
    missingData: 'notBreaching',
  },
  {
    id: 'blockedTransactionsHigh',
    title: 'blocked transactions',
    description: 'Too many of the active transactions wait for a lock.',
    severity: 'warning',
    // AWS: 5 % of the active transactions
    row: (database) => (!isCluster(database) && database.engine === 'aurora-mysql' ? { ...recommendation('aurora-blockedtransactions-dbinstanceidentifier'), unit: 'Percent', threshold: 5 } : undefined),
    math: {
      terms: () => ({ active: { name: 'ActiveTransactions', statistic: 'Average' }, blocked: { name: 'BlockedTransactions', statistic: 'Average' } }),
      watched: ['blocked'],
      expression: () => 'IF(active > 0, 100 * blocked / active, 0)',
    },
  },
  {
    id: 'undoHistoryLong',
    title: 'long undo history',
    description: 'A long transaction keeps old row versions, which slows every read.',
    severity: 'warning',
    row: ofInstance('aurora-rollbacksegmenthistorylistlength-dbinstanceidentifier', ({ engine }) => engine === 'aurora-mysql'),
  },
];

const clusters: readonly Entry[] = [
  {
    id: 'engineDown',
    title: 'writer is down',
    description: 'The writer of the cluster does not run.',
    severity: 'critical',
    row: ofCluster('aurora-engineuptime-dbclusteridentifier-role'),
    places: writer,
  },
  {
    id: 'volumeSpaceLow',
    title: 'low volume space',
    description: 'The cluster volume comes near its limit.',
    severity: 'critical',
    row: ofCluster('aurora-auroravolumebyteslefttotal-dbclusteridentifier', ({ engine }) => engine === 'aurora-mysql'),
    threshold: ({ volumeLimitGiB }) => share(0.1 * GIB, volumeLimitGiB),
  },
  {
    id: 'binlogReplicationStopped',
    title: 'replication stopped',
    description: 'Replication by binary log has stopped.',
    severity: 'critical',
    row: ofCluster('aurora-aurorabinlogreplicalag-dbclusteridentifier-role', ({ binlogReplica }) => binlogReplica),
    places: writer,
  },
  {
    id: 'storageNetworkHigh',
    title: 'high storage traffic',
    description: 'Traffic to the storage comes near the bandwidth of the instance.',
    severity: 'warning',
    row: ofCluster('aurora-storagenetworkthroughput-dbclusteridentifier-role'),
    places: writer,
    threshold: ({ networkBytesPerSecond }) => share(0.8, networkBytesPerSecond),
    missingData: 'notBreaching',
  },
];

export const databases: Service<DatabaseResource> = {
  title: 'RDS',
  noun: 'database',
  signals: (database) => {
    const { instanceId = '', clusterId = '' } = database;
    if (!isCluster(database)) return [{ namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: instanceId }, names: [...SERVER, ...(isAurora(database) ? AURORA_ONLY : RDS_ONLY)] }];
    const byRole = ['WRITER', 'READER'].map((Role) => ({ namespace: 'AWS/RDS', dimensions: { DBClusterIdentifier: clusterId, Role }, names: BY_ROLE }));
    return [{ namespace: 'AWS/RDS', dimensions: { DBClusterIdentifier: clusterId }, names: [...BY_ROLE, 'AuroraVolumeBytesLeftTotal', 'VolumeBytesUsed', 'VolumeReadIOPs', 'VolumeWriteIOPs'] }, ...byRole];
  },
  alarms: [...both, ...instances, ...clusters],
  dashboard: (database) => {
    const [{ dimensions } = WHOLE] = writer(database);
    return [
      { name: 'CPUUtilization', dimensions, statistic: 'Average', label: 'CPU %', axis: 'left' },
      { name: 'DatabaseConnections', dimensions, statistic: 'Average', label: 'Connections', axis: 'left' },
      { name: 'ReadLatency', dimensions, statistic: 'p90', label: 'Read latency p90 (s)', axis: 'right' },
      { name: 'WriteLatency', dimensions, statistic: 'p90', label: 'Write latency p90 (s)', axis: 'right' },
    ];
  },
};
