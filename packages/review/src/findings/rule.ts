import type { Comparison } from '../comparison';
import type { AlertChange } from '../alerting/alert-change';
import type { Owners } from './owners';
import { physicalName } from '../template';
import type { ResourceDifference } from '../resource-differences';
import type { FindingGroup, PermissionChange, Severity } from '../types';

/** What a rule looks at: one stack, its changes and what they do to permissions. */
export interface Subject extends Comparison {
  readonly permissions: readonly PermissionChange[];
}

/** What every rule may look at: all stacks, and who hears what. */
export interface Change {
  readonly subjects: readonly Subject[];
  readonly alerts: AlertChange;
  readonly owners: Owners;
}

export interface Found {
  readonly title: string;
  readonly why: string;
  /** What the finding is about: a difference, or a resource that itself stays as it is. */
  readonly difference?: Pick<ResourceDifference, 'logicalId' | 'section' | 'path'>;
  /** The stack of that resource, where it is not the one that was looked at. */
  readonly stackId?: string;
  /** Where this case weighs other than the rule. */
  readonly severity?: Severity;
}

/** One thing that a reviewer must not miss. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly group: FindingGroup;
  readonly find: (subject: Subject, change: Change) => readonly Found[];
}

/** What a rule says of one resource; undefined: nothing. */
export type Judgement = Omit<Found, 'difference'> | undefined;

/** A rule's `find` that judges each resource difference on its own. */
export function onResources(judge: (difference: ResourceDifference) => Judgement): Rule['find'] {
  return ({ resources }) =>
    resources.flatMap((difference) => {
      const judgement = judge(difference);
      return judgement ? [{ ...judgement, difference }] : [];
    });
}

/** The name a reader knows the resource by: the physical one where the template states it. */
export function nameOf({ before, after, logicalId }: ResourceDifference): string {
  return physicalName(before) ?? physicalName(after) ?? logicalId;
}

/** Whether the resource is there before and after. */
export function isChanged({ before, after }: ResourceDifference): boolean {
  return before !== undefined && after !== undefined;
}
