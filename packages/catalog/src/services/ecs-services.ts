import { recommendation } from '../alarm-recommendations';
import { type AlarmEntry, type Listed, type Service } from '../service';

export interface EcsServiceResource extends Listed {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly containerInsights: 'none' | 'standard' | 'enhanced';
  /** Its name in Service Connect, which counts the requests that come in through it. */
  readonly discoveryName?: string | undefined;
  /** Its tasks have EBS volumes. */
  readonly ebsVolume: boolean;
  readonly ephemeralStorageGiB?: number | undefined;
}

const INSIGHTS = 'ecs-container-insights';
const BY_SERVICE = 'clustername-servicename';

/** Use of tasks or containers, in percent, which enhanced Container Insights measures. */
const enhanced = (id: string, title: string, description: string, metric: string): AlarmEntry<EcsServiceResource> => ({
  id, title, description, severity: 'warning', row: ({ containerInsights }) => (containerInsights === 'enhanced' ? `${INSIGHTS}-${metric}-${BY_SERVICE}` : undefined),
});

const STANDARD = ['CpuReserved', 'CpuUtilized', 'DeploymentCount', 'DesiredTaskCount', 'EphemeralStorageReserved', 'EphemeralStorageUtilized', 'MemoryReserved', 'MemoryUtilized', 'NetworkRxBytes', 'NetworkTxBytes', 'PendingTaskCount', 'RunningTaskCount', 'StorageReadBytes', 'StorageWriteBytes', 'TaskSetCount'];
const ENHANCED = ['ContainerCpuUtilization', 'ContainerMemoryUtilization', 'RestartCount', 'TaskCpuUtilization', 'TaskEphemeralStorageUtilization', 'TaskMemoryUtilization', 'UnHealthyContainerHealthStatus'];
/** Service Connect reports by the name it finds a service by, never by cluster and service alone, whatever AWS's recommended rows say (Amazon ECS CloudWatch metrics). */
const connectSets = (name: string) => [
  { namespace: 'AWS/ECS', dimensions: { DiscoveryName: name }, names: ['ActiveConnectionCount', 'NewConnectionCount', 'RequestCount'] },
  { namespace: 'AWS/ECS', dimensions: { TargetDiscoveryName: name }, names: ['HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count', 'HTTPCode_Target_4XX_Count', 'HTTPCode_Target_5XX_Count', 'TargetResponseTime'] },
];

export const ecsServices: Service<EcsServiceResource> = {
  title: 'ECS',
  noun: 'ecs-service',
  signals: ({ clusterName, serviceName, containerInsights, discoveryName, ebsVolume }) => {
    const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
    return [
      { namespace: 'AWS/ECS', dimensions, names: ['CPUUtilization', 'MemoryUtilization', ...(ebsVolume ? ['EBSFilesystemUtilization'] : [])] },
      ...(discoveryName === undefined ? [] : connectSets(discoveryName)),
      ...(containerInsights === 'none' ? [] : [{ namespace: 'ECS/ContainerInsights', dimensions, names: [...STANDARD, ...(containerInsights === 'enhanced' ? ENHANCED : [])] }]),
    ];
  },
  alarms: [
    { id: 'cpuHigh', title: 'high CPU use', description: 'The service runs out of CPU.', severity: 'warning', row: () => `ecs-cpuutilization-${BY_SERVICE}` },
    { id: 'memoryHigh', title: 'high memory use', description: 'The service runs out of memory.', severity: 'warning', row: () => `ecs-memoryutilization-${BY_SERVICE}` },
    {
      id: 'noTasks',
      title: 'no running task',
      description: 'No task of the service runs.',
      severity: 'critical',
      row: ({ containerInsights }) => (containerInsights === 'none' ? undefined : `${INSIGHTS}-runningtaskcount-${BY_SERVICE}`),
    },
    {
      id: 'serverErrors',
      title: 'server errors',
      description: 'Too many requests end in a server error.',
      severity: 'critical',
      row: ({ discoveryName }) => (discoveryName === undefined ? undefined : { ...recommendation(`ecs-httpcode-target-5xx-count-${BY_SERVICE}`), unit: 'Percent', threshold: 5 }),
      // no rate: the two counts have different dimensions
      math: {
        terms: () => ({ errors: { name: 'HTTPCode_Target_5XX_Count', statistic: 'Sum' }, total: { name: 'RequestCount', statistic: 'Sum' } }),
        watched: ['errors'],
        expression: () => 'IF(total >= 20, 100 * errors / total, 0)',
      },
    },
    {
      id: 'responseTimeHigh',
      title: 'slow answers',
      description: 'The slowest requests take longer than they may.',
      severity: 'warning',
      row: ({ discoveryName }) => (discoveryName === undefined ? undefined : `ecs-targetresponsetime-${BY_SERVICE}`),
      statistic: 'p99',
      missingData: 'notBreaching',
    },
    {
      id: 'volumeFull',
      title: 'full volume',
      description: 'The EBS volumes of the tasks fill up.',
      severity: 'critical',
      row: ({ ebsVolume }) => (ebsVolume ? `ecs-ebsfilesystemutilization-${BY_SERVICE}` : undefined),
      missingData: 'notBreaching',
    },
    {
      id: 'ephemeralStorageHigh',
      title: 'full ephemeral storage',
      description: 'The ephemeral storage of the tasks fills up.',
      severity: 'warning',
      row: ({ containerInsights }) => (containerInsights === 'none' ? undefined : `${INSIGHTS}-ephemeralstorageutilized-${BY_SERVICE}`),
      // AWS's 90 is in gigabytes, more than most tasks have
      threshold: ({ ephemeralStorageGiB }) => (ephemeralStorageGiB === undefined ? undefined : 0.9 * ephemeralStorageGiB),
      ceiling: ({ ephemeralStorageGiB }) => (ephemeralStorageGiB === undefined ? undefined : { value: ephemeralStorageGiB, why: 'ephemeralStorageGiB' }),
    },
    enhanced('taskCpuHigh', 'high CPU use of a task', 'A task runs out of CPU.', 'taskcpuutilization'),
    enhanced('taskMemoryHigh', 'high memory use of a task', 'A task runs out of memory.', 'taskmemoryutilization'),
    enhanced('containerCpuHigh', 'high CPU use of a container', 'A container runs out of CPU.', 'containercpuutilization'),
    enhanced('containerMemoryHigh', 'high memory use of a container', 'A container runs out of memory.', 'containermemoryutilization'),
    enhanced('taskStorageHigh', 'full ephemeral storage of a task', 'A task runs out of ephemeral storage.', 'taskephemeralstorageutilization'),
  ],
  dashboard: ({ containerInsights, discoveryName }) => [
    { name: 'CPUUtilization', statistic: 'Average', label: 'CPU %', axis: 'left' },
    { name: 'MemoryUtilization', statistic: 'Average', label: 'Memory %', axis: 'left' },
    ...(containerInsights === 'none' ? [] : [{ name: 'RunningTaskCount', statistic: 'Average', label: 'Running tasks', axis: 'right' as const }]),
    ...(discoveryName === undefined ? [] : [{ name: 'HTTPCode_Target_5XX_Count', statistic: 'Sum', label: 'Server errors', axis: 'right' as const }]),
  ],
};
