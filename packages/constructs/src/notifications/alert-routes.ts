import type { Config, Notifications, Severity } from '@payment-observability/config';
import { LimitError } from '../limit-error';
import { partitionOf } from '../partition';

/** From the most to the least urgent. */
export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/** Where alerts of a severity go. */
export interface AlertRoutes {
  /** ARN of the topic that hears alarms of a severity. */
  topicArn(severity: Severity): string;
}

/**
 * The severity whose topic hears alarms of `severity`: `maxSeverity` lowers what is above it; without a topic of that severity the
 * next more urgent one hears it, else the next less urgent. A topic above `maxSeverity` hears it only when there is no other.
 */
export function heardBy(notifications: Notifications, severity: Severity): Severity {
  const most = SEVERITIES.indexOf(notifications.maxSeverity);
  const wanted = Math.max(SEVERITIES.indexOf(severity), most);
  const has = (candidate: Severity) => notifications[candidate] !== undefined;
  const heard = SEVERITIES.slice(most, wanted + 1).findLast(has) ?? SEVERITIES.slice(wanted + 1).find(has) ?? SEVERITIES.slice(0, most).findLast(has);
  if (heard === undefined) throw new Error('notifications: no topic; the loader should have refused the config');
  return heard;
}

/** Whether a topic above `maxSeverity` hears alerts, since there is no other. */
export function exceedsMaxSeverity(notifications: Notifications): boolean {
  return SEVERITIES.indexOf(heardBy(notifications, notifications.maxSeverity)) < SEVERITIES.indexOf(notifications.maxSeverity);
}

/** The other topics that hear the recovery of alarms whose ALARM the topic of `severity` hears. */
export function recoveriesElsewhere({ alarms }: Config, notifications: Notifications, severity: Severity): readonly Severity[] {
  const raisedHere = Object.values(alarms).filter((alarm) => alarm.silent === undefined && heardBy(notifications, alarm.severity) === severity);
  const recovered = raisedHere.map((alarm) => heardBy(notifications, alarm.recovered ?? alarm.severity));
  return SEVERITIES.filter((other) => other !== severity && recovered.includes(other));
}

/** The topics of an environment for another of its stacks: ARNs made from their names, never exports. */
export function topicRoutes(config: Config): AlertRoutes | undefined {
  const { notifications, environment } = config;
  if (!notifications) return undefined;
  return {
    topicArn(severity) {
      const heard = heardBy(notifications, severity);
      const { existing, topicName } = notifications[heard] ?? {};
      if (existing !== undefined) return existing;
      if (topicName === undefined) throw new LimitError(`notifications.${heard}.topicName`, 'required, since stacks beside the main one name the topic');
      const { account, region } = environment;
      return `arn:${partitionOf(region).name}:sns:${region}:${account}:${topicName}`;
    },
  };
}
