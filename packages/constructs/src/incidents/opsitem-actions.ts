import { LIMITS } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { LimitError } from '../limit-error';
import { partitionOf } from '../partition';

/** The one action that an alarm has beside its OpsItems: the topic. */
const TOPIC_ACTIONS = 1;

/**
 * ARNs of the actions that open an OpsItem when the alarm `alarms.<id>` is raised. CloudWatch opens it by its service-linked role, and
 * adds to the open OpsItem while the alarm is raised again.
 */
export function opsItemActionArns({ incidents, environment: { account, region } }: Config, alarmId: string): readonly string[] {
  const opened = Object.entries(incidents).filter(([, { alarms }]) => alarms.includes(alarmId));
  const most = LIMITS.alarmActions.limit - TOPIC_ACTIONS;
  const surplus = opened[most];
  if (surplus) throw new LimitError(`incidents.${surplus[0]}.alarms`, `${alarmId} opens ${opened.length} OpsItems, an alarm has at most ${most} beside its topic; take it out of ${opened.length - most}`);
  const arns = opened.map(([, { severity, category }]) => `arn:${partitionOf(region).name}:ssm:${region}:${account}:opsitem:${severity}#CATEGORY=${category}`);
  for (const [index, arn] of arns.entries()) {
    const first = opened[arns.indexOf(arn)]?.[0];
    const again = opened[index]?.[0];
    if (first !== again) throw new LimitError(`incidents.${again}.alarms`, `${alarmId} opens the same OpsItem by incidents.${first}; remove it from one of them`);
  }
  return arns;
}
