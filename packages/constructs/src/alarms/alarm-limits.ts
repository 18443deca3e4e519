import { LIMITS } from '@payment-observability/catalog';
import { LimitError } from '../limit-error';
import type { MetricAlarmSpec } from './alarm-spec';

/** CloudFormation schema of AWS::CloudWatch::Alarm and CompositeAlarm. */
const MAX_DESCRIPTION = 1024;
const HOUR_SECONDS = 3600;

export function checkName(path: string, alarmName: string): void {
  const { limit } = LIMITS.alarmName;
  if (alarmName.length > limit) throw new LimitError(`${path}.alarmName`, `${alarmName.length} characters (${alarmName.slice(0, 40)}…), an alarm name has at most ${limit}`);
}

export function checkDescription(path: string, description: string): void {
  if (description.length > MAX_DESCRIPTION)
    throw new LimitError(`${path}.description`, `${description.length} characters with severity and runbook, the description of an alarm has at most ${MAX_DESCRIPTION}`);
}

/** How far back an alarm looks. */
export function checkWindow({ path, periodSeconds, evaluationPeriods }: MetricAlarmSpec): void {
  const seconds = periodSeconds * evaluationPeriods;
  const { limit } = periodSeconds < HOUR_SECONDS ? LIMITS.alarmRangeSeconds : LIMITS.alarmLongRangeSeconds;
  if (seconds > limit) throw new LimitError(`${path}.evaluationPeriods`, `${evaluationPeriods} periods of ${periodSeconds} s are ${seconds} s, an alarm with this period looks back at most ${limit} s`);
}

/** `children` are the alarms of a composite rule, one for each time they stand in it. */
export function checkRule(path: string, children: readonly string[]): void {
  const different = new Set(children).size;
  if (different > LIMITS.compositeChildren.limit) throw new LimitError(`${path}.when`, `${different} alarms, a composite alarm has at most ${LIMITS.compositeChildren.limit}`);
  if (children.length > LIMITS.compositeElements.limit)
    throw new LimitError(`${path}.when`, `${children.length} elements, the rule of a composite alarm has at most ${LIMITS.compositeElements.limit}`);
}
