import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { Tags } from 'aws-cdk-lib/core';
import type { AlertRoutes } from '../notifications/alert-routes';
import { severityTag } from '../notifications/severity-tag';
import { checkDescription } from './alarm-limits';
import type { Notice } from './alarm-spec';

/** The description that reaches whoever is notified: what is wrong, how severe, a remark, and where the runbook is. */
export function describe(path: string, { text, severity, runbook }: Notice, remark: string | undefined): string {
  const parts = [text, `Severity: ${severity}.`, remark, runbook === undefined ? undefined : `Runbook: ${runbook}`];
  const description = parts.filter((part) => part !== undefined).join(' ');
  checkDescription(path, description);
  return description;
}

/** Why an alarm notifies nobody, for its description; undefined when it notifies. */
export function silenceOf({ silent }: Notice, routes: AlertRoutes | undefined): string | undefined {
  if (silent !== undefined) return `Notifies nobody: ${silent}.`;
  return routes ? undefined : 'Notifies nobody: there is no section notifications.';
}

export function notify(alarm: AlarmBase, notice: Notice, routes: AlertRoutes | undefined): void {
  // inline, since the SnsAction of aws-cloudwatch-actions brings most of aws-cdk-lib along
  const action = (alarmActionArn: string) => ({ bind: () => ({ alarmActionArn }) });
  const heard = notice.silent === undefined ? routes : undefined;
  const onAlarm = [...(heard ? [heard.topicArn(notice.severity)] : []), ...notice.alarmActionArns];
  alarm.addAlarmAction(...onAlarm.map(action));
  if (heard) alarm.addOkAction(action(heard.topicArn(notice.recovered)));
}

export function tagAlarm(alarm: AlarmBase, { severity, tags }: Notice): void {
  Tags.of(alarm).add('Severity', severityTag(severity));
  for (const [name, value] of Object.entries(tags)) Tags.of(alarm).add(name, value);
}
