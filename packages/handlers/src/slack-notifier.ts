import { type Context, type SNSEvent } from 'aws-lambda';
import { deliver, DeliveryError, lambdaSurroundings } from './http';
import { cachedSecret, withSecret } from './secret';
import { secretsManagerReader } from './secrets-manager';
import { slackMessage } from './slack-message';
import { slackSettings } from './slack-settings';
import { parseNotice } from './sns-message';
import { passOn } from './sns-records';
import { webhookUrlOf } from './webhook-url';

const settings = slackSettings(process.env);
const webhook = cachedSecret(secretsManagerReader(settings.secretArn), lambdaSurroundings.now);

/** The answers of Slack to a webhook that was revoked or replaced. */
const REFUSED: readonly (number | undefined)[] = [401, 403, 404, 410];

/** Posts every SNS record of the event to Slack; throws when one could not be posted. */
export const handler = (event: SNSEvent, context: Context): Promise<void> => passOn(event, context, post);

async function post(message: SNSEvent['Records'][number]['Sns'], remainingMs: () => number): Promise<void> {
  const notice = parseNotice(message);
  const body = JSON.stringify(slackMessage(notice, settings));
  const attempts = await withSecret(
    webhook,
    (secret) => deliver('Slack', { method: 'POST', url: webhookUrlOf(secret), contentType: 'application/json', body }, remainingMs, lambdaSurroundings),
    (error) => error instanceof DeliveryError && REFUSED.includes(error.status),
  );
  console.log(JSON.stringify({ level: 'INFO', message: 'posted to Slack', messageId: message.MessageId, kind: notice.kind, attempts }));
}
