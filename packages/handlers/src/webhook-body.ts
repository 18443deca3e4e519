import { previousStateMs } from './alarm-words';
import { cutText } from './cut-text';
import { isoTime } from './iso-time';
import { present } from './json-value';
import { type AlarmMetric, type AlarmState, type ChildAlarm, type Notice, type Reading } from './notice';
import { type LinkName, type LinkPlace, noticeLinks } from './notice-links';
import { type Severity } from './severity';

/** The body of a signed webhook. Fields are only ever added; whatever changes the meaning of one raises `version`. */
export interface WebhookBody {
  readonly version: 1;
  readonly type: Notice['kind'];
  /** When it happened, ISO 8601 in UTC; the same in every attempt. */
  readonly timestamp?: string;
  readonly data: {
    readonly severity: Severity;
    readonly route?: string;
    readonly title?: string;
    readonly description?: string;
    readonly reason?: string;
    readonly accountId?: string;
    readonly region?: string;
    /** Of the EventBridge event or the heartbeat. */
    readonly id?: string;
    readonly alarm?: WebhookAlarm;
    readonly links?: { readonly [name in LinkName]?: string };
  };
}

/** What the body says of an alarm. */
export interface WebhookAlarm {
  readonly arn?: string;
  readonly state?: AlarmState;
  readonly previousState?: AlarmState;
  /** How long the alarm was in the state before, where CloudWatch says it. */
  readonly previousStateSeconds?: number;
  readonly reading?: Reading;
  readonly metrics?: readonly AlarmMetric[];
  readonly expression?: string;
  readonly children?: readonly ChildAlarm[];
}

/** Where a notice came from. */
export interface WebhookSource extends LinkPlace {
  readonly severity: Severity;
  readonly route?: string;
  /** When SNS published the message, for notices that do not say when they happened. */
  readonly publishedAt?: string;
}

const TITLE_CHARACTERS = 1024;
const TEXT_CHARACTERS = 4000;
const MAX_LISTED = 50;

/** The body for one notice: fields of the list above, whatever else the message held. */
export function webhookBody(notice: Notice, source: WebhookSource): WebhookBody {
  const links = noticeLinks(notice, source);
  return present({
    version: 1 as const,
    type: notice.kind,
    timestamp: isoTime(notice.occurredAt) ?? isoTime(source.publishedAt),
    data: present({
      severity: source.severity,
      route: source.route,
      title: shortened(notice.title, TITLE_CHARACTERS),
      description: shortened(notice.description, TEXT_CHARACTERS),
      reason: shortened(notice.reason, TEXT_CHARACTERS),
      accountId: notice.accountId,
      region: notice.region,
      id: notice.kind === 'event' || notice.kind === 'heartbeat' ? notice.id : undefined,
      alarm: alarmOf(notice),
      links: links.length === 0 ? undefined : Object.fromEntries(links.map(({ name, url }) => [name, url])),
    }),
  });
}

function alarmOf(notice: Notice): WebhookAlarm | undefined {
  if (notice.kind !== 'alarm') return undefined;
  const lastedMs = previousStateMs(notice);
  return present({
    arn: notice.alarmArn,
    state: notice.state,
    previousState: notice.previous?.state,
    previousStateSeconds: lastedMs === undefined ? undefined : Math.round(lastedMs / 1000),
    reading: notice.reading,
    metrics: listed(notice.metrics),
    expression: shortened(notice.formula?.expression, TEXT_CHARACTERS),
    children: listed(notice.children),
  });
}

function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list.slice(0, MAX_LISTED);
}

function shortened(text: string | undefined, limit: number): string | undefined {
  return text === undefined ? undefined : cutText(text, limit);
}
