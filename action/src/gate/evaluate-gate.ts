import type { Gate as GateSettings } from '@payment-observability/config';
import { fingerprintOf, type Finding, type Gate, type Review, type ReviewedStack } from '@payment-observability/review';
import type { EventPullRequest } from '../event';
import { GitHubError } from '../github/api';
import type { ReviewComment } from '../github/comments';
import type { PullRequestNow } from '../github/pull-requests';
import type { RunContext } from '../run-context';
import { type Approval, approvalOf, lastLabelEvent } from './approval';

/** Whether the check lets the change through, and what its comment has to remember. */
export interface GateDecision {
  /** For the comment and the summary. */
  readonly gate: Gate;
  readonly blocking: readonly Finding[];
  readonly fingerprint: string;
  /** When the fingerprint was shown first; absent where it is new. */
  readonly shownAt?: string;
}

/** What the gate looks at in a pull request. */
export interface GatedPullRequest {
  readonly pullRequest: EventPullRequest;
  /** As it is now. */
  readonly now: Promise<PullRequestNow>;
  /** Our comment of this review, as it stands. */
  readonly existing: ReviewComment | undefined;
}

/** Decides whether what blocks is approved. Without a pull request nobody can approve. */
export async function evaluateGate(context: RunContext, review: Review, stacks: Readonly<Record<string, ReviewedStack>>, settings: GateSettings, gated?: GatedPullRequest): Promise<GateDecision> {
  const blocking = review.findings.filter(({ severity }) => severity === 'blocking');
  const fingerprint = fingerprintOf(review, stacks);
  const shownAt = gated?.existing && shownSince(gated.existing, fingerprint);
  const common = { blocking, fingerprint, ...(shownAt !== undefined && { shownAt }) };
  if (blocking.length === 0) return { ...common, gate: { state: 'open', blocking: 0 } };
  const approval = gated ? await askForApproval(context, settings, gated, shownAt, fingerprint) : { isApproved: false as const };
  return { ...common, gate: { blocking: blocking.length, ...gateOf(approval, settings) } };
}

/** When our comment first showed the fingerprint: it remembers, or shows it itself for the first time. */
function shownSince({ header, updatedAt, editedBy }: ReviewComment, fingerprint: string): string | undefined {
  if (editedBy !== undefined || header.fingerprint !== fingerprint) return undefined;
  return header.shownAt ?? updatedAt;
}

async function askForApproval({ github, event }: RunContext, settings: GateSettings, { pullRequest, now, existing }: GatedPullRequest, shownAt: string | undefined, fingerprint: string): Promise<Approval> {
  const { number } = pullRequest;
  // an approval in an environment is given to a run, which has to have shown this
  const isShownByThisRun = existing?.header.runId === event.runId && existing.header.fingerprint === fingerprint && existing.editedBy === undefined;
  try {
    const [{ author }, authors, labelEvents, runApprovals] = await Promise.all([
      now,
      github.commitAuthors(number),
      github.labelEvents(number),
      settings.environment !== undefined && isShownByThisRun ? github.runApprovals(event.runId) : [],
    ]);
    const added = lastLabelEvent(settings, labelEvents);
    const role = added && settings.approvers.length === 0 ? await github.roleOf(added.actor) : undefined;
    return approvalOf({ settings, labelEvents, runApprovals, authors: [author, ...authors], ...(shownAt !== undefined && { shownAt }), ...(role !== undefined && { role }) });
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPermission) throw error;
    return { isApproved: false, reason: `Approvals could not be read: ${error.message}.` };
  }
}

function gateOf(approval: Approval, settings: GateSettings): Omit<Gate, 'blocking'> {
  if (!approval.isApproved) return { state: 'blocked', how: [approval.reason, wayOut(settings)].filter((line) => line !== undefined).join('\n') };
  return { state: 'approved', approvedBy: approval.by, ...(approval.at !== undefined && { approvedAt: approval.at }), how: `By ${approval.how}.` };
}

/** What a person has to do, in plain text. */
function wayOut({ approvers, label, environment }: GateSettings): string {
  const who = approvers.length > 0 ? `one of ${approvers.join(', ')}` : 'someone with the role maintain or admin';
  const or = environment === undefined ? '' : `, or a reviewer approves environment "${environment}" in this run`;
  return `To let it through, ${who}, who wrote none of its commits, adds the label "${label}" after reading this${or}. A push that changes the review voids it.`;
}
