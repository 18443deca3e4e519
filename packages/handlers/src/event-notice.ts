import { accountId, eventId, regionCode, time } from './aws-field';
import { type Json, object, objects, present, text } from './json-value';
import { type EventNotice, type HeartbeatNotice } from './notice';
import { severityOf } from './severity';

/** Source and detail type of our own monthly message. */
const HEARTBEAT = { source: 'payment-observability', detailType: 'Alert route heartbeat' } as const;

/** The monthly heartbeat, in the form of an EventBridge event. */
export function heartbeatNotice(body: Json): HeartbeatNotice | undefined {
  if (body.source !== HEARTBEAT.source || body['detail-type'] !== HEARTBEAT.detailType) return undefined;
  return { kind: 'heartbeat', title: HEARTBEAT.detailType, ...origin(body), ...present({ severity: severityOf(object(body.detail).severity) }) };
}

/** Any event of EventBridge. Only named fields of its detail are read: it may hold customer data, which must not reach a chat. */
export function eventNotice(body: Json): EventNotice | undefined {
  const title = text(body['detail-type']);
  const source = text(body.source);
  if (title === undefined || source === undefined) return undefined;
  const detail = object(body.detail);
  return { kind: 'event', title, description: source, ...origin(body), ...present({ reason: apiCall(detail) ?? healthEvent(detail) }) };
}

function origin(body: Json) {
  return present({ id: eventId(body.id), accountId: accountId(body.account), region: regionCode(body.region), occurredAt: time(body.time) });
}

/** What CloudTrail saw: who did what. */
function apiCall(detail: Json): string | undefined {
  const name = text(detail.eventName);
  if (name === undefined) return undefined;
  const by = text(object(detail.userIdentity).arn);
  const failed = text(detail.errorCode);
  return `${name}${by === undefined ? '' : ` by ${by}`}${failed === undefined ? '' : ` (${failed})`}`;
}

/** What AWS Health says, in its own words. */
function healthEvent(detail: Json): string | undefined {
  const code = text(detail.eventTypeCode);
  if (code === undefined) return undefined;
  const kind = [detail.eventTypeCategory, detail.statusCode].flatMap((part) => text(part) ?? []).join(', ');
  const words = objects(detail.eventDescription).flatMap(({ latestDescription }) => text(latestDescription) ?? [])[0];
  return `${code}${kind === '' ? '' : ` (${kind})`}${words === undefined ? '' : `: ${words}`}`;
}
