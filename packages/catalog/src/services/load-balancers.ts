import { type Listed, parts, type Place, type Service } from '../service';

export interface LoadBalancerResource extends Listed {
  /** The end of its ARN: `app/payments/50dc6c495c0c9188`. */
  readonly loadBalancer: string;
  /** The ends of their ARNs: `targetgroup/payments/73e2d6bc24d8a067`. */
  readonly targetGroups: Readonly<Record<string, { readonly targetGroup: string }>>;
}

const NAMESPACE = 'AWS/ApplicationELB';
const TARGET_COUNTS = ['HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count', 'HTTPCode_Target_4XX_Count', 'HTTPCode_Target_5XX_Count', 'RequestCount', 'TargetConnectionErrorCount', 'TargetResponseTime'];

const targetGroupsOf = ({ targetGroups }: LoadBalancerResource): readonly Place[] => parts(targetGroups, ({ targetGroup }) => ({ TargetGroup: targetGroup }));

export const loadBalancers: Service<LoadBalancerResource> = {
  title: 'Application Load Balancer',
  noun: 'load-balancer',
  signals: (resource) => [
    {
      namespace: NAMESPACE,
      dimensions: { LoadBalancer: resource.loadBalancer },
      names: [...TARGET_COUNTS, 'ActiveConnectionCount', 'ClientTLSNegotiationErrorCount', 'ConsumedLCUs', 'HTTPCode_ELB_4XX_Count', 'HTTPCode_ELB_5XX_Count', 'NewConnectionCount', 'ProcessedBytes', 'RejectedConnectionCount'],
    },
    ...targetGroupsOf(resource).map(({ dimensions }) => ({
      namespace: NAMESPACE,
      dimensions: { ...dimensions, LoadBalancer: resource.loadBalancer },
      names: [...TARGET_COUNTS, 'HealthyHostCount', 'RequestCountPerTarget', 'UnHealthyHostCount'],
    })),
  ],
  alarms: [
    {
      id: 'ownServerErrors',
      title: 'errors of the load balancer',
      description: 'The load balancer answers with an error of its own, usually since no target does.',
      severity: 'critical',
      // a count, since requests that reach no target are missing in RequestCount: a rate would be empty in a full outage
      row: () => 'alb-httpcode-elb-5xx-count-loadbalancer',
    },
    {
      id: 'rejectedConnections',
      title: 'rejected connections',
      description: 'The load balancer has no connection left.',
      severity: 'critical',
      row: () => 'alb-rejectedconnectioncount-loadbalancer',
    },
    {
      id: 'targetServerErrors',
      title: 'server errors of the targets',
      description: 'Too many requests end in a server error of the targets.',
      severity: 'critical',
      row: () => 'alb-httpcode-target-5xx-count-targetgroup-loadbalancer',
      places: targetGroupsOf,
      rate: { total: 'RequestCount', minimumSamples: 20, thresholdPercent: 5 },
    },
    {
      id: 'unhealthyTargets',
      title: 'unhealthy targets',
      description: 'Targets fail their health check.',
      severity: 'critical',
      row: () => 'alb-unhealthyhostcount-targetgroup-loadbalancer',
      places: targetGroupsOf,
    },
    {
      id: 'responseTimeHigh',
      title: 'slow targets',
      description: 'The slowest requests take longer than they may.',
      severity: 'warning',
      row: () => 'alb-targetresponsetime-targetgroup-loadbalancer',
      places: targetGroupsOf,
    },
  ],
  dashboard: () => [
    { name: 'RequestCount', statistic: 'Sum', label: 'Requests', axis: 'left' },
    { name: 'HTTPCode_ELB_5XX_Count', statistic: 'Sum', label: 'Errors of its own', axis: 'left' },
    { name: 'HTTPCode_Target_5XX_Count', statistic: 'Sum', label: 'Errors of targets', axis: 'left' },
    { name: 'TargetResponseTime', statistic: 'p99', label: 'Response time p99 (s)', axis: 'right' },
  ],
};
