import { alarmWords, previousStateMs, spanWords } from './alarm-words';
import { type AlarmState, type Notice } from './notice';
import { type LinkPlace, noticeLinks } from './notice-links';
import { type Severity } from './severity';
import { slackText } from './slack-text';

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

interface Markdown {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Nothing in the text becomes a link or a mention that we did not write as one. */
  readonly verbatim: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly Markdown[] }
  | { readonly type: 'section'; readonly text: Markdown }
  | { readonly type: 'context'; readonly elements: readonly Markdown[] };

/** What Slack posts, by an incoming webhook and by `chat.postMessage` alike. */
export interface SlackMessage {
  readonly text: string;
  readonly link_names: false;
  readonly parse: 'none';
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly attachments: readonly [{ readonly color: string; readonly fallback: string; readonly blocks: readonly SlackBlock[] }];
}

/** What a message is dressed with. */
export interface SlackStyle extends LinkPlace {
  readonly heading: string;
  readonly severity: Severity;
  readonly route?: string;
}

const RAISED: Readonly<Record<Severity, string>> = { critical: 'danger', warning: 'warning', info: 'warning' };
const GREY = '#808080';
const SETTLED: Readonly<Record<Exclude<AlarmState, 'ALARM'>, string>> = { OK: 'good', INSUFFICIENT_DATA: GREY };

// Slack's limits for the text of a header, of a section and of a field, and CloudWatch's for an alarm name
const HEADING_CHARACTERS = 150;
const SECTION_CHARACTERS = 3000;
const FIELD_CHARACTERS = 2000;
const TITLE_CHARACTERS = 255;

/** The Slack message for one notice: a summary for notifications, and beside a bar in the colour of its state what fired, how and since when. */
export function slackMessage(notice: Notice, style: SlackStyle): SlackMessage {
  const summary = summaryOf(notice);
  return {
    text: summary,
    link_names: false,
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
    attachments: [{ color: colourOf(notice, style.severity), fallback: summary, blocks: blocksOf(notice, style) }],
  };
}

function summaryOf(notice: Notice): string {
  const title = slackText(notice.title ?? 'Unnamed alert', TITLE_CHARACTERS);
  if (notice.kind === 'heartbeat') return 'Monthly test of this route: nothing to do';
  if (notice.kind !== 'alarm') return `ALERT: ${title}`;
  if (notice.state === 'OK') return `RESOLVED: ${title}${resolvedAfter(notice)}`;
  const { value } = alarmWords(notice);
  return `${notice.state ?? 'ALERT'}: ${title}${value === undefined ? '' : ` · ${slackText(value, TITLE_CHARACTERS)}`}`;
}

function resolvedAfter(notice: Notice): string {
  if (notice.kind !== 'alarm' || notice.previous?.state !== 'ALARM') return '';
  const lasted = previousStateMs(notice);
  return lasted === undefined ? '' : ` after ${spanWords(lasted)}`;
}

function colourOf(notice: Notice, severity: Severity): string {
  if (notice.kind === 'heartbeat') return GREY;
  const state = notice.kind === 'alarm' ? notice.state : undefined;
  return state === undefined || state === 'ALARM' ? RAISED[severity] : SETTLED[state];
}

function blocksOf(notice: Notice, style: SlackStyle): readonly SlackBlock[] {
  const footer = [notice.accountId, notice.region, notice.occurredAt, style.route].filter((part) => part !== undefined).join(' · ');
  return [
    { type: 'header', text: { type: 'plain_text', text: slackText(style.heading, HEADING_CHARACTERS), emoji: false } },
    ...(notice.kind === 'heartbeat' ? [section('Test', 'Monthly test of this route, nothing to do.')] : alertBlocks(notice, style)),
    ...(footer === '' ? [] : [{ type: 'context' as const, elements: [markdown(slackText(footer, FIELD_CHARACTERS))] }]),
  ];
}

function alertBlocks(notice: Notice, style: SlackStyle): readonly SlackBlock[] {
  const { state, before, value, metric, children } = notice.kind === 'alarm' ? alarmWords(notice) : {};
  const fields = { Alert: notice.title ?? 'Unnamed alert', State: state, Before: before, Value: value, Metric: metric };
  return [
    { type: 'section', fields: Object.entries(fields).flatMap(([label, words]) => (words === undefined ? [] : [labelled(label, words, FIELD_CHARACTERS)])) },
    section('Description', notice.description ?? 'No description'),
    section('Reason', notice.reason ?? 'No reason given'),
    ...(children === undefined ? [] : [section('Triggered by', children)]),
    ...linksBlock(notice, style),
  ];
}

/** As many links as a section holds: half a link is none. */
function linksBlock(notice: Notice, style: SlackStyle): readonly SlackBlock[] {
  let links = '';
  for (const { label, url } of noticeLinks(notice, style)) {
    const longer = `${links}${links === '' ? '' : ' · '}<${url}|${label}>`;
    if (longer.length <= SECTION_CHARACTERS) links = longer;
  }
  return links === '' ? [] : [{ type: 'section', text: markdown(links) }];
}

function section(label: string, words: string): SlackBlock {
  return { type: 'section', text: labelled(label, words, SECTION_CHARACTERS) };
}

function labelled(label: string, words: string, limit: number): Markdown {
  const head = `*${label}*\n`;
  return markdown(`${head}${slackText(words, limit - head.length)}`);
}

function markdown(text: string): Markdown {
  return { type: 'mrkdwn', text, verbatim: true };
}
