import { createHash } from 'node:crypto';
import { alarmConsoleUrl, runbookUrl } from './console-link';
import { type Severity } from './notifier-settings';
import { type Notice } from './sns-message';

/** An event of PagerDuty's Events API v2, without the routing key. */
export type PagerDutyEvent =
  | { readonly event_action: 'resolve'; readonly dedup_key: string }
  | {
      readonly event_action: 'trigger';
      readonly dedup_key: string;
      readonly payload: {
        readonly summary: string;
        readonly source: string;
        readonly severity: Severity;
        /** ISO 8601. */
        readonly timestamp?: string;
        readonly class: string;
        readonly custom_details: Readonly<Record<string, string>>;
      };
      readonly links: readonly { readonly href: string; readonly text: string }[];
    };

/** Where a notice came from. */
export interface EventSource {
  readonly severity: Severity;
  /** Code of the function's own Region, for alarms that do not name theirs. */
  readonly region: string;
  /** Id of the SNS message: the same when it is delivered again. */
  readonly messageId: string;
}

// PagerDuty's limits for a summary and a key; its events take 512 KB in all
const SUMMARY_CHARACTERS = 1024;
const KEY_CHARACTERS = 255;
const DETAIL_CHARACTERS = 4000;

/**
 * The event for one notice: an alarm triggers an incident, and its OK resolves the same one; whatever else arrives triggers one of its own.
 * Undefined when there is nothing to say: an alarm that merely lacks data neither breaks nor mends anything.
 */
export function pagerDutyEvent(notice: Notice, source: EventSource): PagerDutyEvent | undefined {
  const dedup_key = dedupKey(notice, source);
  if (notice.kind === 'alarm' && notice.state === 'INSUFFICIENT_DATA') return undefined;
  if (notice.kind === 'alarm' && notice.state === 'OK') return { event_action: 'resolve', dedup_key };
  const { severity, region } = source;
  const timestamp = isoTime(notice.occurredAt);
  return {
    event_action: 'trigger',
    dedup_key,
    payload: {
      summary: cut(summaryOf(notice), SUMMARY_CHARACTERS),
      source: notice.kind === 'event' ? (notice.description ?? 'EventBridge') : `CloudWatch ${notice.region ?? region}`,
      severity,
      ...(timestamp === undefined ? {} : { timestamp }),
      class: notice.kind,
      custom_details: detailsOf(notice),
    },
    links: linksOf(notice, region),
  };
}

/** The same for every message about one alarm, whichever way it came; for anything else, for every delivery of one message. */
function dedupKey(notice: Notice, { messageId, region }: EventSource): string {
  const key = identityOf(notice, region) ?? messageId;
  // cut, the keys of two alarms could be one
  return key.length <= KEY_CHARACTERS ? key : createHash('sha256').update(key).digest('hex');
}

function identityOf(notice: Notice, ownRegion: string): string | undefined {
  if (notice.kind === 'event') return notice.id;
  if (notice.kind === 'text') return undefined;
  return notice.alarmArn ?? ['alarm', notice.accountId ?? '', notice.region ?? ownRegion, notice.title].join(':');
}

function summaryOf({ title, reason, description }: Notice): string {
  return [title, reason ?? description].filter((part) => part !== undefined).join(': ') || 'Unnamed alert';
}

function detailsOf({ description, reason, accountId, region, occurredAt, ...notice }: Notice): Readonly<Record<string, string>> {
  const state = notice.kind === 'alarm' ? notice.state : undefined;
  const details = { description, reason, state, account: accountId, region, since: occurredAt };
  return Object.fromEntries(Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [[name, cut(value, DETAIL_CHARACTERS)]])));
}

function linksOf(notice: Notice, ownRegion: string): { readonly href: string; readonly text: string }[] {
  if (notice.kind !== 'alarm') return [];
  const runbook = runbookUrl(notice.description ?? '');
  return [{ href: alarmConsoleUrl(notice.title, notice.region ?? ownRegion), text: 'Alarm' }, ...(runbook === undefined ? [] : [{ href: runbook, text: 'Runbook' }])];
}

/** CloudWatch writes +0000 for the zone, which not every reader of ISO 8601 takes. */
function isoTime(text: string | undefined): string | undefined {
  const milliseconds = Date.parse(text ?? '');
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/** Never inside a surrogate pair: half of one is no text. */
function cut(text: string, limit: number): string {
  const clean = text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
