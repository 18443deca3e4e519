import { alarmConsoleUrl, runbookUrl } from './console-link';
import { type Severity } from './notifier-settings';
import { slackText } from './slack-text';
import { type AlarmState, type Notice } from './sns-message';

interface SlackField {
  readonly title: string;
  readonly value: string;
  readonly short: boolean;
}

/** The body of a Slack incoming webhook. */
export interface SlackMessage {
  readonly text: string;
  readonly link_names: false;
  readonly attachments: readonly [
    {
      readonly color: string;
      readonly fallback: string;
      readonly fields: readonly SlackField[];
      readonly footer?: string;
    },
  ];
}

/** What a message is dressed with. */
export interface SlackStyle {
  readonly heading: string;
  readonly severity: Severity;
  /** Code of the function's own Region, for alarms that do not name theirs. */
  readonly region: string;
}

const RAISED: Readonly<Record<Severity, string>> = { critical: 'danger', warning: 'warning', info: 'warning' };
const SETTLED: Readonly<Record<Exclude<AlarmState, 'ALARM'>, string>> = { OK: 'good', INSUFFICIENT_DATA: '#808080' };

// Slack's limits for a header, for a field, and CloudWatch's for an alarm name
const HEADING_CHARACTERS = 150;
const FIELD_CHARACTERS = 2000;
const TITLE_CHARACTERS = 255;

/** The Slack message for one notice: heading, colour by state, and the fields Alert, Description, Reason and Links. */
export function slackMessage(notice: Notice, style: SlackStyle): SlackMessage {
  const title = slackText(notice.title ?? 'Unnamed alert', TITLE_CHARACTERS);
  const reason = slackText(notice.reason ?? 'No reason given', FIELD_CHARACTERS);
  const state = notice.kind === 'alarm' ? notice.state : undefined;
  const links = linksOf(notice, style.region);
  const footer = [state, notice.accountId, notice.region, notice.occurredAt].filter((part) => part !== undefined).join(' · ');
  return {
    text: slackText(style.heading, HEADING_CHARACTERS),
    link_names: false,
    attachments: [
      {
        color: state === undefined || state === 'ALARM' ? RAISED[style.severity] : SETTLED[state],
        fallback: `${state ?? 'ALERT'}: ${title}`,
        fields: [
          { title: 'Alert', value: title, short: true },
          { title: 'Description', value: slackText(notice.description ?? 'No description', FIELD_CHARACTERS), short: false },
          { title: 'Reason', value: reason, short: false },
          ...(links === '' ? [] : [{ title: 'Links', value: links, short: false }]),
        ],
        ...(footer === '' ? {} : { footer: slackText(footer, TITLE_CHARACTERS) }),
      },
    ],
  };
}

function linksOf(notice: Notice, ownRegion: string): string {
  if (notice.kind !== 'alarm') return '';
  const runbook = runbookUrl(notice.description ?? '');
  const alarm = `<${alarmConsoleUrl(notice.title, notice.region ?? ownRegion)}|Alarm>`;
  return runbook === undefined ? alarm : `${alarm} · <${runbook}|Runbook>`;
}
