import { LIMITS } from '@payment-observability/catalog';
import type { Config, Dashboard as DashboardConfig, Widget } from '@payment-observability/config';
import { Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmSet } from '../alarms/alarm-set';
import { LimitError } from '../limit-error';
import type { LogGroups } from '../logs/log-groups';
import { partitionOf } from '../partition';
import { markSource } from '../source';
import { hasCrossRegionStack } from '../stack-plan';
import { FixedLayout } from './fixed-layout';
import { toWidget } from './widgets';

export interface DashboardSetProps {
  readonly config: Config;
  /** Make the dashboards over all Regions, or the others. Where the environment has one Region, the others are all. */
  readonly crossRegion: boolean;
  readonly logs: LogGroups | undefined;
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

  /** Page of the dashboard `dashboards.<id>` in the console of the stack's Region; undefined when there is none. */
  public dashboardUrl(id: string): string | undefined {
    const { dashboards, environment } = this.#props.config;
    const name = dashboards[id]?.dashboardName;
    if (name === undefined) return undefined;
    const { region } = environment;
    return `https://${region}.console.${partitionOf(region).consoleDomain}/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
  }

  #create(id: string, { dashboardName, start, periodSeconds, widgets }: DashboardConfig): void {
    const path = `dashboards.${id}`;
    checkLimits(path, widgets);
    const entry = new Construct(this, id);
    markSource(entry, 'dashboards', path);
    const placed = inReadingOrder(widgets).map(([widgetId, widget]) => toWidget(widget, { ...this.#props, path: `${path}.widgets.${widgetId}`, periodSeconds }));
    new Dashboard(entry, 'Dashboard', { dashboardName, start, periodOverride: PeriodOverride.INHERIT, widgets: [[new FixedLayout(placed)]] });
  }
}

function checkLimits(path: string, widgets: DashboardConfig['widgets']): void {
  const series = Object.values(widgets).flatMap((widget) => Object.keys(widget.series)).length;
  const counts = [
    { count: Object.keys(widgets).length, limit: LIMITS.dashboardWidgets.limit, what: 'widgets' },
    { count: series, limit: LIMITS.dashboardMetrics.limit, what: 'series' },
  ];
  for (const { count, limit, what } of counts) if (count > limit) throw new LimitError(`${path}.widgets`, `${count} ${what}, a dashboard has at most ${limit}`);
}

function inReadingOrder(widgets: DashboardConfig['widgets']): [string, Widget][] {
  return Object.entries(widgets).sort(([a, left], [b, right]) => left.y - right.y || left.x - right.x || (a < b ? -1 : 1));
}
