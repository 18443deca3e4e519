import { alarmConsoleUrl, dashboardConsoleUrl, logsConsoleUrl, runbookUrl } from './console-link';
import { type AlarmNotice, type Notice } from './notice';

/** Where links lead to when a notice does not say it. */
export interface LinkPlace {
  /** Code of the function's own Region. */
  readonly region: string;
  /** Name of the dashboard to look at, in the function's own Region. */
  readonly dashboard?: string;
  /** Log groups to look into, in the function's own Region, when an alarm's metric names no function. */
  readonly logGroups: readonly string[];
}

const LINK_NAMES = ['alarm', 'runbook', 'dashboard', 'logs'] as const;

export type LinkName = (typeof LINK_NAMES)[number];

/** A page that helps whoever reads an alert. */
export interface NoticeLink {
  readonly name: LinkName;
  readonly label: string;
  readonly url: string;
}

const LABELS: Readonly<Record<LinkName, string>> = { alarm: 'Alarm', runbook: 'Runbook', dashboard: 'Dashboard', logs: 'Logs' };

/** CloudWatch Logs Insights queries at most 50 log groups; with more than these the link gets too long for a message. */
const MAX_LOG_GROUPS = 10;
const LOOK_BACK_SECONDS = 15 * 60;
const LONGEST_LOOK_BACK_SECONDS = 24 * 60 * 60;
/** Log lines that tell of the cause can come in after the alarm. */
const LOOK_AHEAD_SECONDS = 5 * 60;

/** Links of an alarm to its page, its runbook, the dashboard and the log lines around its change of state; none of anything else. */
export function noticeLinks(notice: Notice, place: LinkPlace): readonly NoticeLink[] {
  if (notice.kind !== 'alarm') return [];
  const urls: Readonly<Record<LinkName, string | undefined>> = {
    alarm: alarmConsoleUrl(notice.title, notice.region ?? place.region),
    runbook: runbookUrl(notice.description ?? ''),
    dashboard: place.dashboard === undefined ? undefined : dashboardConsoleUrl(place.dashboard, place.region),
    logs: logsUrl(notice, place),
  };
  return LINK_NAMES.flatMap((name) => (urls[name] === undefined ? [] : [{ name, label: LABELS[name], url: urls[name] }]));
}

function logsUrl(notice: AlarmNotice, place: LinkPlace): string | undefined {
  const changedMs = Date.parse(notice.occurredAt ?? '');
  const functions = functionLogGroups(notice);
  const logGroups = (functions.length === 0 ? place.logGroups : functions).slice(0, MAX_LOG_GROUPS);
  if (Number.isNaN(changedMs) || logGroups.length === 0) return undefined;
  const lookBackSeconds = Math.min(notice.lookBackSeconds ?? LOOK_BACK_SECONDS, LONGEST_LOOK_BACK_SECONDS);
  // a function's logs are where its alarm is
  const region = functions.length === 0 ? place.region : (notice.region ?? place.region);
  return logsConsoleUrl(logGroups, changedMs - lookBackSeconds * 1000, changedMs + LOOK_AHEAD_SECONDS * 1000, region);
}

function functionLogGroups({ metrics }: AlarmNotice): readonly string[] {
  const names = metrics.flatMap(({ namespace, dimensions }) => (namespace === 'AWS/Lambda' ? (dimensions.FunctionName ?? []) : []));
  return Array.from(new Set(names.filter((name) => /^[\w-]{1,64}$/u.test(name))), (name) => `/aws/lambda/${name}`);
}
