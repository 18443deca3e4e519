import { type Environment, httpsProblem, notifierSettings, type NotifierSettings } from './notifier-settings';
import { type SlackStyle } from './slack-message';

/** What the Slack notifier reads from its environment. */
export interface SlackSettings extends NotifierSettings, SlackStyle {
  /** Base of Slack's Web API, without a slash at its end. */
  readonly apiUrl: string;
}

const API_URL = 'https://slack.com/api';

/** Beside what every notifier reads: `WEBHOOK_SECRET_ARN`, and `HEADING` and `SLACK_API_URL` if they are set. Throws with every problem at once. */
export function slackSettings(environment: Environment): SlackSettings {
  const heading = environment.HEADING?.trim() ?? '';
  const problems = environment.SLACK_API_URL === undefined ? [] : httpsProblem(environment, 'SLACK_API_URL');
  return {
    ...notifierSettings(environment, 'Slack', 'WEBHOOK_SECRET_ARN', problems),
    heading: heading === '' ? 'Payment System Alert' : heading,
    apiUrl: (environment.SLACK_API_URL ?? API_URL).replace(/\/+$/u, ''),
  };
}
