import type { Config } from '@payment-observability/config';
import { LimitError } from './limit-error';

/** EventBridge sources whose events exist in one Region only: those of global services (aws-facts: IAM). */
export const REGION_OF_SOURCE: Readonly<Record<string, string>> = Object.fromEntries(
  ['aws.iam', 'aws.organizations', 'aws.cloudfront', 'aws.route53'].map((source) => [source, 'us-east-1']),
);

/** Of a stack's name (CloudFormation). */
const MAX_STACK_NAME = 128;

/**
 * What a stack holds: a Region's sections, the audit rules bound to a Region the environment is not in, one shard of the alarms and
 * dashboard rows of resources, or the dashboards over all Regions.
 */
export type StackRole = 'region' | 'audit' | 'resources' | 'dashboards';

/** One stack of an environment. */
export interface PlannedStack {
  /** Stable identity within the environment: `home`, a Region, `resources-03`, `eu-west-1-resources-03`, `dashboards`. */
  readonly id: string;
  readonly stackName: string;
  readonly region: string;
  readonly role: StackRole;
  /** Whether it is in the first Region of the environment, which holds what exists once for all of them. */
  readonly primary: boolean;
  /** The config, filled in for the Region. */
  readonly config: Config;
  /** Ids of the audit rules that belong into this stack. */
  readonly auditRules: readonly string[];
  /** Of a stack for resources, from 0. */
  readonly shard?: number;
}

/**
 * The stacks of one environment, in the order in which they are deployed: what others name first. Shards come in the order of their
 * numbers, so that after a doubling an alarm leaves its old stack before the new one creates it.
 */
export function planStacks(config: Config): readonly PlannedStack[] {
  const configs = [config, ...config.elsewhere];
  const base = `${config.name}-${config.environment.name}`;
  const plan = (id: string, of: Config, role: StackRole, more: Partial<PlannedStack> = {}): PlannedStack => ({
    id,
    stackName: id === 'home' ? base : `${base}-${id}`,
    region: of.environment.region,
    role,
    primary: of === config,
    config: of,
    auditRules: [],
    ...more,
  });
  const idOf = (of: Config) => (of === config ? 'home' : of.environment.region);
  const regional = configs.map((of) => plan(idOf(of), of, 'region', { auditRules: rulesIn(of, of.environment.region) }));
  const elsewhere = boundRegions(config)
    .filter((region) => !config.environment.regions.includes(region))
    .map((region) => plan(region, config, 'audit', { region, primary: false, auditRules: rulesIn(config, region, false) }));
  const shards = configs.flatMap((of) =>
    shardsOf(of).map((shard) => plan([...(of === config ? [] : [of.environment.region]), 'resources', String(shard).padStart(2, '0')].join('-'), of, 'resources', { shard })),
  );
  const plans = [...regional, ...elsewhere, ...shards, ...(hasCrossRegionStack(config) ? [plan('dashboards', config, 'dashboards')] : [])];
  for (const { stackName } of plans)
    if (stackName.length > MAX_STACK_NAME)
      throw new LimitError(`environments.${config.environment.name}`, `stack ${stackName} would have a name of ${stackName.length} characters, CloudFormation takes ${MAX_STACK_NAME}; shorten the name of the environment`);
  return plans;
}

/** Whether the dashboards over all Regions have a stack of their own. */
export function hasCrossRegionStack({ environment, dashboards }: Config): boolean {
  return environment.regions.length > 1 && Object.values(dashboards).some(({ crossRegion }) => crossRegion);
}

function rulesIn(config: Config, region: string, unbound = true): string[] {
  return Object.entries(config.audit?.rules ?? {}).flatMap(([id, { source }]) => {
    const bound = REGION_OF_SOURCE[source];
    return bound === region || (bound === undefined && unbound) ? [id] : [];
  });
}

function boundRegions(config: Config): string[] {
  return [...new Set(Object.values(config.audit?.rules ?? {}).flatMap(({ source }) => REGION_OF_SOURCE[source] ?? []))];
}

function shardsOf({ resources }: Config): number[] {
  const count = resources?.shards ?? 1;
  return count === 1 ? [] : Array.from({ length: count }, (_, shard) => shard);
}
