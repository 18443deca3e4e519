import { type Context, type SNSEvent } from 'aws-lambda';
import { emfLine } from './emf';
import { deliver, type Delivery, DeliveryError, lambdaSurroundings, type Sending } from './http';
import { type Notice } from './notice';
import { type NotifierSettings } from './notifier-settings';
import { cachedSecret, withSecret } from './secret';
import { secretsManagerReader } from './secrets-manager';
import { parseNotice } from './sns-message';
import { passOn, type SnsRecord } from './sns-records';

/** Sends one thing to the channel's receiver within the time left. */
export type Send = (sending: Omit<Sending, 'receiver'>) => Promise<Delivery>;

/** What the log says of a notice that was passed on. */
export interface Posted {
  readonly attempts: number;
  readonly [more: string]: unknown;
}

/** What sets one notifier apart from the others. */
export interface Channel {
  readonly receiver: string;
  readonly settings: NotifierSettings;
  /** Whether the receiver no longer takes the secret, so that it is read again. */
  readonly isRefused: (error: DeliveryError) => boolean;
  /** How to pass a notice on with the text of the secret; undefined when there is nothing to say to this receiver. */
  readonly passing: (notice: Notice, message: SnsRecord) => ((secretText: string, send: Send) => Promise<Posted>) | undefined;
}

/** The handler of a notifier: passes every SNS record of an event on to the channel, and throws when one could not be. */
export function notifier({ receiver, settings, isRefused, passing }: Channel): (event: SNSEvent, context: Context) => Promise<void> {
  const secret = cachedSecret(secretsManagerReader(settings.secretArn), lambdaSurroundings.now);
  return (event, context) =>
    passOn(event, context, async (message, remainingMs) => {
      const notice = parseNotice(message);
      const said = { messageId: message.MessageId, kind: notice.kind };
      const pass = passing(notice, message);
      if (pass === undefined) {
        console.log(JSON.stringify({ level: 'INFO', message: `nothing for ${receiver}`, ...said }));
        return;
      }
      const send: Send = (sending) => deliver({ receiver, ...sending }, remainingMs, lambdaSurroundings);
      const posted = await withSecret(secret, (text) => pass(text, send), (error) => error instanceof DeliveryError && isRefused(error));
      console.log(JSON.stringify({ level: 'INFO', message: `posted to ${receiver}`, ...said, ...posted }));
      confirmHeartbeat(notice, settings);
    });
}

/** Counts a heartbeat that the receiver took, in the metric whose absence raises an alarm. */
function confirmHeartbeat(notice: Notice, { route, metricsNamespace }: NotifierSettings): void {
  if (notice.kind !== 'heartbeat' || route === undefined || metricsNamespace === undefined) return;
  const line = emfLine({
    namespace: metricsNamespace,
    timestampMs: lambdaSurroundings.now(),
    dimensions: { Route: route },
    groups: [{ dimensionSets: [['Route']], measurements: [{ name: 'HeartbeatDelivered', unit: 'Count', value: 1 }] }],
    properties: { heartbeatId: notice.id },
  });
  // console would wrap the line into JSON of its own, and CloudWatch would find no metric in it
  process.stdout.write(`${line}\n`);
}
