import { canonicalJson } from '../canonical-json';
import { embeddedJson, readableText } from '../intrinsics';
import { isRecord, listOf, valueAt, type Json } from '../json';

/** A line that a graph draws across, such as the threshold of an alarm. */
export interface Threshold {
  readonly label: string;
  readonly value: string;
}

/** A widget as a preview draws it, placed on CloudWatch's grid. */
export interface DrawnWidget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Such as `metric · timeSeries`. */
  readonly kind: string;
  readonly title: string;
  /** Metrics, expressions, alarms, a query or a text, one line each. */
  readonly lines: readonly string[];
  readonly thresholds: readonly Threshold[];
  /** The same for the same widget: what a preview compares. */
  readonly fingerprint: string;
}

/** Columns of a dashboard of CloudWatch. */
export const GRID_COLUMNS = 24;

const [DEFAULT_WIDTH, DEFAULT_HEIGHT, MAX_HEIGHT, MAX_ROW] = [6, 6, 1_000, 10_000];

/** The name of a resource by its logical id; undefined where its template states none. */
export type NameOf = (logicalId: string) => string | undefined;

/** The widgets of a DashboardBody, in its order; empty where it is no JSON with widgets. */
export function widgetsOf(body: unknown, nameOf: NameOf): DrawnWidget[] {
  const parsed = embeddedJson(body);
  let bottom = 0;
  return listOf(valueAt(parsed, ['widgets'])).filter(isRecord).map((widget) => {
    const width = within(widget['width'], 1, GRID_COLUMNS, DEFAULT_WIDTH);
    const height = within(widget['height'], 1, MAX_HEIGHT, DEFAULT_HEIGHT);
    const x = Math.min(within(widget['x'], 0, GRID_COLUMNS - 1, 0), GRID_COLUMNS - width);
    // without a place CloudWatch puts a widget below the others
    const y = within(widget['y'], 0, MAX_ROW, bottom);
    bottom = Math.max(bottom, y + height);
    return { x, y, width, height, ...contentOf(widget, nameOf), fingerprint: canonicalJson(widget) };
  });
}

function contentOf(widget: Json, nameOf: NameOf): Pick<DrawnWidget, 'kind' | 'title' | 'lines' | 'thresholds'> {
  const type = textOf(widget['type']) || 'widget';
  const properties = isRecord(widget['properties']) ? widget['properties'] : {};
  const view = textOf(properties['view']);
  const title = textOf(properties['title']);
  return { kind: view === '' ? type : `${type} · ${view}`, title, lines: linesOf(type, properties, nameOf), thresholds: thresholdsOf(properties['annotations']) };
}

function linesOf(type: string, properties: Json, nameOf: NameOf): string[] {
  if (type === 'text') return textOf(properties['markdown']).split('\n').filter((line) => line.trim() !== '');
  if (type === 'log') return [textOf(properties['query'])];
  const alarms = [...listOf(properties['alarms']), ...listOf(valueAt(properties, ['annotations', 'alarms']))].map((alarm) => `alarm ${nameOfAlarm(readableText(alarm), nameOf)}`);
  return [...metricLines(listOf(properties['metrics'])), ...alarms];
}

function nameOfAlarm(arn: string, nameOf: NameOf): string {
  const [, logicalId] = /^\$\{(\w+)\.Arn\}$/.exec(arn) ?? [];
  if (logicalId !== undefined) return nameOf(logicalId) ?? logicalId;
  return arn.split(':alarm:').at(-1) ?? arn;
}

// `.` repeats the entry of the row above, `...` all of those that are left out
function metricLines(metrics: readonly unknown[]): string[] {
  let above: string[] = [];
  return metrics.map((metric) => {
    const entries = listOf(metric);
    const options = entries.find(isRecord) ?? {};
    const written = entries.filter((entry) => typeof entry === 'string');
    const rest = written.indexOf('...');
    const spread = rest < 0 ? written : [...written.slice(0, rest), ...above.slice(rest, above.length - (written.length - rest - 1)), ...written.slice(rest + 1)];
    const names = spread.map((name, index) => (name === '.' ? (above[index] ?? name) : name));
    if (names.length > 0) above = names;
    const [label, expression] = [textOf(options['label']), textOf(options['expression'])];
    const statistic = textOf(options['stat']);
    const what = expression !== '' ? expression : [...names.slice(0, 2), ...(names.length > 2 ? [`{${pairs(names.slice(2))}}`] : [])].join(' ');
    return [label === '' ? what : `${label}: ${what}`, ...(statistic === '' ? [] : [statistic])].join(' · ');
  });
}

function pairs(names: readonly string[]): string {
  return names.flatMap((name, index) => (index % 2 === 0 ? [`${name}=${names[index + 1] ?? ''}`] : [])).join(', ');
}

function thresholdsOf(annotations: unknown): Threshold[] {
  const lines = listOf(valueAt(annotations, ['horizontal'])).flatMap(listOf).filter(isRecord);
  return lines.map((line) => ({ label: textOf(line['label']), value: textOf(line['value']) }));
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : readableText(value);
}

function within(value: unknown, min: number, max: number, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) ? Math.min(max, Math.max(min, value)) : otherwise;
}
