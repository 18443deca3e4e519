import type { Topic } from './sections/notifications';

/** Who hears a topic, each by its path below it, such as `slack`, `emails.oncall` or `webhooks.billing`. */
export interface Receivers {
  /** Reached by SNS itself. */
  readonly native: readonly string[];
  /** Reached by a function of the stack. */
  readonly byFunction: readonly string[];
}

export function receiversOf({ emails, webhooks, slack, pagerduty }: Topic): Receivers {
  const hooks = (signed: boolean) => Object.entries(webhooks).flatMap(([id, { signingSecret }]) => ((signingSecret !== undefined) === signed ? [`webhooks.${id}`] : []));
  return {
    native: [...Object.keys(emails).map((id) => `emails.${id}`), ...hooks(false)],
    byFunction: [...(slack ? ['slack'] : []), ...(pagerduty ? ['pagerduty'] : []), ...hooks(true)],
  };
}
