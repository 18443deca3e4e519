import { type AlarmNotice, type AlarmState, type Comparison, type Reading } from './notice';

const ABOVE: Readonly<Record<Comparison, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'at or above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'at or below',
};
const MAX_CHILDREN = 10;

/** An alarm in words, each with what the notice does not say left out. */
export interface AlarmWords {
  /** The state and since when: `ALARM since 2026-11-20 10:11:12 UTC`. */
  readonly state?: string;
  /** The state before and for how long: `OK for 3 h 5 min`. */
  readonly before?: string;
  /** The value against its threshold: `2.5 (threshold: above 1)`. */
  readonly value?: string;
  /** What is measured: `AWS/Lambda Errors of FunctionName processor (SUM over 60 s)`. */
  readonly metric?: string;
  /** The alarms that set off a composite one: `payment-high-error-rate-prod (ALARM)`, one a line. */
  readonly children?: string;
}

const SAID: Readonly<Record<AlarmState, string>> = { ALARM: 'ALARM since', OK: 'OK, resolved', INSUFFICIENT_DATA: 'INSUFFICIENT_DATA since' };

/** Says in words what an alarm's notice holds in fields. */
export function alarmWords(notice: AlarmNotice): AlarmWords {
  const words: Readonly<Record<keyof AlarmWords, string>> = {
    state: stateWords(notice),
    before: beforeWords(notice),
    value: notice.reading === undefined ? '' : readingWords(notice.reading),
    metric: metricWords(notice),
    children: childrenWords(notice),
  };
  return Object.fromEntries(Object.entries(words).filter(([, text]) => text !== ''));
}

/** How long the alarm was in the state before this one, in milliseconds, as far as it is known. */
export function previousStateMs({ previous, occurredAt }: AlarmNotice): number | undefined {
  const milliseconds = Date.parse(occurredAt ?? '') - Date.parse(previous?.since ?? '');
  return Number.isNaN(milliseconds) || milliseconds < 0 ? undefined : milliseconds;
}

/** A time span in its two largest units: `45 s`, `12 min 5 s`, `3 h 5 min`, `2 d 4 h`. */
export function spanWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`]))
    .join(' ');
}

function stateWords({ state, occurredAt }: AlarmNotice): string {
  if (state === undefined) return '';
  const at = Date.parse(occurredAt ?? '');
  return Number.isNaN(at) ? state : `${SAID[state]} ${new Date(at).toISOString().replace('T', ' ').replace(/\.\d+Z$/u, ' UTC')}`;
}

function beforeWords(notice: AlarmNotice): string {
  if (notice.previous === undefined) return '';
  const lasted = previousStateMs(notice);
  return lasted === undefined ? notice.previous.state : `${notice.previous.state} for ${spanWords(lasted)}`;
}

function readingWords({ value, threshold, comparison, lower, upper }: Reading): string {
  const said = figure(value);
  if (lower !== undefined && upper !== undefined) return `${said} (expected: ${figure(lower)} to ${figure(upper)})`;
  if (upper !== undefined) return `${said} (expected: at most ${figure(upper)})`;
  if (lower !== undefined) return `${said} (expected: at least ${figure(lower)})`;
  if (threshold === undefined) return said;
  return `${said} (threshold: ${comparison === undefined ? '' : `${ABOVE[comparison]} `}${figure(threshold)})`;
}

function metricWords({ metrics, formula }: AlarmNotice): string {
  const said = metrics.map(({ namespace, name, dimensions, statistic, periodSeconds }) => {
    const of = Object.entries(dimensions).map(([dimension, value]) => `${dimension} ${value}`).join(', ');
    const how = [statistic, periodSeconds === undefined ? undefined : `over ${periodSeconds} s`].filter((part) => part !== undefined).join(' ');
    return `${namespace === undefined ? '' : `${namespace} `}${name}${of === '' ? '' : ` of ${of}`}${how === '' ? '' : ` (${how})`}`;
  });
  if (formula === undefined) return said.join('\n');
  return [`${formula.label === undefined ? '' : `${formula.label} = `}${formula.expression}`, ...said].join('\n');
}

function childrenWords({ children }: AlarmNotice): string {
  const said = children.slice(0, MAX_CHILDREN).map(({ name, state }) => `${name}${state === undefined ? '' : ` (${state})`}`);
  return [...said, ...(children.length > MAX_CHILDREN ? [`and ${children.length - MAX_CHILDREN} more`] : [])].join('\n');
}

/** Six digits tell one value from another; CloudWatch writes up to seventeen. */
function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
