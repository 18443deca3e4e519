import { isRecord, listOf } from '../json';
import type { MessageBody } from './filter-policy';
import { accountOf, type Scope } from './scope';
import type { Alarm } from './world';

/** Keys of an alarm's message whose values are known at run time only. */
const AT_RUN_TIME = Object.fromEntries(
  ['AlarmConfigurationUpdatedTimestamp', 'NewStateReason', 'StateChangeTime', 'Region', 'OldStateValue', 'OKActions', 'AlarmActions', 'InsufficientDataActions', 'Trigger', 'AlarmRule'].map((key) => [key, undefined]),
);

/** What CloudWatch sends when an alarm changes its state. */
export function alarmMessage({ name, arn, scope, resource: { properties } }: Alarm, state: 'ALARM' | 'OK'): MessageBody {
  return {
    ...AT_RUN_TIME,
    AlarmName: name,
    AlarmArn: arn,
    AlarmDescription: typeof properties['AlarmDescription'] === 'string' ? properties['AlarmDescription'] : undefined,
    AWSAccountId: scope.account,
    NewStateValue: state,
  };
}

/** What EventBridge sends when an event matches a pattern: a value that the pattern leaves open is known at run time only. */
export function eventMessage(pattern: unknown, scope: Scope): MessageBody {
  const only = (key: string): string | undefined => {
    const values = isRecord(pattern) ? listOf(pattern[key]) : [];
    return values.length === 1 && typeof values[0] === 'string' ? values[0] : undefined;
  };
  return { version: '0', id: undefined, time: undefined, resources: undefined, detail: undefined, account: accountOf(scope), region: scope.region, source: only('source'), 'detail-type': only('detail-type') };
}
