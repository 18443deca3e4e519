import { type Listed, type Service } from '../service';

export interface CacheResource extends Listed {
  /** One node group member, for example payments-001. */
  readonly cacheClusterId: string;
  readonly cacheNodeId: string;
  readonly engine: 'redis' | 'valkey' | 'memcached';
  readonly vcpus?: number | undefined;
  readonly readReplica: boolean;
}

/** A node refuses more. */
const MAX_CONNECTIONS = 65_000;

const NODE = ['BytesUsedForCache', 'CPUUtilization', 'CurrConnections', 'CurrItems', 'Evictions', 'FreeableMemory', 'NetworkBytesIn', 'NetworkBytesOut', 'NewConnections', 'Reclaimed', 'SwapUsage'];
const REDIS = ['CacheHitRate', 'CacheHits', 'CacheMisses', 'DatabaseMemoryUsagePercentage', 'EngineCPUUtilization', 'ReplicationLag'];
const isRedis = ({ engine }: CacheResource) => engine !== 'memcached';

export const caches: Service<CacheResource> = {
  title: 'ElastiCache',
  noun: 'cache',
  signals: (cache) => {
    const { cacheClusterId, cacheNodeId } = cache;
    const names = [...NODE, ...(isRedis(cache) ? REDIS : [])];
    return [
      { namespace: 'AWS/ElastiCache', dimensions: { CacheClusterId: cacheClusterId }, names },
      { namespace: 'AWS/ElastiCache', dimensions: { CacheClusterId: cacheClusterId, CacheNodeId: cacheNodeId }, names },
    ];
  },
  alarms: [
    {
      id: 'cpuHigh',
      title: 'high CPU use',
      description: 'The node runs out of CPU.',
      severity: 'warning',
      row: () => 'elasticache-cpuutilization-cacheclusterid-cachenodeid',
      places: ({ cacheNodeId }) => [{ dimensions: { CacheNodeId: cacheNodeId } }],
      // Redis and Valkey serve from one core
      threshold: (cache) => (isRedis(cache) ? cache.vcpus && 90 / cache.vcpus : 90),
      missingData: 'notBreaching',
    },
    {
      id: 'engineCpuHigh',
      title: 'high engine CPU use',
      description: 'The core that serves requests is busy.',
      severity: 'warning',
      row: (cache) => (isRedis(cache) ? 'elasticache-enginecpuutilization-cacheclusterid' : undefined),
      missingData: 'notBreaching',
    },
    {
      id: 'connectionsHigh',
      title: 'many connections',
      description: 'The node runs out of connections.',
      severity: 'warning',
      row: () => 'elasticache-currconnections-cacheclusterid-cachenodeid',
      places: ({ cacheNodeId }) => [{ dimensions: { CacheNodeId: cacheNodeId } }],
      threshold: () => 0.8 * MAX_CONNECTIONS,
      ceiling: () => ({ value: MAX_CONNECTIONS, why: 'what a node holds at most' }),
      missingData: 'notBreaching',
    },
    {
      id: 'memoryHigh',
      title: 'high memory use',
      description: 'The cache is nearly full, and evicts what is still needed.',
      severity: 'warning',
      row: (cache) => (isRedis(cache) ? 'elasticache-databasememoryusagepercentage-cacheclusterid' : undefined),
      missingData: 'notBreaching',
    },
    {
      id: 'replicationLagHigh',
      title: 'lag of the replica',
      description: 'Readers see data that is too old.',
      severity: 'warning',
      row: (cache) => (isRedis(cache) && cache.readReplica ? 'elasticache-replicationlag-cacheclusterid' : undefined),
      missingData: 'notBreaching',
    },
  ],
  dashboard: (cache) => [
    { name: isRedis(cache) ? 'EngineCPUUtilization' : 'CPUUtilization', statistic: 'Average', label: 'CPU %', axis: 'left' },
    ...(isRedis(cache) ? [{ name: 'DatabaseMemoryUsagePercentage', statistic: 'Average', label: 'Memory %', axis: 'left' as const }] : []),
    { name: 'CurrConnections', statistic: 'Average', label: 'Connections', axis: 'right' },
    { name: 'Evictions', statistic: 'Sum', label: 'Evictions', axis: 'right' },
  ],
};
