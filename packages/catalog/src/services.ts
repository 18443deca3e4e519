import { type Service } from './service';
import { apis } from './services/apis';
import { caches } from './services/caches';
import { canaries } from './services/canaries';
import { databases } from './services/databases';
import { ecsServices } from './services/ecs-services';
import { eventBuses } from './services/event-buses';
import { functions } from './services/functions';
import { loadBalancers } from './services/load-balancers';
import { queues } from './services/queues';
import { stateMachines } from './services/state-machines';
import { streams } from './services/streams';
import { tables } from './services/tables';
import { topics } from './services/topics';

/**
 * What is known of each kind of resource: dimensions, signals, recommended alarms, dashboard row, in the order of the dashboard.
 * Alarms, dashboards and the checks of the config all read it; a new service is a file in `services` and an entry here.
 * `canaries` are the checks of the section canaries; every other kind is a key of the section resources.
 */
export const SERVICES = { apis, loadBalancers, functions, ecsServices, stateMachines, tables, databases, caches, streams, queues, topics, eventBuses, canaries } as const;

export type ResourceKind = keyof typeof SERVICES;

/** The kinds, and what is known of one resource of each. */
export type ResourceTypes = { readonly [K in ResourceKind]: (typeof SERVICES)[K] extends Service<infer R> ? R : never };

/** The kinds that the section resources lists. */
export type ListedKind = Exclude<ResourceKind, 'canaries'>;

export const RESOURCE_KINDS = Object.keys(SERVICES) as readonly ResourceKind[];

/** The service of a kind, with the type that goes with it. */
export function serviceOf<K extends ResourceKind>(kind: K): Service<ResourceTypes[K]> {
  return SERVICES[kind] as unknown as Service<ResourceTypes[K]>;
}
