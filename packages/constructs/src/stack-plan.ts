import type { Config } from '@payment-observability/config';

/** EventBridge sources whose events exist in one Region only (aws-facts: IAM is a global service). */
export const REGION_OF_SOURCE: Readonly<Record<string, string>> = { 'aws.iam': 'us-east-1' };

/** One stack of an environment: `home` holds everything but what is bound to another Region. */
export interface PlannedStack {
  /** Stable identity within the environment: `home`, or the Region that the stack exists for. */
  readonly id: string;
  readonly stackName: string;
  readonly region: string;
  /** Ids of the audit rules that belong into this stack. */
  readonly auditRules: readonly string[];
}

/** The stacks of one environment, in the order in which they are deployed. */
export function planStacks(config: Config): readonly PlannedStack[] {
  const home = config.environment.region;
  const rules = Object.entries(config.audit?.rules ?? {}).map(([id, { source }]) => ({ id, region: REGION_OF_SOURCE[source] ?? home }));
  const regions = [home, ...new Set(rules.map(({ region }) => region).filter((region) => region !== home))];
  const base = `${config.name}-${config.environment.name}`;
  return regions.map((region) => ({
    id: region === home ? 'home' : region,
    stackName: region === home ? base : `${base}-${region}`,
    region,
    auditRules: rules.filter((rule) => rule.region === region).map(({ id }) => id),
  }));
}
