import type { Finding } from '../types';
import { ALARM_RULES } from './alarm-rules';
import { DATA_RULES } from './data-rules';
import { DELIVERY_RULES } from './delivery-rules';
import { PERMISSION_RULES } from './permission-rules';
import { PROTECTION_RULES } from './protection-rules';
import type { Found, Rule, Subject } from './rule';
import { STACK_RULES } from './stack-rules';

const RULES: readonly Rule[] = [...STACK_RULES, ...DATA_RULES, ...ALARM_RULES, ...DELIVERY_RULES, ...PROTECTION_RULES, ...PERMISSION_RULES];

/** Ids of all findings there can be. */
export const FINDING_IDS: readonly string[] = RULES.map(({ id }) => id);

const SEVERITIES = ['blocking', 'attention', 'info'] as const;

/** What every rule finds in every stack, the gravest first. */
export function findingsOf(subjects: readonly Subject[]): Finding[] {
  const found = RULES.flatMap((rule) => subjects.flatMap((subject) => rule.find(subject).map((hit) => toFinding(rule, subject, hit))));
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}

function toFinding({ id, severity, group }: Rule, { stack }: Subject, { title, why, difference, severity: ownSeverity }: Found): Finding {
  return {
    id,
    severity: ownSeverity ?? severity,
    group,
    title,
    why,
    stackId: stack.stackId,
    ...(difference ? { logicalId: difference.logicalId, section: difference.section } : {}),
    ...(difference?.path === undefined ? {} : { path: difference.path }),
  };
}
