import { notifier } from './notifier';
import { pagerDutyEvents } from './pagerduty-event';
import { pagerDutySettings } from './pagerduty-settings';
import { routingKeyOf } from './routing-key';

const settings = pagerDutySettings(process.env);

/** The answers of PagerDuty to a key it does not take; 400 is its answer to an unknown one. */
const REFUSED: readonly (number | undefined)[] = [400, 401, 403, 404];

/** Sends every SNS record of the event to PagerDuty; throws when one could not be sent. */
export const handler = notifier({
  receiver: 'PagerDuty',
  settings,
  isRefused: ({ status }) => REFUSED.includes(status),
  passing: (notice, { MessageId }) => {
    const events = pagerDutyEvents(notice, { ...settings, messageId: MessageId });
    if (events.length === 0) return undefined;
    return async (secretText, send) => {
      const routing_key = routingKeyOf(secretText);
      let attempts = 0;
      for (const event of events) {
        const body = JSON.stringify({ routing_key, ...event });
        attempts += (await send({ request: () => ({ method: 'POST', url: settings.eventsUrl, contentType: 'application/json', body }) })).attempts;
      }
      return { action: events.map(({ event_action }) => event_action).join(', '), attempts };
    };
  },
});
