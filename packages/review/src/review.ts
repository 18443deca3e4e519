import { countActions } from './counts';
import { omit } from './json';
import { compareStack } from './comparison';
import { findingsOf } from './findings/findings';
import type { Subject } from './findings/rule';
import { permissionChanges } from './permissions/permission-changes';
import type { Finding, Note, Review, ReviewInput, StackReview, Verdict } from './types';

/** Says what deploying the stacks would change and what that means; the same input gives the same review. */
export function review(input: ReviewInput): Review {
  const subjects = input.stacks.map((stack): Subject => {
    const comparison = compareStack(stack);
    return { ...comparison, permissions: permissionChanges(comparison.resources) };
  });
  const stacks = subjects.map(stackReview);
  const findings = findingsOf(subjects);
  const notes = input.notes ?? [];
  return {
    name: input.name,
    environment: input.environment,
    template: input.template,
    actionVersion: input.actionVersion,
    verdict: verdictOf(stacks, findings, notes),
    method: 'template-comparison',
    counts: countActions(stacks.flatMap(({ resources }) => resources)),
    findings,
    notes,
    stacks,
  };
}

function stackReview({ stack, resources, templateChanges, permissions }: Subject): StackReview {
  const { before, after } = stack;
  const changes = resources.map((difference) => omit(difference, 'before', 'after'));
  const hasChanges = changes.length > 0 || templateChanges.length > 0;
  return {
    ...omit(stack, 'before', 'after'),
    operation: !before && after ? 'create' : before && !after ? 'delete' : hasChanges ? 'update' : 'none',
    counts: countActions(changes),
    resources: changes,
    templateChanges,
    permissions,
  };
}

function verdictOf(stacks: readonly StackReview[], findings: readonly Finding[], notes: readonly Note[]): Verdict {
  if (findings.some(({ severity }) => severity === 'blocking')) return 'blocked';
  if (stacks.every(({ operation }) => operation === 'none')) return 'no-changes';
  return notes.length > 0 || findings.some(({ severity }) => severity === 'attention') ? 'attention' : 'safe';
}
