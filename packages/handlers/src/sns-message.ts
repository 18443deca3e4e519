/** An alarm's state as CloudWatch writes it. */
export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

interface Said {
  readonly title?: string;
  readonly description?: string;
  readonly reason?: string;
  /** The AWS account the message is about. */
  readonly accountId?: string;
  /** ISO 8601, as the sender wrote it. */
  readonly occurredAt?: string;
  /** Code of the AWS Region the message is about, such as `eu-west-1`. */
  readonly region?: string;
}

/** A metric or composite alarm changed its state; `title` is the alarm's name. */
export interface AlarmNotice extends Said {
  readonly kind: 'alarm';
  readonly title: string;
  readonly alarmArn?: string;
  readonly state?: AlarmState;
}

/** An EventBridge event that is no alarm. */
export interface EventNotice extends Said {
  readonly kind: 'event';
  /** The event's own id. */
  readonly id?: string;
}

/** Anything else: a budget notice, a sentence, or JSON nobody here knows. */
export interface TextNotice extends Said {
  readonly kind: 'text';
  readonly reason: string;
}

/** What one message on an alert topic says, whoever sent it: the input of every notifier. */
export type Notice = AlarmNotice | EventNotice | TextNotice;

/** The fields of an SNS record that a notifier reads. */
export interface SnsMessage {
  readonly Message: string;
  readonly Subject?: string | null;
  readonly Timestamp?: string;
}

type Json = Readonly<Record<string, unknown>>;

const READERS: readonly ((body: Json) => Notice | undefined)[] = [alarmNotice, alarmEventNotice, eventNotice];

/** Reads any message of an alert topic. Never throws: what is not understood is passed on as text. */
export function parseNotice(message: SnsMessage): Notice {
  const body = jsonObject(message.Message);
  for (const read of body === undefined ? [] : READERS) {
    const notice = read(body as Json);
    if (notice !== undefined) return notice;
  }
  return {
    kind: 'text',
    reason: message.Message,
    ...present({ title: text(message.Subject), occurredAt: text(message.Timestamp) }),
  };
}

/** Metric and composite alarms share these fields. */
function alarmNotice(body: Json): AlarmNotice | undefined {
  const title = text(body.AlarmName);
  if (title === undefined) return undefined;
  return {
    kind: 'alarm',
    title,
    ...present({
      alarmArn: text(body.AlarmArn),
      description: text(body.AlarmDescription),
      reason: text(body.NewStateReason),
      state: alarmState(body.NewStateValue),
      accountId: text(body.AWSAccountId),
      // the message's own "Region" is a display name such as "EU (Ireland)"
      region: regionCode(text(body.AlarmArn)?.split(':')[3]),
      occurredAt: text(body.StateChangeTime),
    }),
  };
}

function alarmEventNotice(body: Json): AlarmNotice | undefined {
  if (body['detail-type'] !== 'CloudWatch Alarm State Change') return undefined;
  const detail = object(body.detail);
  const state = object(detail.state);
  const title = text(detail.alarmName);
  if (title === undefined) return undefined;
  return {
    kind: 'alarm',
    title,
    ...present({
      alarmArn: Array.isArray(body.resources) ? text(body.resources[0]) : undefined,
      description: text(object(detail.configuration).description),
      reason: text(state.reason),
      state: alarmState(state.value),
      accountId: text(body.account),
      region: regionCode(body.region),
      occurredAt: text(state.timestamp) ?? text(body.time),
    }),
  };
}

function eventNotice(body: Json): EventNotice | undefined {
  const title = text(body['detail-type']);
  const source = text(body.source);
  if (title === undefined || source === undefined) return undefined;
  return {
    kind: 'event',
    title,
    description: source,
    ...present({
      id: text(body.id),
      reason: apiCall(object(body.detail)),
      accountId: text(body.account),
      region: regionCode(body.region),
      occurredAt: text(body.time),
    }),
  };
}

/** Only who did what: an event's detail may hold customer data, which must not reach a chat. */
function apiCall(detail: Json): string | undefined {
  const name = text(detail.eventName);
  if (name === undefined) return undefined;
  const by = text(object(detail.userIdentity).arn);
  const failed = text(detail.errorCode);
  return `${name}${by === undefined ? '' : ` by ${by}`}${failed === undefined ? '' : ` (${failed})`}`;
}

/** A Region becomes part of a link, so nothing else may pass for one. */
function regionCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/u.test(value) ? value : undefined;
}

function alarmState(value: unknown): AlarmState | undefined {
  return value === 'ALARM' || value === 'OK' || value === 'INSUFFICIENT_DATA' ? value : undefined;
}

function jsonObject(message: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return isObject(value) ? value : undefined;
  } catch {
    // budgets, people and input transformers send plain text
    return undefined;
  }
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined, which optional properties do not take here. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
