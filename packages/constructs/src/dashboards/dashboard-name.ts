import { LIMITS } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { LimitError } from '../limit-error';

/**
 * The name of a dashboard that stands in each Region of the environment. Names of dashboards are unique in an account, over all of its
 * Regions: outside of the primary one the Region is added, unless the name has it.
 */
export function regionalDashboardName({ environment }: Config, dashboardName: string, path: string): string {
  const { region, regions } = environment;
  const name = region === regions[0] || dashboardName.includes(region) ? dashboardName : `${dashboardName}-${region}`;
  const { limit } = LIMITS.dashboardName;
  if (name.length > limit) throw new LimitError(`${path}.dashboardName`, `${name} has ${name.length} characters, the name of a dashboard at most ${limit}`);
  return name;
}
