import { type Environment, notifierSettings, type NotifierSettings } from './notifier-settings';
import { type SlackStyle } from './slack-message';

/** What the Slack notifier reads from its environment. */
export interface SlackSettings extends NotifierSettings, SlackStyle {}

/** Beside what every notifier reads: `WEBHOOK_SECRET_ARN`, and `HEADING` if it is set. Throws with every problem at once. */
export function slackSettings(environment: Environment): SlackSettings {
  const heading = environment.HEADING?.trim();
  return { ...notifierSettings(environment, 'Slack', 'WEBHOOK_SECRET_ARN'), heading: heading === undefined || heading === '' ? 'Payment System Alert' : heading };
}
