import { lambdaSurroundings } from './http';
import { notifier } from './notifier';
import { signingSecretOf } from './signing-secret';
import { webhookBody } from './webhook-body';
import { webhookEndpoint, webhookSettings } from './webhook-settings';
import { signatureHeaders } from './webhook-signature';

const settings = webhookSettings(process.env);

/** The answers of a receiver that does not take the signature. */
const REFUSED: readonly (number | undefined)[] = [401, 403];

/** Posts every SNS record of the event to a signed webhook; throws when one could not be posted. */
export const handler = notifier({
  receiver: 'webhook',
  settings,
  isRefused: ({ status }) => REFUSED.includes(status),
  passing: (notice, { MessageId, Timestamp }) => async (secretText, send) => {
    const { keys, url } = signingSecretOf(secretText);
    const endpoint = webhookEndpoint(settings, url);
    const body = JSON.stringify(webhookBody(notice, { ...settings, publishedAt: Timestamp }));
    const headers = () => signatureHeaders({ id: MessageId, timestampSeconds: Math.floor(lambdaSurroundings.now() / 1000), body }, keys);
    const { attempts } = await send({ request: () => ({ method: 'POST', url: endpoint, contentType: 'application/json', headers: headers(), body }) });
    return { attempts };
  },
});
