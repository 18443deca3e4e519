import { notifier } from './notifier';
import { isTokenRefused, postAsBot } from './slack-bot';
import { slackDestinationOf } from './slack-destination';
import { slackMessage } from './slack-message';
import { slackSettings } from './slack-settings';

const settings = slackSettings(process.env);

/** The answers of Slack to a webhook that was revoked or replaced. */
const REFUSED: readonly (number | undefined)[] = [401, 403, 404, 410];

/** Posts every SNS record of the event to Slack; throws when one could not be posted. */
export const handler = notifier({
  receiver: 'Slack',
  settings,
  isRefused: (error) => REFUSED.includes(error.status) || isTokenRefused(error),
  passing: (notice) => async (secretText, send) => {
    const destination = slackDestinationOf(secretText);
    if (destination.kind === 'bot') return postAsBot(notice, settings, settings.apiUrl, destination, send);
    const body = JSON.stringify(slackMessage(notice, settings));
    const { attempts } = await send({ request: () => ({ method: 'POST', url: destination.url, contentType: 'application/json', body }) });
    return { attempts };
  },
});
