import { compareText } from './canonical-json';
import { costReview, type Sides } from './cost/cost-review';
import { countActions } from './counts';
import { omit } from './json';
import { compareStack } from './comparison';
import { findingsOf } from './findings/findings';
import type { Subject } from './findings/rule';
import { policyFinding } from './findings/policy-finding';
import { permissionChanges } from './permissions/permission-changes';
import { resourcesOf } from './template';
import type { Finding, LimitUse, Review, ReviewInput, StackInput, StackReview, Template, Verdict } from './types';

/** Says what deploying the stacks would change and what that means; the same input gives the same review. */
export function review(input: ReviewInput): Review {
  const subjects = input.stacks.map((stack): Subject => {
    const comparison = compareStack(stack);
    return { ...comparison, permissions: permissionChanges(comparison.resources, { before: () => resourcesOf(stack.before), after: () => resourcesOf(stack.after), account: stack.account }) };
  });
  const stacks = subjects.map(stackReview);
  const findings = [...findingsOf(subjects), ...(input.policy ?? []).map(policyFinding)];
  const notes = input.notes ?? [];
  const cost = input.cost && costReview(sidesOf(input.stacks), input.cost);
  return {
    name: input.name,
    environment: input.environment,
    template: input.template,
    actionVersion: input.actionVersion,
    verdict: verdictOf(stacks, findings, [...notes, ...(cost?.warnings ?? [])]),
    method: 'template-comparison',
    counts: countActions(stacks.flatMap(({ resources }) => resources)),
    findings,
    notes,
    stacks,
    ...(cost && { cost }),
    ...(input.limits && { limits: nearestFirst(input.limits) }),
  };
}

function sidesOf(stacks: readonly StackInput[]): Sides {
  const present = (side: 'before' | 'after'): Template[] => stacks.flatMap((stack) => (stack[side] === undefined ? [] : [stack[side]]));
  return { before: present('before'), after: present('after') };
}

function nearestFirst(limits: readonly LimitUse[]): readonly LimitUse[] {
  return limits.toSorted((a, b) => b.used / b.limit - a.used / a.limit || compareText(a.what, b.what) || compareText(a.of, b.of));
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

function verdictOf(stacks: readonly StackReview[], findings: readonly Finding[], remarks: readonly unknown[]): Verdict {
  if (findings.some(({ severity }) => severity === 'blocking')) return 'blocked';
  if (stacks.every(({ operation }) => operation === 'none')) return 'no-changes';
  return remarks.length > 0 || findings.some(({ severity }) => severity === 'attention') ? 'attention' : 'safe';
}
