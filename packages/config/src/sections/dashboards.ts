import { z } from 'zod';
import { metric } from './alarms';
import { collection, entry, line, periodSeconds, positive, refTo } from './fields';

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'a Region such as eu-west-1' });

const series = entry({
  ...metric.shape,
  name: line.max(255).optional(),
  statistic: z.string().optional().meta({ description: 'Sum, Average, p99, …' }),
  region: region.optional().meta({ description: 'Region of the metric; that of the widget when absent' }),
  eachRegion: z.boolean().default(false).meta({ description: 'One line for each Region of the environment' }),
  expression: z.string().max(2048).optional().meta({ description: 'Metric math over the ids of the other series' }),
  search: z.string().max(2048).optional().meta({ ownBraces: true, description: 'SEARCH expression: one line for each metric found' }),
  label: line.optional(),
  axis: z.enum(['left', 'right']).default('left'),
  visible: z.boolean().default(true),
});

const widget = entry({
  type: z.enum(['line', 'singleValue', 'gauge', 'log', 'text', 'alarmStatus']).default('line'),
  title: line.optional(),
  x: z.number().int().min(0).max(23),
  y: z.number().int().min(0),
  width: z.number().int().min(1).max(24),
  height: positive.max(1000),
  periodSeconds: periodSeconds.optional(),
  stacked: z.boolean().default(false),
  region: region.optional().meta({ description: 'Region of its series and log groups; the Region of the stack when absent' }),
  eachRegion: z.boolean().default(false).meta({ description: 'One widget for each Region, side by side; they share its width, and have the Region in the title' }),
  yMin: z.number().optional(),
  yMax: z.number().optional(),
  lines: collection(entry({ value: z.number(), label: line.optional(), color: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'a colour such as #ff0000' }).optional() })).meta({ description: 'Horizontal lines' }),
  series: collection(series),
  groups: z.array(refTo('logs.groups')).optional().meta({ description: 'Log groups of a log widget' }),
  query: z.string().max(10_000).optional().meta({ ownBraces: true, description: 'Logs Insights query of a log widget' }),
  markdown: z.string().max(10_000).optional().meta({ ownBraces: true }),
  alarms: z.array(refTo('alarms')).optional(),
}).superRefine((widget, context) => {
  const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
  if (widget.x + widget.width > 24) problem('x + width is above 24, the width of a dashboard', []);
  if (widget.type === 'gauge' && (widget.yMin === undefined || widget.yMax === undefined)) problem('a gauge needs yMin and yMax, the ends of its scale', [widget.yMin === undefined ? 'yMin' : 'yMax']);
  if (widget.eachRegion && (widget.type === 'text' || widget.type === 'alarmStatus')) problem(`a widget of type ${widget.type} cannot be shown for each Region`, ['eachRegion']);
  if (widget.eachRegion && widget.region !== undefined) problem('either region or eachRegion', ['region']);
  const lines = Object.entries(widget.series).find(([, { eachRegion }]) => eachRegion);
  if (widget.eachRegion && lines) problem('either a widget or a line for each Region: eachRegion is set on the widget already', ['series', lines[0], 'eachRegion']);
  if (widget.type === 'log' && !widget.groups?.length) problem('a log widget needs groups', ['groups']);
  if (widget.type === 'log' && !widget.query?.trim()) problem('a log widget needs a query', ['query']);
  if (widget.stacked && Object.values(widget.series).some(({ statistic }) => isPercentile(statistic))) problem('percentiles cannot be stacked: their sum means nothing', ['stacked']);
});

const isPercentile = (statistic: string | undefined) => /^p\d/.test(statistic ?? '');

const variable = entry({
  label: line,
  property: line.meta({ description: 'region, or the dimension whose value the reader chooses; it changes every widget that has it' }),
  values: z.array(line).min(1).optional().meta({ description: 'What can be chosen; the Regions of the environment when property is region' }),
  search: z.string().max(2048).optional().meta({ ownBraces: true, description: 'Search that finds the values, for example {AWS/Lambda,FunctionName} MetricName="Errors"' }),
  defaultValue: line.optional().meta({ description: 'The first of the values when absent' }),
}).superRefine(({ property, values, search, defaultValue }, context) => {
  const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
  if (values !== undefined && search !== undefined) problem('either values or search', ['search']);
  if (property === 'region' && search !== undefined) problem('Regions are not found by a search; leave it out for the Regions of the environment', ['search']);
  if (property !== 'region' && values === undefined && search === undefined) problem(`values or search is required for the dimension ${property}`, ['values']);
  if (values !== undefined && defaultValue !== undefined && !values.includes(defaultValue)) problem(`not one of the values: ${values.join(', ')}`, ['defaultValue']);
});

/** Paths of the widgets and series that are shown for each Region. */
function regionalParts(widgets: Readonly<Record<string, z.output<typeof widget>>>): string[][] {
  return Object.entries(widgets).flatMap(([id, { eachRegion, series: all }]) => [
    ...(eachRegion ? [[id]] : []),
    ...Object.keys(all).filter((one) => all[one]?.eachRegion).map((one) => [id, 'series', one]),
  ]);
}

/** Dashboards, widget by widget, on CloudWatch's grid of 24 columns. */
export const dashboards = collection(
  entry({
    dashboardName: z.string().regex(/^[A-Za-z0-9\-_{}]{1,255}$/, { error: 'a dashboard name: letters, digits, hyphens and underscores' }),
    periodSeconds: periodSeconds.default(60),
    start: z.string().regex(/^-PT?\d+[MHDW]$/, { error: 'a duration back from now, for example -PT3H' }).default('-PT3H'),
    crossRegion: z.boolean().default(false).meta({ description: 'Made once, beside the other Regions, and shows all of them' }),
    variables: collection(variable).meta({ description: 'What the reader of the dashboard chooses' }),
    widgets: collection(widget),
  }).superRefine(({ crossRegion, variables, widgets }, context) => {
    const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
    const chooser = Object.entries(variables).find(([, { property }]) => property === 'region');
    for (const path of regionalParts(widgets)) {
      if (!crossRegion) problem('needs crossRegion: true on the dashboard, which is made once for all Regions', ['widgets', ...path, 'eachRegion']);
      if (chooser) problem(`the variable ${chooser[0]} sets the Region of every widget, so that all would show the same one; put one of them on another dashboard`, ['widgets', ...path, 'eachRegion']);
    }
  }),
);
export type Dashboards = z.output<typeof dashboards>;
export type Dashboard = Dashboards[string];
export type Widget = z.output<typeof widget>;
export type DashboardVariable = z.output<typeof variable>;
export type Series = z.output<typeof series>;
