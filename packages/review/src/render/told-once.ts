import type { Finding, Severity } from '../types';

type Relation = (strong: Finding, weak: Finding) => boolean;

const isInStack: Relation = (strong, weak) => strong.stackId === weak.stackId;
const isOfResource: Relation = (strong, weak) => isInStack(strong, weak) && strong.logicalId !== undefined && strong.logicalId === weak.logicalId;
const isOfEntry: Relation = (strong, weak) => isInStack(strong, weak) && weak.path?.startsWith(`${strong.path}.alarms.`) === true;
// both titles end in the statements they are about
const isOfStatements: Relation = (strong, weak) => isOfResource(strong, weak) && statements(strong) === statements(weak);

/** Ids of findings that tell the fact of another one as well, by whom they make superfluous and when. */
const TELLS: Readonly<Partial<Record<string, { readonly ids: readonly string[]; readonly when: Relation }>>> = {
  'stack-removed': { ids: ['alarm-removed', 'watcher-removed', 'resource-unlisted', 'grant-removed', 'alerting-grant-removed'], when: isInStack },
  'resource-unlisted': { ids: ['alarm-removed'], when: isOfEntry },
  'severity-lowered': { ids: ['alarm-actions-removed', 'alarm-recovery-action-removed'], when: isOfResource },
  'alarm-actions-removed': { ids: ['alarm-recovery-action-removed', 'signals-unheard'], when: isOfResource },
  'name-taken': { ids: ['alarm-renamed', 'custom-name-replaced'], when: isOfResource },
  'cross-account-access': { ids: ['permission-broadened'], when: isOfStatements },
};

const GRAVITY: Readonly<Record<Severity, number>> = { blocking: 2, attention: 1, info: 0 };

/**
 * The findings without those whose fact another one tells better, for a person who reads them; a graver one always stays. What decides,
 * the gate and the machine-readable forms, has them all.
 */
export function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const tellers = findings.filter(({ id }) => TELLS[id] !== undefined);
  return findings.filter((weak) => !tellers.some((strong) => tells(strong, weak)));
}

function tells(strong: Finding, weak: Finding): boolean {
  const told = TELLS[strong.id];
  return told !== undefined && told.ids.includes(weak.id) && GRAVITY[strong.severity] >= GRAVITY[weak.severity] && told.when(strong, weak);
}

function statements({ title }: Finding): string {
  return title.slice(title.indexOf(': '));
}
