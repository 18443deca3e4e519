import { recommendedAlarms, SERVICES, type RecommendedAlarm, type ResourceKind, type ResourceTypes } from '@payment-observability/catalog';
import type { Config, RecommendedAlarmOverride } from '@payment-observability/config';
import { identityKey, type MetricIdentity } from '../metric-identity';
import type { MetricAlarmSpec, Signal } from './alarm-spec';
import { ownMetricAlarm } from './own-alarm';
import { shardOf } from './shard';

interface RecommendedSpec {
  /** Stable id below the construct of the recommended alarms. */
  readonly id: string;
  /** Kind and id of the resource. */
  readonly resource: readonly [ResourceKind, string];
  readonly spec: MetricAlarmSpec;
}

/** Fields that every kind of resource has. */
interface Listed {
  readonly owner?: string | undefined;
  readonly alarms: Readonly<Record<string, RecommendedAlarmOverride>>;
}

/**
 * The alarms the catalog recommends for the listed resources, with the changes of the config. Left out are those that were switched
 * off, and those on a metric that one of the team's own alarms watches already. With a shard only those of its resources; without,
 * none when the resources are spread over stacks.
 */
export function recommendedAlarmSpecs(config: Config, shard: number | undefined): readonly RecommendedSpec[] {
  const shards = config.resources?.shards ?? 1;
  if (shard === undefined && shards > 1) return [];
  const watched = watchedMetrics(config);
  const removed = new Set(config.removals.map(({ path }) => path));
  const { apis = {}, functions = {}, databases = {} } = config.resources ?? {};
  // before any alarm is made: a config of thousands of resources is gone through once for each shard
  const ofShard = <R>(kind: ResourceKind, listed: Readonly<Record<string, R>>) => (shard === undefined ? listed : Object.fromEntries(Object.entries(listed).filter(([id]) => shardOf(kind, id, shards) === shard)));
  return [...specsOfKind(config, 'apis', ofShard('apis', apis)), ...specsOfKind(config, 'functions', ofShard('functions', functions)), ...specsOfKind(config, 'databases', ofShard('databases', databases))]
    .filter(({ spec }) => !removed.has(spec.path) && !watched.has(identityKey(alarmedMetric(spec.signal))));
}

/** Identity keys of the metrics that the team's own alarms watch. */
function watchedMetrics(config: Config): ReadonlySet<string> {
  const metricAlarms = Object.entries(config.alarms).filter(([, { when }]) => when === undefined);
  return new Set(metricAlarms.map(([id, alarm]) => identityKey(alarmedMetric(ownMetricAlarm(config, id, alarm).signal))));
}

/** The metric whose rise an alarm reports. */
export function alarmedMetric(signal: Signal): MetricIdentity {
  return signal.kind === 'rate' ? signal.errors : signal.metric;
}

function specsOfKind<K extends ResourceKind>(config: Config, kind: K, resources: Readonly<Record<string, ResourceTypes[K] & Listed>>): RecommendedSpec[] {
  return Object.entries(resources).flatMap(([id, resource]) => specsOf(config, kind, id, resource));
}

function specsOf<K extends ResourceKind>(config: Config, kind: K, resourceId: string, resource: ResourceTypes[K] & Listed): RecommendedSpec[] {
  return recommendedAlarms(kind, resource).map((recommended) => ({
    id: `${kind}-${resourceId}-${recommended.id}`,
    resource: [kind, resourceId],
    spec: {
      path: `resources.${kind}.${resourceId}.alarms.${recommended.id}`,
      notice: {
        alarmName: recommendedAlarmName(config, kind, resourceId, recommended.id),
        text: `${SERVICES[kind].title} ${resourceId}: ${recommended.description}`,
        severity: recommended.severity,
        recovered: recommended.severity,
        runbook: resource.alarms[recommended.id]?.runbook,
        tags: { Component: SERVICES[kind].title, ...(resource.owner !== undefined && { Owner: resource.owner }) },
        silent: undefined,
        suppressedBy: undefined,
      },
      signal: signalOf(recommended),
      periodSeconds: recommended.periodSeconds,
      evaluationPeriods: recommended.evaluationPeriods,
      datapointsToAlarm: recommended.datapointsToAlarm,
      missingData: recommended.missingData,
    },
  }));
}

/** `<system>-<environment>-function-<resource id>-<alarm id>`: a change here replaces every recommended alarm. */
function recommendedAlarmName({ name, environment }: Config, kind: ResourceKind, resourceId: string, alarmId: string): string {
  return [name, environment.name, kind.replace(/s$/, ''), resourceId, alarmId].join('-');
}

function signalOf(alarm: RecommendedAlarm): Signal {
  const { namespace, dimensions, threshold } = alarm;
  if (alarm.rate) {
    const metric = (metricName: string): MetricIdentity => ({ namespace, metricName, dimensions });
    return { kind: 'rate', errors: metric(alarm.rate.errors), total: metric(alarm.rate.total), minimumSamples: alarm.rate.minimumSamples, thresholdPercent: threshold };
  }
  return { kind: 'threshold', metric: { namespace, metricName: alarm.metric, dimensions }, statistic: alarm.statistic, comparison: alarm.comparison, threshold };
}
