import type { Condition } from '@payment-observability/config';
import { AlarmRule, AlarmState, AtLeastThreshold, type AlarmBase, type IAlarmRule } from 'aws-cdk-lib/aws-cloudwatch';

/** The rule of a composite alarm, built from alarm objects so that names are quoted and the order of creation is known. */
export function toAlarmRule(condition: Condition, alarm: (id: string) => AlarmBase): IAlarmRule {
  if (typeof condition === 'string') return AlarmRule.fromAlarm(alarm(condition), AlarmState.ALARM);
  if ('not' in condition) return AlarmRule.not(toAlarmRule(condition.not, alarm));
  if ('atLeast' in condition) return AlarmRule.atLeast(AlarmState.ALARM, { threshold: AtLeastThreshold.count(condition.atLeast), operands: condition.of.map(alarm) });
  const operands = (conditions: readonly Condition[]) => conditions.map((operand) => toAlarmRule(operand, alarm));
  return 'all' in condition ? AlarmRule.allOf(...operands(condition.all)) : AlarmRule.anyOf(...operands(condition.any));
}
