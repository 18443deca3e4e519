import { findSignal, type ResourceKind, type ResourceTypes, signalSets, type WantedSignal } from '@payment-observability/catalog';
import type { Config, Metric as MetricConfig } from '@payment-observability/config';
import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import { LimitError } from './limit-error';

/** Which metric is meant: CloudWatch keeps every combination of these three apart. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Namespace and whole dimension set of a metric that stands at `path` of the config. */
export function identify(config: Config, { name, namespace, dimensions, resource }: MetricConfig, path: string): MetricIdentity {
  if (resource !== undefined) return resourceSignal(config, resource, { name, namespace, dimensions }, path);
  const ownNamespace = namespace ?? config.metrics?.namespace;
  if (ownNamespace === undefined) throw new LimitError(`${path}.namespace`, 'required, since there is no metrics.namespace');
  return { namespace: ownNamespace, metricName: name, dimensions: dimensions ?? {} };
}

/** The same text for the same metric, whatever the order of its dimensions. */
export function identityKey({ namespace, metricName, dimensions }: MetricIdentity): string {
  const pairs = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return [namespace, metricName, ...pairs.sort()].join(' ');
}

/** A CDK metric; without a unit, since an alarm with a unit ignores data published with another. */
export function toMetric({ namespace, metricName, dimensions }: MetricIdentity, options: Omit<MetricProps, 'namespace' | 'metricName' | 'unit'>): Metric {
  return new Metric({ namespace, metricName, ...(Object.keys(dimensions).length > 0 && { dimensionsMap: { ...dimensions } }), ...options });
}

function resourceSignal(config: Config, resource: string, wanted: WantedSignal, path: string): MetricIdentity {
  const [kind = '', id = ''] = resource.split('.');
  const listed = (config.resources as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined)?.[kind]?.[id];
  if (listed === undefined) throw new LimitError(`${path}.resource`, `no resource ${resource} below resources`);
  return identifySignal(kind as ResourceKind, listed as ResourceTypes[ResourceKind], wanted, `${path}.name`);
}

/** A metric of a resource, with the whole set of dimensions that receives data. */
export function identifySignal<K extends ResourceKind>(kind: K, resource: ResourceTypes[K], wanted: WantedSignal, path: string): MetricIdentity {
  const found = findSignal(signalSets(kind, resource), wanted);
  if (found.problem !== undefined) throw new LimitError(path, found.message);
  return { namespace: found.namespace, metricName: wanted.name, dimensions: found.dimensions };
}
