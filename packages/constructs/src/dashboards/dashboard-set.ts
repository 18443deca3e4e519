import type { Config, Dashboard as DashboardConfig, Widget } from '@payment-observability/config';
import { Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmSet } from '../alarms/alarm-set';
import { partitionOf } from '../partition';
import { markSource } from '../source';
import { hasCrossRegionStack } from '../stack-plan';
import { regionalDashboardName } from './dashboard-name';
import { dashboardVariables } from './dashboard-variables';
import { inEachRegion, seriesInEachRegion } from './each-region';
import { FixedLayout } from './fixed-layout';
import { type PlacedWidget, toWidget } from './widgets';

export interface DashboardSetProps {
  readonly config: Config;
  /** Make the dashboards over all Regions, or the others. Where the environment has one Region, the others are all. */
  readonly crossRegion: boolean;
  /** Undefined where no alarm of the stack can be shown. */
  readonly alarms: AlarmSet | undefined;
}

/** The dashboards of the config, widget by widget, each where the config places it. */
export class DashboardSet extends Construct {
  readonly #props: DashboardSetProps;

  constructor(scope: Construct, id: string, props: DashboardSetProps) {
    super(scope, id);
    this.#props = props;
    for (const dashboardId of this.dashboardIds) this.#create(dashboardId, props.config.dashboards[dashboardId]!);
  }

  /** Ids of the section `dashboards`. */
  public get dashboardIds(): readonly string[] {
    const { config, crossRegion } = this.#props;
    const apart = hasCrossRegionStack(config);
    return Object.entries(config.dashboards).flatMap(([id, dashboard]) => ((apart && dashboard.crossRegion) === crossRegion ? [id] : []));
  }

  /** Name of the dashboard `dashboards.<id>`; undefined when there is none. */
  public dashboardName(id: string): string | undefined {
    const { config } = this.#props;
    const dashboard = config.dashboards[id];
    if (dashboard === undefined) return undefined;
    return dashboard.crossRegion ? dashboard.dashboardName : regionalDashboardName(config, dashboard.dashboardName, `dashboards.${id}`);
  }

  /** Page of the dashboard `dashboards.<id>` in the console of the stack's Region; undefined when there is none. */
  public dashboardUrl(id: string): string | undefined {
    const name = this.dashboardName(id);
    if (name === undefined) return undefined;
    const { region } = this.#props.config.environment;
    return `https://${region}.console.${partitionOf(region).consoleDomain}/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
  }

  #create(id: string, dashboard: DashboardConfig): void {
    const { config, alarms } = this.#props;
    const { start, periodSeconds } = dashboard;
    const path = `dashboards.${id}`;
    const dashboardName = this.dashboardName(id);
    const variables = dashboardVariables(dashboard, config);
    const entry = new Construct(this, id);
    markSource(entry, 'dashboards', path);
    const widgets = placedWidgets(config, id, dashboard).map((widget) => toWidget(widget, { alarms, periodSeconds }));
    new Dashboard(entry, 'Dashboard', {
      ...(dashboardName !== undefined && { dashboardName }),
      start,
      periodOverride: PeriodOverride.INHERIT,
      ...(variables.length > 0 && { variables }),
      widgets: [[new FixedLayout(widgets)]],
    });
  }
}

/** The widgets in reading order, with what is shown for each Region written out. */
function placedWidgets(config: Config, id: string, { widgets }: DashboardConfig): PlacedWidget[] {
  return inReadingOrder(widgets).flatMap(([widgetId, widget]) => {
    const path = `dashboards.${id}.widgets.${widgetId}`;
    const sameIn = (other: Config) => other.dashboards[id]?.widgets[widgetId] ?? widget;
    return inEachRegion(widget, sameIn, config, path).map((one) => ({ ...one, path, series: seriesInEachRegion(one.shown, sameIn, one.config, path) }));
  });
}

function inReadingOrder(widgets: DashboardConfig['widgets']): [string, Widget][] {
  return Object.entries(widgets).sort(([a, left], [b, right]) => left.y - right.y || left.x - right.x || (a < b ? -1 : 1));
}
