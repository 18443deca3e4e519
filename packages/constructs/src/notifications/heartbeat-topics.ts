import { type Config, type Receivers, receiversOf, SEVERITIES, type Severity } from '@payment-observability/config';

/** A topic that the heartbeat proves. */
export interface HeartbeatTopic {
  readonly severity: Severity;
  readonly receivers: Receivers;
  /** ARN of a topic of somebody else. */
  readonly existing: string | undefined;
}

/** The topics with anybody to prove a route to, the most urgent first; none when the heartbeat is switched off. */
export function heartbeatTopics({ notifications }: Config): readonly HeartbeatTopic[] {
  if (!notifications || notifications.heartbeat.enabled === false) return [];
  return SEVERITIES.flatMap((severity) => {
    const topic = notifications[severity];
    const receivers = topic && receiversOf(topic);
    return receivers && receivers.native.length + receivers.byFunction.length > 0 ? [{ severity, receivers, existing: topic.existing }] : [];
  });
}
