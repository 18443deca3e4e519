import { type Environment, httpsProblem, notifierSettings, type NotifierSettings } from './notifier-settings';

/** What the PagerDuty notifier reads from its environment. */
export interface PagerDutySettings extends NotifierSettings {
  /** Where events are sent, which differs between the US and the EU service. */
  readonly eventsUrl: string;
}

/** Beside what every notifier reads: `ROUTING_KEY_SECRET_ARN` and `EVENTS_URL`. Throws with every problem at once. */
export function pagerDutySettings(environment: Environment): PagerDutySettings {
  const settings = notifierSettings(environment, 'PagerDuty', 'ROUTING_KEY_SECRET_ARN', httpsProblem(environment, 'EVENTS_URL'));
  return { ...settings, eventsUrl: environment.EVENTS_URL ?? '' };
}
