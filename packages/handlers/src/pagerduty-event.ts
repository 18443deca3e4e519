import { createHash } from 'node:crypto';
import { alarmIdentity } from './alarm-identity';
import { alarmWords } from './alarm-words';
import { cutText } from './cut-text';
import { isoTime } from './iso-time';
import { type Notice } from './notice';
import { type LinkPlace, noticeLinks } from './notice-links';
import { type Severity } from './severity';

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
export interface EventSource extends LinkPlace {
  readonly severity: Severity;
  readonly route?: string;
  /** Id of the SNS message: the same when it is delivered again. */
  readonly messageId: string;
}

// PagerDuty's limits for a summary and a key; its events take 512 KB in all
const SUMMARY_CHARACTERS = 1024;
const KEY_CHARACTERS = 255;
const DETAIL_CHARACTERS = 4000;

/**
 * The events for one notice, in the order to send them: an alarm triggers an incident, and its OK resolves the same one; whatever else arrives
 * triggers one of its own, and a heartbeat resolves it at once. None when there is nothing to say: an alarm that merely lacks data neither breaks
 * nor mends anything.
 */
export function pagerDutyEvents(notice: Notice, source: EventSource): readonly PagerDutyEvent[] {
  const dedup_key = dedupKey(notice, source);
  const state = notice.kind === 'alarm' ? notice.state : undefined;
  if (state === 'INSUFFICIENT_DATA') return [];
  if (state === 'OK') return [{ event_action: 'resolve', dedup_key }];
  const trigger = triggerEvent(notice, source, dedup_key);
  return notice.kind === 'heartbeat' ? [trigger, { event_action: 'resolve', dedup_key }] : [trigger];
}

function triggerEvent(notice: Notice, source: EventSource, dedup_key: string): PagerDutyEvent {
  const timestamp = isoTime(notice.occurredAt);
  return {
    event_action: 'trigger',
    dedup_key,
    payload: {
      summary: cutText(summaryOf(notice), SUMMARY_CHARACTERS),
      source: notice.kind === 'event' ? cutText(notice.description ?? 'EventBridge', SUMMARY_CHARACTERS) : `CloudWatch ${notice.region ?? source.region}`,
      severity: notice.kind === 'heartbeat' ? 'info' : source.severity,
      ...(timestamp === undefined ? {} : { timestamp }),
      class: notice.kind,
      custom_details: detailsOf(notice, source),
    },
    links: noticeLinks(notice, source).map(({ label, url }) => ({ href: url, text: label })),
  };
}

/** The same for every message about one alarm, whichever way it came; for anything else, for every delivery of one message. */
function dedupKey(notice: Notice, { messageId, region }: EventSource): string {
  const key = identityOf(notice, region) ?? messageId;
  // cut, the keys of two alarms could be one
  return key.length <= KEY_CHARACTERS ? key : createHash('sha256').update(key).digest('hex');
}

function identityOf(notice: Notice, ownRegion: string): string | undefined {
  if (notice.kind === 'alarm') return alarmIdentity(notice, ownRegion);
  return notice.kind === 'event' || notice.kind === 'heartbeat' ? notice.id : undefined;
}

function summaryOf(notice: Notice): string {
  if (notice.kind === 'heartbeat') return 'Monthly test of this route: nothing to do';
  return [notice.title, notice.reason ?? notice.description].filter((part) => part !== undefined).join(': ') || 'Unnamed alert';
}

function detailsOf(notice: Notice, { route }: EventSource): Readonly<Record<string, string>> {
  const { description, reason, accountId, region, occurredAt } = notice;
  const state = notice.kind === 'alarm' ? notice.state : undefined;
  const { before, value, metric, children } = notice.kind === 'alarm' ? alarmWords(notice) : {};
  const details = { description, reason, state, account: accountId, region, since: occurredAt, before, value, metric, triggered_by: children, route };
  return Object.fromEntries(Object.entries(details).flatMap(([name, words]) => (words === undefined ? [] : [[name, cutText(words, DETAIL_CHARACTERS)]])));
}
