import { serviceOf } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { AlarmStatusWidget, Dashboard, GRID_WIDTH, GraphWidget, PeriodOverride, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AlarmSet } from '../alarms/alarm-set';
import { resourceEntries, type ResourceEntry } from '../alarms/resource-entries';
import { identifySignal, toMetric } from '../metric-identity';
import { markSource } from '../source';
import { regionalDashboardName } from './dashboard-name';
import { FixedLayout } from './fixed-layout';

export interface ResourceDashboardProps {
  readonly config: Config;
  /** The alarms of the same stack, whose states are shown. */
  readonly alarms: AlarmSet;
  /** Only the resources of this shard. @default all */
  readonly shard?: number;
}

const PATH = 'resources.dashboard';
const ROW_HEIGHT = 5;
const GRAPH_WIDTH = 18;

/**
 * The dashboard with a row for each listed resource: a graph of what the catalog shows of its kind, and the state of its alarms.
 * Kinds stand in the order of the catalog and resources in that of their ids. There is none without the section resources.
 */
export class ResourceDashboard extends Construct {
  constructor(scope: Construct, id: string, { config, alarms, shard }: ResourceDashboardProps) {
    super(scope, id);
    const settings = config.resources?.dashboard;
    if (!settings || settings.enabled === false) return;
    const rows = resourceEntries(config, shard).flatMap((entry, index) => toRow(entry, index * ROW_HEIGHT, alarms, Duration.seconds(settings.periodSeconds)));
    if (rows.length === 0) return;
    markSource(this, 'resources', PATH);
    const { start } = settings;
    new Dashboard(this, 'Dashboard', { dashboardName: nameOf(config, settings.dashboardName, shard), start, periodOverride: PeriodOverride.INHERIT, widgets: [[new FixedLayout(rows)]] });
  }
}

function nameOf(config: Config, ownName: string | undefined, shard: number | undefined): string {
  const base = ownName ?? `${config.name}-${config.environment.name}-resources`;
  const ofShard = shard === undefined ? base : `${base}-${String(shard).padStart(2, '0')}`;
  return regionalDashboardName(config, ofShard, PATH);
}

function toRow(entry: ResourceEntry, y: number, alarms: AlarmSet, period: Duration): IWidget[] {
  const states = alarms.alarmsOf(entry.path);
  const width = states.length > 0 ? GRAPH_WIDTH : GRID_WIDTH;
  const graph = new GraphWidget({ title: titleOf(entry), width, height: ROW_HEIGHT, period, ...seriesOf(entry, period) });
  graph.position(0, y);
  if (states.length === 0) return [graph];
  const status = new AlarmStatusWidget({ title: 'Alarms', width: GRID_WIDTH - width, height: ROW_HEIGHT, alarms: [...states] });
  status.position(width, y);
  return [graph, status];
}

const titleOf = ({ kind, id }: ResourceEntry) => `${serviceOf(kind).title} ${id}`;

function seriesOf({ kind, resource, path }: ResourceEntry, period: Duration) {
  const signals = serviceOf(kind).dashboard(resource);
  const onAxis = (wanted: 'left' | 'right') =>
    signals.filter(({ axis }) => axis === wanted).map((signal) => toMetric(identifySignal(kind, resource, signal, path), { statistic: signal.statistic, label: signal.label, period }));
  return { left: onAxis('left'), right: onAxis('right') };
}
