import { type Context, type SNSEvent } from 'aws-lambda';
import { deliver, DeliveryError, lambdaSurroundings } from './http';
import { cachedSecret, withSecret } from './secret';
import { secretsManagerReader } from './secrets-manager';
import { slackMessage } from './slack-message';
import { slackSettings } from './slack-settings';
import { parseNotice } from './sns-message';
import { webhookUrlOf } from './webhook-url';

const settings = slackSettings(process.env);
const webhook = cachedSecret(secretsManagerReader(settings.secretArn), lambdaSurroundings.now);

/** The answers of Slack to a webhook that was revoked or replaced. */
const REFUSED: readonly (number | undefined)[] = [401, 403, 404, 410];

/** Posts every SNS record of the event to Slack; throws when one could not be posted, so that Lambda retries and the dead-letter queue gets it. */
export const handler = async (event: SNSEvent, context: Context): Promise<void> => {
  const failures: unknown[] = [];
  for (const record of event.Records) {
    await post(record.Sns, () => context.getRemainingTimeInMillis()).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) {
    const reasons = failures.map((failure) => (failure instanceof Error ? failure.message : 'unknown error'));
    throw new AggregateError(failures, `${failures.length} of ${event.Records.length} messages not posted: ${reasons.join('; ')}`);
  }
};

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
