import { type Context, type SNSEvent } from 'aws-lambda';
import { deliver, DeliveryError, lambdaSurroundings } from './http';
import { pagerDutyEvent } from './pagerduty-event';
import { pagerDutySettings } from './pagerduty-settings';
import { routingKeyOf } from './routing-key';
import { cachedSecret, withSecret } from './secret';
import { secretsManagerReader } from './secrets-manager';
import { parseNotice } from './sns-message';
import { passOn } from './sns-records';

const settings = pagerDutySettings(process.env);
const routingKey = cachedSecret(secretsManagerReader(settings.secretArn), lambdaSurroundings.now);

/** The answers of PagerDuty to a key it does not take; 400 is its answer to an unknown one. */
const REFUSED: readonly (number | undefined)[] = [400, 401, 403, 404];

/** Sends every SNS record of the event to PagerDuty; throws when one could not be sent. */
export const handler = (event: SNSEvent, context: Context): Promise<void> => passOn(event, context, send);

async function send(message: SNSEvent['Records'][number]['Sns'], remainingMs: () => number): Promise<void> {
  const notice = parseNotice(message);
  const event = pagerDutyEvent(notice, { ...settings, messageId: message.MessageId });
  const said = { messageId: message.MessageId, kind: notice.kind };
  if (event === undefined) {
    console.log(JSON.stringify({ level: 'INFO', message: 'nothing for PagerDuty', ...said }));
    return;
  }
  const attempts = await withSecret(
    routingKey,
    (secret) => deliver('PagerDuty', { method: 'POST', url: settings.eventsUrl, contentType: 'application/json', body: JSON.stringify({ routing_key: routingKeyOf(secret), ...event }) }, remainingMs, lambdaSurroundings),
    (error) => error instanceof DeliveryError && REFUSED.includes(error.status),
  );
  console.log(JSON.stringify({ level: 'INFO', message: 'posted to PagerDuty', ...said, action: event.event_action, attempts }));
}
