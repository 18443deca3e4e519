import { SECTION_NAMES } from '@payment-observability/config';
import { compareText } from '../canonical-json';
import type { Action, ResourceChange } from '../types';

/** Actions, what takes something away first. */
const GRAVEST_FIRST: readonly Action[] = ['remove', 'replace', 'may replace', 'orphan', 'update', 'add'];

/** Changes by section: those of observability.yml in its order, others by name, `other` last. */
export function bySection(changes: readonly ResourceChange[]): [string, ResourceChange[]][] {
  const sections = new Map<string, ResourceChange[]>();
  for (const change of changes) sections.set(change.section, [...(sections.get(change.section) ?? []), change]);
  return [...sections]
    .toSorted(([a], [b]) => place(a) - place(b) || compareText(a, b))
    .map(([section, members]) => [section, members.toSorted(gravestFirst)]);
}

function gravestFirst(a: ResourceChange, b: ResourceChange): number {
  return GRAVEST_FIRST.indexOf(a.action) - GRAVEST_FIRST.indexOf(b.action) || compareText(a.logicalId, b.logicalId);
}

function place(section: string): number {
  const known = (SECTION_NAMES as readonly string[]).indexOf(section);
  return section === 'other' ? SECTION_NAMES.length + 1 : known < 0 ? SECTION_NAMES.length : known;
}
