import { LIMITS } from '@payment-observability/catalog';
import { LimitError } from '../limit-error';

/** CloudFormation schema of AWS::CloudWatch::Alarm and CompositeAlarm. */
const MAX_DESCRIPTION = 1024;

export function checkName(path: string, alarmName: string): void {
  const { limit } = LIMITS.alarmName;
  if (alarmName.length > limit) throw new LimitError(`${path}.alarmName`, `${alarmName.length} characters (${alarmName.slice(0, 40)}…), an alarm name has at most ${limit}`);
}

export function checkDescription(path: string, description: string): void {
  if (description.length > MAX_DESCRIPTION)
    throw new LimitError(`${path}.description`, `${description.length} characters with severity and runbook, the description of an alarm has at most ${MAX_DESCRIPTION}`);
}
