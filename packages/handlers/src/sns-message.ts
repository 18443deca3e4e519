import { alarmEventNotice, alarmNotice } from './alarm-notice';
import { time } from './aws-field';
import { budgetNotice } from './budget-notice';
import { eventNotice, heartbeatNotice } from './event-notice';
import { type Json, jsonObject, present, text } from './json-value';
import { maskedTexts } from './masked-text';
import { type Notice } from './notice';

/** The fields of an SNS record that a notifier reads. */
export interface SnsMessage {
  readonly Message: string;
  readonly Subject?: string | null;
  readonly Timestamp?: string;
}

const READERS: readonly ((body: Json) => Notice | undefined)[] = [alarmNotice, alarmEventNotice, heartbeatNotice, eventNotice];

/** Reads any message of an alert topic. Never throws: what is not understood is passed on as text. Card numbers are masked, wherever they stand. */
export function parseNotice(message: SnsMessage): Notice {
  return maskedTexts(understood(message));
}

function understood({ Message, Subject, Timestamp }: SnsMessage): Notice {
  const body = jsonObject(Message);
  for (const read of body === undefined ? [] : READERS) {
    const notice = read(body as Json);
    if (notice !== undefined) return notice;
  }
  // SNS has no other type than text, but whoever calls the function by hand may
  const words = typeof Message === 'string' ? Message : (JSON.stringify(Message) ?? '');
  const sent = present({ occurredAt: time(Timestamp) });
  const budget = budgetNotice(words);
  return budget === undefined ? { kind: 'text', reason: words, ...sent, ...present({ title: text(Subject) }) } : { ...budget, ...sent };
}
