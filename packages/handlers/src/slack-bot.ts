import { alarmIdentity } from './alarm-identity';
import { DeliveryError, type Refusal } from './http';
import { jsonObject, object, objects, text } from './json-value';
import { type AlarmNotice, type Notice } from './notice';
import { type Posted, type Send } from './notifier';
import { type SlackBot } from './slack-destination';
import { slackMessage, type SlackStyle } from './slack-message';

/** Marks our own messages, so that an OK finds the ALARM it ends. */
const EVENT_TYPE = 'payment_observability_alarm';
/** What Slack recommends as the most for one page of a channel's history. */
const HISTORY_MESSAGES = 200;

/** Slack's codes for a token that is no longer taken. */
const TOKEN_REFUSED: readonly string[] = ['invalid_auth', 'token_revoked', 'token_expired', 'account_inactive', 'not_authed'];
/** Slack's codes for a failure that passes. */
const PASSING: readonly string[] = ['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];
/** Slack's codes for a thread that cannot be answered in. */
const NO_THREAD: readonly string[] = ['thread_not_found', 'message_not_found', 'cannot_reply_to_message', 'restricted_action_thread_locked'];

interface Raised {
  /** Slack's id of the message. */
  readonly ts: string;
  readonly since?: string;
}

/** Whether Slack refused the bot's token. */
export function isTokenRefused({ code }: DeliveryError): boolean {
  return code !== undefined && TOKEN_REFUSED.includes(code);
}

/**
 * Posts a notice through a bot. An OK goes into the thread of the message that raised its alarm, and is shown in the channel too; when that message
 * cannot be found or read, it is posted like any other.
 */
export async function postAsBot(notice: Notice, style: SlackStyle, apiUrl: string, bot: SlackBot, send: Send): Promise<Posted> {
  const raised = notice.kind === 'alarm' && notice.state === 'OK' ? await findRaised(notice, style.region, apiUrl, bot, send) : undefined;
  const body = { channel: bot.channel, ...slackMessage(resolvedFrom(notice, raised), style), ...metadataOf(notice, style.region) };
  const post = (thread: object) => call(`${apiUrl}/chat.postMessage`, bot, 'application/json; charset=utf-8', JSON.stringify({ ...body, ...thread }), send);
  if (raised === undefined) return { attempts: (await post({})).attempts };
  try {
    return { attempts: (await post({ thread_ts: raised.ts, reply_broadcast: true })).attempts, thread: true };
  } catch (error) {
    if (!(error instanceof DeliveryError) || !NO_THREAD.includes(error.code ?? '')) throw error;
    return { attempts: (await post({})).attempts };
  }
}

async function findRaised(notice: AlarmNotice, region: string, apiUrl: string, bot: SlackBot, send: Send): Promise<Raised | undefined> {
  const query = new URLSearchParams({ channel: bot.channel, include_all_metadata: 'true', limit: String(HISTORY_MESSAGES) });
  try {
    const { answer } = await call(`${apiUrl}/conversations.history`, bot, 'application/x-www-form-urlencoded', query.toString(), send, 1);
    return raisedIn(answer, alarmIdentity(notice, region));
  } catch (error) {
    // a refused token is not news for the history alone
    if (!(error instanceof DeliveryError) || isTokenRefused(error)) throw error;
    console.log(JSON.stringify({ level: 'WARN', message: 'cannot look for the message of the alarm', reason: error.message }));
    return undefined;
  }
}

/** Slack lists the newest message first. */
function raisedIn(history: string, alarm: string): Raised | undefined {
  for (const { ts, metadata } of objects(jsonObject(history)?.messages)) {
    const { event_type, event_payload } = object(metadata);
    const payload = object(event_payload);
    if (event_type !== EVENT_TYPE || payload.alarm !== alarm || payload.state !== 'ALARM' || typeof ts !== 'string') continue;
    const since = text(payload.since);
    return { ts, ...(since === undefined ? {} : { since }) };
  }
  return undefined;
}

/** With the time the alarm was raised, which CloudWatch's own message of an OK leaves out. */
function resolvedFrom(notice: Notice, raised: Raised | undefined): Notice {
  if (notice.kind !== 'alarm' || raised?.since === undefined || notice.previous?.since !== undefined) return notice;
  return { ...notice, previous: { state: 'ALARM', since: raised.since } };
}

function metadataOf(notice: Notice, region: string): object {
  if (notice.kind !== 'alarm') return {};
  const payload = { alarm: alarmIdentity(notice, region), state: notice.state, since: notice.occurredAt };
  return { metadata: { event_type: EVENT_TYPE, event_payload: payload } };
}

function call(url: string, { token }: SlackBot, contentType: string, body: string, send: Send, maxAttempts?: number) {
  const request = () => ({ method: 'POST' as const, url, contentType, headers: { authorization: `Bearer ${token}` }, body });
  return send({ request, refusalIn, ...(maxAttempts === undefined ? {} : { maxAttempts }) });
}

/** Slack answers HTTP 200 with `{ "ok": false, "error": "…" }`. */
function refusalIn(answer: string): Refusal | undefined {
  const { ok, error } = jsonObject(answer) ?? {};
  if (ok === true) return undefined;
  // another text could repeat what we sent
  const code = typeof error === 'string' && /^[a-z_]{1,60}$/u.test(error) ? error : 'an answer that is not of Slack';
  return { code, retry: PASSING.includes(code) };
}
