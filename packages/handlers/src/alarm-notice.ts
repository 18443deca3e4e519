import { configurationMetrics, triggerMetrics } from './alarm-metric';
import { alarmReading, evaluationPeriods, roundedReason } from './alarm-reading';
import { accountId, regionCode, time } from './aws-field';
import { type Json, jsonObject, object, objects, present, text } from './json-value';
import { type AlarmNotice, type AlarmState, type ChildAlarm } from './notice';

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** The message that CloudWatch publishes when an alarm changes its state; metric and composite alarms share these fields. */
export function alarmNotice(body: Json): AlarmNotice | undefined {
  const title = text(body.AlarmName);
  if (title === undefined) return undefined;
  const trigger = object(body.Trigger);
  const reason = text(body.NewStateReason);
  const alarmArn = text(body.AlarmArn);
  const before = alarmState(body.OldStateValue);
  const measured = triggerMetrics(trigger);
  return {
    kind: 'alarm',
    title,
    ...measured,
    children: objects(body.TriggeringChildren).flatMap(({ Arn, State }) => child(Arn, object(State).Value)),
    ...present({
      alarmArn,
      description: text(body.AlarmDescription),
      reason: roundedReason(reason),
      state: alarmState(body.NewStateValue),
      previous: before && { state: before },
      reading: alarmReading(reason, undefined, trigger),
      lookBackSeconds: lookBack(measured, reason, trigger),
      accountId: accountId(body.AWSAccountId),
      // the message's own "Region" is a display name such as "EU (Ireland)"
      region: regionCode(alarmArn?.split(':')[3]),
      occurredAt: time(body.StateChangeTime),
    }),
  };
}

/** The event that EventBridge brings when an alarm changes its state. */
export function alarmEventNotice(body: Json): AlarmNotice | undefined {
  if (body['detail-type'] !== 'CloudWatch Alarm State Change') return undefined;
  const detail = object(body.detail);
  const state = object(detail.state);
  const title = text(detail.alarmName);
  if (title === undefined) return undefined;
  const configuration = object(detail.configuration);
  const reason = text(state.reason);
  const measured = configurationMetrics(configuration);
  return {
    kind: 'alarm',
    title,
    ...measured,
    children: objects(jsonObject(state.reasonData)?.triggeringAlarms).flatMap((alarm) => child(alarm.arn, object(alarm.state).value)),
    ...present({
      alarmArn: Array.isArray(body.resources) ? text(body.resources[0]) : undefined,
      description: text(configuration.description),
      reason: roundedReason(reason),
      state: alarmState(state.value),
      previous: previousOf(object(detail.previousState)),
      reading: alarmReading(reason, state.reasonData, {}),
      lookBackSeconds: lookBack(measured, reason, {}),
      accountId: accountId(body.account),
      region: regionCode(body.region),
      occurredAt: time(state.timestamp) ?? time(body.time),
    }),
  };
}

function previousOf({ value, timestamp }: Json): AlarmNotice['previous'] {
  const state = alarmState(value);
  return state && { state, ...present({ since: time(timestamp) }) };
}

function child(arn: unknown, state: unknown): ChildAlarm[] {
  const name = text(arn)?.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/u, '');
  return name === undefined ? [] : [{ name, ...present({ state: alarmState(state) }) }];
}

function lookBack({ metrics }: Pick<AlarmNotice, 'metrics'>, reason: string | undefined, trigger: Json): number | undefined {
  const longestSeconds = Math.max(0, ...metrics.map(({ periodSeconds }) => periodSeconds ?? 0));
  const seconds = longestSeconds * (evaluationPeriods(reason, trigger) + 1);
  return seconds > 0 && Number.isSafeInteger(seconds) ? seconds : undefined;
}

function alarmState(value: unknown): AlarmState | undefined {
  return STATES.find((state) => state === value);
}
