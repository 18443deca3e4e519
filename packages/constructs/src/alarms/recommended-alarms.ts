import { recommendedAlarms, serviceOf, type RecommendedAlarm } from '@payment-observability/catalog';
import type { Config, SectionName } from '@payment-observability/config';
import { identityKey, type MetricIdentity } from '../metric-identity';
import type { MetricAlarmSpec, Signal } from './alarm-spec';
import { ownMetricAlarm } from './own-alarm';
import { resourceEntries, type ResourceEntry } from './resource-entries';

export interface RecommendedSpec {
  /** Stable id below the construct of the recommended alarms. */
  readonly id: string;
  readonly section: SectionName;
  /** The resource it is for. */
  readonly resourcePath: string;
  readonly spec: MetricAlarmSpec;
}

/**
 * The alarms the catalog recommends for the listed resources and canaries, with the changes of the config. Left out are those that
 * were switched off, and those on a metric that one of the team's own alarms watches already. With a shard only those of its
 * resources; without, none when the resources are spread over stacks.
 */
export function recommendedAlarmSpecs(config: Config, shard: number | undefined): readonly RecommendedSpec[] {
  const watched = watchedMetrics(config);
  const removed = new Set(config.removals.map(({ path }) => path));
  const isWatched = (signal: Signal) => alarmedMetrics(signal).every((metric) => watched.has(identityKey(metric)));
  return resourceEntries(config, shard)
    .flatMap((entry) => specsOf(config, entry))
    .filter(({ spec }) => !removed.has(spec.path) && !isWatched(spec.signal));
}

/** Identity keys of the metrics that the team's own alarms watch. */
function watchedMetrics(config: Config): ReadonlySet<string> {
  const metricAlarms = Object.entries(config.alarms).filter(([, { when }]) => when === undefined);
  return new Set(metricAlarms.flatMap(([id, alarm]) => alarmedMetrics(ownMetricAlarm(config, id, alarm).signal).map(identityKey)));
}

/** The metrics whose rise an alarm reports. */
export function alarmedMetrics(signal: Signal): readonly MetricIdentity[] {
  if (signal.kind === 'rate') return [signal.errors];
  if (signal.kind !== 'math') return [signal.metric];
  return Object.entries(signal.terms).flatMap(([variable, { metric }]) => (signal.watched.includes(variable) ? [metric] : []));
}

function specsOf(config: Config, entry: ResourceEntry): RecommendedSpec[] {
  const { kind, id, resource, section, path } = entry;
  const { title } = serviceOf(kind);
  return recommendedAlarms(kind, resource).map((recommended) => {
    const part = recommended.part === undefined ? [] : [recommended.part];
    return {
      id: [kind, id, recommended.id, ...part].join('-'),
      section,
      resourcePath: path,
      spec: {
        path: `${path}.alarms.${recommended.id}`,
        notice: {
          alarmName: recommendedAlarmName(config, entry, recommended),
          text: `${title} ${[id, ...part].join(' ')}: ${recommended.description}`,
          severity: recommended.severity,
          recovered: recommended.severity,
          runbook: resource.alarms[recommended.id]?.runbook,
          tags: { Component: title, ...(resource.owner !== undefined && { Owner: resource.owner }) },
          silent: undefined,
          alarmActionArns: [],
          suppressedBy: undefined,
        },
        signal: signalOf(recommended),
        periodSeconds: recommended.periodSeconds,
        evaluationPeriods: recommended.evaluationPeriods,
        datapointsToAlarm: recommended.datapointsToAlarm,
        missingData: recommended.missingData,
      },
    };
  });
}

/** `<system>-<environment>-function-<resource id>-<alarm id>[-<part>]`: a change here replaces every recommended alarm. */
function recommendedAlarmName({ name, environment }: Config, { kind, id }: ResourceEntry, alarm: RecommendedAlarm): string {
  return [name, environment.name, serviceOf(kind).noun, id, alarm.id, ...(alarm.part === undefined ? [] : [alarm.part])].join('-');
}

function signalOf(alarm: RecommendedAlarm): Signal {
  const { namespace, comparison, threshold } = alarm;
  if (alarm.math) {
    const { expression, watched } = alarm.math;
    const terms = Object.entries(alarm.math.terms).map(([variable, { name, statistic, dimensions }]) => [variable, { metric: { namespace, metricName: name, dimensions }, statistic }] as const);
    return { kind: 'math', expression, terms: Object.fromEntries(terms), watched, comparison, threshold };
  }
  const metric = (metricName: string): MetricIdentity => ({ namespace, metricName, dimensions: alarm.dimensions });
  if (alarm.rate) return { kind: 'rate', errors: metric(alarm.rate.errors), total: metric(alarm.rate.total), minimumSamples: alarm.rate.minimumSamples, thresholdPercent: threshold };
  return { kind: 'threshold', metric: metric(alarm.metric), statistic: alarm.statistic, comparison, threshold };
}
