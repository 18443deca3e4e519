import { type ListedKind, serviceOf } from '@payment-observability/catalog';
import type { Config, Resources } from '@payment-observability/config';
import type { ListedResource } from '@payment-observability/review';

/** The field that names a resource of each kind in the dimensions of its metrics; of several the first that is there. */
const NAME_FIELDS: { readonly [K in ListedKind]: readonly (keyof Resources[K][string])[] } = {
  apis: ['apiName', 'apiId'],
  loadBalancers: ['loadBalancer'],
  functions: ['functionName'],
  ecsServices: ['serviceName'],
  stateMachines: ['stateMachineArn'],
  tables: ['tableName'],
  databases: ['clusterId', 'instanceId'],
  caches: ['cacheClusterId'],
  streams: ['streamName'],
  queues: ['queueName'],
  topics: ['topicName'],
  eventBuses: ['busName'],
};

/** Everything that a config lists below `resources`, for the review to say what no alarm watches. */
export function listedResources({ resources }: Config): readonly ListedResource[] {
  if (!resources) return [];
  return (Object.keys(NAME_FIELDS) as ListedKind[]).flatMap((kind) =>
    Object.entries<Readonly<Record<string, unknown>>>(resources[kind]).map(([id, fields]): ListedResource => {
      const name = NAME_FIELDS[kind].map((field) => fields[field]).find((value) => typeof value === 'string');
      const noun = serviceOf(kind).noun.replaceAll('-', ' ');
      return { path: `resources.${kind}.${id}`, what: `${noun} ${name ?? id}`, ...(name !== undefined && { name }) };
    }),
  );
}
