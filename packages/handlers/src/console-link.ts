// source: the sign-in endpoints of each AWS partition
const CONSOLE_DOMAINS: readonly (readonly [regionPrefix: string, domain: string])[] = [
  ['cn-', 'amazonaws.cn'],
  ['us-gov-', 'amazonaws-us-gov.com'],
  ['eusc-', 'amazonaws-eusc.eu'],
  ['', 'aws.amazon.com'],
];

const LOG_QUERY = 'fields @timestamp, @log, @message\n| sort @timestamp desc\n| limit 200';

/** The page of one alarm in the console of its Region and partition. */
export function alarmConsoleUrl(alarmName: string, region: string): string {
  return cloudWatchUrl(region, `alarmsV2:alarm/${encoded(alarmName)}`);
}

/** The page of one dashboard. */
export function dashboardConsoleUrl(dashboardName: string, region: string): string {
  return cloudWatchUrl(region, `dashboards/dashboard/${encoded(dashboardName)}`);
}

/** CloudWatch Logs Insights with a query for all lines of these log groups between two times, in milliseconds since the epoch. */
export function logsConsoleUrl(logGroups: readonly string[], fromMs: number, toMs: number, region: string): string {
  const query = [
    `end~${detailText(new Date(toMs).toISOString())}`,
    `start~${detailText(new Date(fromMs).toISOString())}`,
    "timeType~'ABSOLUTE",
    "tz~'UTC",
    `editorString~${detailText(LOG_QUERY)}`,
    `source~(${logGroups.map((name) => `~${detailText(name)}`).join('')})`,
    "lang~'CWLI",
  ];
  return cloudWatchUrl(region, `logsV2:logs-insights$3FqueryDetail$3D~(${query.join('~')})`);
}

/** The first link after the word "Runbook:" in an alarm's description, if it is an https link. */
export function runbookUrl(description: string): string | undefined {
  const found = /\brunbook:\s*(https:\/\/[^\s<>"]+)/iu.exec(description)?.[1]?.replace(/[.,;:!?)\]}'|]+$/u, '');
  return found !== undefined && URL.canParse(found) ? new URL(found).href.replaceAll('|', '%7C') : undefined;
}

function cloudWatchUrl(region: string, page: string): string {
  const domain = CONSOLE_DOMAINS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? '';
  return `https://${region}.console.${domain}/cloudwatch/home?region=${region}#${page}`;
}

function encoded(name: string): string {
  // half of a surrogate pair is no text, and would throw
  return encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

/** An ASCII text in JSURL, the form the console keeps the state of Logs Insights in: an apostrophe before it, and `*` with two hex digits for most signs. */
function detailText(text: string): string {
  return `'${text.replaceAll(/[^\w.-]/gu, (sign) => `*${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}
