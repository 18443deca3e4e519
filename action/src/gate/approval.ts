import type { Gate } from '@payment-observability/config';
import type { RunApproval } from '../github/deployments';
import type { LabelEvent } from '../github/pull-requests';

/** What is known about approvals of one review, all of it from GitHub. */
export interface ApprovalFacts {
  readonly settings: Pick<Gate, 'approvers' | 'label' | 'environment'>;
  /** When the present fingerprint was shown first, by GitHub's clock; undefined while it is not. */
  readonly shownAt?: string;
  /** The earliest first. */
  readonly labelEvents: readonly LabelEvent[];
  /** Author of the pull request, authors and committers of its commits. */
  readonly authors: readonly string[];
  /** Role in the repository of whoever added the label last. */
  readonly role?: string;
  /** What reviewers of environments said to this very run, which has shown the present fingerprint. */
  readonly runApprovals: readonly RunApproval[];
}

export type Approval =
  | { readonly isApproved: true; readonly by: string; readonly at?: string; readonly how: string }
  /** `reason`: why what somebody did does not count; undefined where nobody did anything. */
  | { readonly isApproved: false; readonly reason?: string };

/** Roles whose label counts where the base branch names no approvers. */
const ROLES_WITHOUT_APPROVERS = ['admin', 'maintain'];

/** Whether a person with the right approves what the review shows now. */
export function approvalOf(facts: ApprovalFacts): Approval {
  const answers = [labelApproval(facts), environmentApproval(facts)];
  const reasons = answers.flatMap((answer) => (answer.isApproved || answer.reason === undefined ? [] : [answer.reason]));
  return answers.find(({ isApproved }) => isApproved) ?? { isApproved: false, ...(reasons.length > 0 && { reason: reasons.join(' ') }) };
}

/** The last event of the label decides: a label that was taken off again approves nothing. */
export function lastLabelEvent({ label }: Pick<Gate, 'label'>, events: readonly LabelEvent[]): LabelEvent | undefined {
  const last = events.findLast((event) => isSame(event.label, label));
  return last?.isAdded ? last : undefined;
}

function labelApproval({ settings, shownAt, labelEvents, authors, role }: ApprovalFacts): Approval {
  const added = lastLabelEvent(settings, labelEvents);
  if (!added) return { isApproved: false };
  const { actor, at } = added;
  const refuse = (why: string): Approval => ({ isApproved: false, reason: `The label of ${actor} does not count: ${why}.` });
  if (!added.isPerson) return refuse('it was not added by a person');
  if (authors.some((author) => isSame(author, actor))) return refuse('who wrote the change cannot approve it');
  if (settings.approvers.length > 0 && !settings.approvers.some((approver) => isSame(approver, actor))) return refuse('gate.approvers of the base branch does not name them');
  if (settings.approvers.length === 0 && !ROLES_WITHOUT_APPROVERS.includes(role ?? '')) return refuse(`the base branch names no gate.approvers, so that the role maintain or admin is needed, and theirs is ${role ?? 'none'}`);
  if (shownAt === undefined || at <= shownAt) return refuse('it was added before this change was shown; remove it and add it again');
  return { isApproved: true, by: actor, at, how: `label ${settings.label}` };
}

function environmentApproval({ settings: { environment }, runApprovals, authors }: ApprovalFacts): Approval {
  if (environment === undefined) return { isApproved: false };
  const given = runApprovals.filter((approval) => isSame(approval.environment, environment));
  if (given.some(({ isApproved }) => !isApproved)) return { isApproved: false, reason: `${given.find(({ isApproved }) => !isApproved)?.user} rejected it in environment ${environment}.` };
  const foreign = given.find(({ user }) => !authors.some((author) => isSame(author, user)));
  if (foreign) return { isApproved: true, by: foreign.user, how: `environment ${environment}` };
  return { isApproved: false, ...(given[0] && { reason: `The approval of ${given[0].user} in environment ${environment} does not count: who wrote the change cannot approve it.` }) };
}

/** Logins, labels and environments of GitHub know no case. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
