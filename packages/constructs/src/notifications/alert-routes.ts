import { type Config, heardBy, type Notifications, SEVERITIES, type Severity } from '@payment-observability/config';
import { LimitError } from '../limit-error';
import { partitionOf } from '../partition';

/** Where alerts of a severity go. */
export interface AlertRoutes {
  /** ARN of the topic that hears alarms of a severity. */
  topicArn(severity: Severity): string;
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
