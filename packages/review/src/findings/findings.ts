import type { Finding } from '../types';
import { ALARM_RULES } from './alarm-rules';
import { DATA_RULES } from './data-rules';
import { DELIVERY_RULES } from './delivery-rules';
import { NAME_RULES } from './name-rules';
import { OBSERVED_RULES } from './observed-rules';
import { PERMISSION_RULES } from './permission-rules';
import { PROTECTION_RULES } from './protection-rules';
import type { Change, Found, Rule, Subject } from './rule';
import { ROUTE_RULES } from './route-rules';
import { STACK_RULES } from './stack-rules';

const RULES: readonly Rule[] = [...STACK_RULES, ...DATA_RULES, ...NAME_RULES, ...ROUTE_RULES, ...ALARM_RULES, ...DELIVERY_RULES, ...OBSERVED_RULES, ...PROTECTION_RULES, ...PERMISSION_RULES];

/** Ids of all findings there can be. */
export const FINDING_IDS: readonly string[] = RULES.map(({ id }) => id);

const SEVERITIES = ['blocking', 'attention', 'info'] as const;

/** What every rule finds in every stack, the gravest first. */
export function findingsOf(change: Change): Finding[] {
  const found = RULES.flatMap((rule) => change.subjects.flatMap((subject) => rule.find(subject, change).map((hit) => toFinding(rule, subject, hit))));
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}

function toFinding({ id, severity, group }: Rule, { stack }: Subject, { title, why, difference, stackId = stack.stackId, severity: ownSeverity }: Found): Finding {
  return {
    id,
    severity: ownSeverity ?? severity,
    group,
    title,
    why,
    stackId,
    ...(difference ? { logicalId: difference.logicalId, section: difference.section } : {}),
    ...(difference?.path === undefined ? {} : { path: difference.path }),
  };
}
