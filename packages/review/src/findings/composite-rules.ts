import type { AlertChange } from '../alerting/alert-change';
import { firesLess, raisersOf, renameAlarms, type AlarmRule } from '../alerting/composite-rule';
import type { Alarm } from '../alerting/world';

/** How the rule of a composite alarm changed. */
export type RuleChange = { readonly kind: 'less'; readonly lost: readonly string[] } | { readonly kind: 'more or equal' } | { readonly kind: 'unknown' };

/** Compares the rules of a composite alarm on both sides; an alarm that only changed its name counts as the same. */
export function ruleChange(stackId: string, logicalId: string, alerts: AlertChange): RuleChange {
  const pair = alerts.pairAfter.get(`${stackId}/${logicalId}`);
  const [old, young] = [ruleOf(pair?.before?.at), ruleOf(pair?.after?.at)];
  if (!old || !young) return { kind: 'unknown' };
  const before = renameAlarms(old, (arn) => newArn(arn, alerts));
  const left = raisersOf(young);
  const lost = [...raisersOf(before)].filter((arn) => !left.has(arn)).map((arn) => arn.split(':alarm:').at(-1) ?? arn);
  const isLess = firesLess(before, young) ?? (lost.length > 0 ? true : undefined);
  if (isLess === undefined) return { kind: 'unknown' };
  return isLess ? { kind: 'less', lost } : { kind: 'more or equal' };
}

function ruleOf(at: object | undefined): AlarmRule | undefined {
  return at && 'rule' in at ? (at as Alarm).rule : undefined;
}

function newArn(arn: string, { before, pairBefore }: AlertChange): string {
  const alarm = before.world.alarms.get(arn);
  const partner = alarm && pairBefore.get(`${alarm.scope.stackId}/${alarm.logicalId}`)?.after?.at;
  return partner && 'arn' in partner ? (partner as Alarm).arn : arn;
}
