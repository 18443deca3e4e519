import { z } from 'zod';
import { metric } from './alarms';
import { collection, entry, line, periodSeconds, positive, refTo } from './fields';

const series = entry({
  ...metric.shape,
  name: line.max(255).optional(),
  statistic: z.string().optional().meta({ description: 'Sum, Average, p99, …' }),
  region: z.string().optional().meta({ description: 'Region of the metric; the Region of the stack when absent' }),
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
  eachRegion: z.boolean().default(false).meta({ description: 'One widget for each Region, side by side from x on, with the Region in its title' }),
  yMin: z.number().optional(),
  yMax: z.number().optional(),
  lines: collection(entry({ value: z.number(), label: line.optional(), color: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'a colour such as #ff0000' }).optional() })).meta({ description: 'Horizontal lines' }),
  series: collection(series),
  groups: z.array(refTo('logs.groups')).optional().meta({ description: 'Log groups of a log widget' }),
  query: z.string().max(10_000).optional().meta({ ownBraces: true, description: 'Logs Insights query of a log widget' }),
  markdown: z.string().max(10_000).optional().meta({ ownBraces: true }),
  alarms: z.array(refTo('alarms')).optional(),
}).refine(({ x, width }) => x + width <= 24, { error: 'x + width is above 24, the width of a dashboard' });

/** Dashboards, widget by widget, on CloudWatch's grid of 24 columns. */
export const dashboards = collection(
  entry({
    dashboardName: z.string().regex(/^[A-Za-z0-9\-_{}]{1,255}$/, { error: 'a dashboard name: letters, digits, hyphens and underscores' }),
    periodSeconds: periodSeconds.default(60),
    start: z.string().regex(/^-PT?\d+[MHDW]$/, { error: 'a duration back from now, for example -PT3H' }).default('-PT3H'),
    crossRegion: z.boolean().default(false).meta({ description: 'Made once, beside the other Regions, and shows all of them' }),
    variables: collection(
      entry({
        label: line,
        property: line.meta({ description: 'region, or the dimension whose value the reader chooses' }),
        values: z.array(line).min(1).optional().meta({ description: 'What can be chosen; the Regions of the environment when property is region' }),
        search: z.string().max(2048).optional().meta({ ownBraces: true, description: 'SEARCH expression that finds the values' }),
        defaultValue: line.optional(),
      }),
    ).meta({ description: 'What the reader of the dashboard chooses' }),
    widgets: collection(widget),
  }),
);
export type Dashboards = z.output<typeof dashboards>;
export type Dashboard = Dashboards[string];
export type Widget = z.output<typeof widget>;
export type Series = z.output<typeof series>;
