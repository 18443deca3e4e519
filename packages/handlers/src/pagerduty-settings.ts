import { type Environment, notifierSettings, type NotifierSettings } from './notifier-settings';

/** What the PagerDuty notifier reads from its environment. */
export interface PagerDutySettings extends NotifierSettings {
  /** Where events are sent, which differs between the US and the EU service. */
  readonly eventsUrl: string;
}

/** Beside what every notifier reads: `ROUTING_KEY_SECRET_ARN` and `EVENTS_URL`. Throws with every problem at once. */
export function pagerDutySettings(environment: Environment): PagerDutySettings {
  const eventsUrl = environment.EVENTS_URL ?? '';
  const isHttps = URL.canParse(eventsUrl) && new URL(eventsUrl).protocol === 'https:';
  const problems = isHttps ? [] : [`EVENTS_URL: expected an https URL, found ${JSON.stringify(eventsUrl)}`];
  return { ...notifierSettings(environment, 'PagerDuty', 'ROUTING_KEY_SECRET_ARN', problems), eventsUrl };
}
