import { changeList, compareStack, type Comparison } from './comparison';
import { digest } from './canonical-json';
import { withoutMetadata } from './template';
import type { Digests, StackInput, Template } from './types';

const NOTHING_TO_DO = digest([]);

/** Whether a deploy does what reviews showed, and if not, why. */
export type Coverage = { readonly covered: true } | { readonly covered: false; readonly reason: string };

/** What a review of the stack stands for; the order of keys and Metadata change nothing. */
export function stackDigests(stack: StackInput, actionVersion: string): Digests {
  return digestsOf(compareStack(stack), actionVersion);
}

/** `stackDigests` of a comparison that is made already. */
export function digestsOf(comparison: Comparison, actionVersion: string): Digests {
  const { before, after, baselineKind } = comparison.stack;
  return { actionVersion, desiredDigest: templateDigest(after), baselineKind, baselineDigest: templateDigest(before), changeDigest: digest(changeList(comparison)) };
}

/** Whether what is left to do now is what was reviewed. */
export function compareReviewed(reviewed: Digests, now: Digests): Coverage {
  if (reviewed.desiredDigest !== now.desiredDigest) return { covered: false, reason: `the template to deploy is not the one that was reviewed${versionNote(reviewed, now)}` };
  if (now.changeDigest === NOTHING_TO_DO || now.changeDigest === reviewed.changeDigest) return { covered: true };
  if (reviewed.baselineDigest === now.baselineDigest) return { covered: false, reason: `the same templates give another change than the review showed${versionNote(reviewed, now)}` };
  return { covered: false, reason: MOVED_BASELINE[reviewed.baselineKind] };
}

const MOVED_BASELINE: Readonly<Record<Digests['baselineKind'], string>> = {
  deployed: 'the stack was changed since the review, so deploying does something the review did not show',
  'base-file': "the review compared with the base branch's file, and the deployed stack is not what that file predicted, so deploying does something the review did not show",
  none: 'the review showed a stack that did not exist, and now there is one, so deploying does something the review did not show',
};

function versionNote(reviewed: Digests, now: Digests): string {
  return reviewed.actionVersion === now.actionVersion ? '' : ` (the action moved from ${reviewed.actionVersion} to ${now.actionVersion} since the review)`;
}

function templateDigest(template: Template | undefined): string {
  return digest(template === undefined ? null : withoutMetadata(template));
}
