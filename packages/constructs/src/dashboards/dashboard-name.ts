import { LIMITS } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { LimitError } from '../limit-error';
import { hasCrossRegionStack } from '../stack-plan';

/** Id of the dashboard that people are sent to. */
export const MAIN_DASHBOARD = 'overview';

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

/** Name of the dashboard of its Region that an alert leads to: the main one, else the first by its id; undefined when there is none. */
export function mainDashboardName(config: Config): string | undefined {
  const apart = hasCrossRegionStack(config);
  const here = Object.keys(config.dashboards).filter((id) => !(apart && config.dashboards[id]?.crossRegion));
  const id = here.includes(MAIN_DASHBOARD) ? MAIN_DASHBOARD : here.sort()[0];
  const dashboard = id === undefined ? undefined : config.dashboards[id];
  if (!dashboard) return undefined;
  return dashboard.crossRegion ? dashboard.dashboardName : regionalDashboardName(config, dashboard.dashboardName, `dashboards.${id}`);
}
