// source: the sign-in endpoints of each AWS partition
const CONSOLE_DOMAINS: readonly (readonly [regionPrefix: string, domain: string])[] = [
  ['cn-', 'amazonaws.cn'],
  ['us-gov-', 'amazonaws-us-gov.com'],
  ['eusc-', 'amazonaws-eusc.eu'],
  ['', 'aws.amazon.com'],
];

/** The page of one alarm in the console of its Region and partition. */
export function alarmConsoleUrl(alarmName: string, region: string): string {
  const domain = CONSOLE_DOMAINS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? '';
  // half of a surrogate pair is no text, and would throw
  const name = encodeURIComponent(alarmName.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
  return `https://${region}.console.${domain}/cloudwatch/home?region=${region}#alarmsV2:alarm/${name}`;
}

/** The first link after the word "Runbook:" in an alarm's description, if it is an https link. */
export function runbookUrl(description: string): string | undefined {
  const found = /\brunbook:\s*(https:\/\/[^\s<>"]+)/iu.exec(description)?.[1]?.replace(/[.,;:!?)\]}'|]+$/u, '');
  return found !== undefined && URL.canParse(found) ? new URL(found).href.replaceAll('|', '%7C') : undefined;
}
