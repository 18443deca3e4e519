import { setImmediate } from 'node:timers/promises';
import type { Config, Gate } from '@payment-observability/config';
import { type Finding, renderComment, renderSummary, reviewedStack, withBlocks, type Review, type ReviewedStack } from '@payment-observability/review';
import { accessAccount } from '../account-access';
import { movedBaseNotes, readBaseFile } from '../base-branch';
import { setOutputs } from '../command-outputs';
import { compareWithBaseFile, compareWithDeployed, readDeployed } from '../compare-stacks';
import type { EventPullRequest } from '../event';
import { FailedRun } from '../failed-run';
import { evaluateGate, type GateDecision } from '../gate/evaluate-gate';
import { gateSettings } from '../gate/gate-settings';
import { GitHubError } from '../github/api';
import type { ReviewComment } from '../github/comments';
import type { PullRequestNow } from '../github/pull-requests';
import { observeStacks } from '../observe-stacks';
import { changeSetsOf } from '../change-sets';
import { checkPolicy } from '../policy/check-policy';
import { reviewOf, writeReview } from '../review-comment';
import { requireReviewed } from '../review-coverage';
import { writeReviewFiles } from '../review-files';
import { renderHeader, reviewKey } from '../review-header';
import type { AccountAccess, Desired, RunContext } from '../run-context';
import { ACTION_VERSION } from '../version';
import { synth } from './synth';
import { readConfigFile } from './validate';

/** The pull request of a run, with what is asked about it before the synthesis. */
interface ReviewedPullRequest {
  readonly event: EventPullRequest;
  readonly now: Promise<PullRequestNow>;
  readonly reviews: Promise<readonly ReviewComment[]>;
}

/**
 * `diff`: reviews the change, on the pull request where there is one, and always in the job summary. Fails when
 * something blocks that nobody with the right has approved.
 *
 * What is asked of GitHub and AWS is asked before the synthesis, so that the answers arrive while it runs.
 */
export async function diff(context: RunContext, config: Config): Promise<void> {
  const { runner, inputs, event } = context;
  const pullRequest = askAboutPullRequest(context);
  const base = ahead(readBaseFile(context));
  const access = await accessAccount(context, config);
  const account = typeof access === 'string' ? undefined : readAccount(context, config, access);
  await requestsSent();
  const desired = synth(context, config);
  if (typeof access === 'string') runner.info(`Compared with the base branch's file${inputs.changeSet ? ', and without change sets' : ''}: ${access}.`);
  else runner.info(`Compared with what is deployed, read with ${access.source}.`);
  const { text, tipText } = await base;
  const notes = pullRequest ? movedBaseNotes({ text, tipText }, inputs.configFile, pullRequest.event.baseRef) : [];
  const ownText = await readConfigFile(context);
  const remarks = { notes, policy: await checkPolicy({ ...desired, ...context, file: inputs.configFile, text: ownText, baseText: text, script: context.policyScript }) };
  const comparison = account === undefined ? compareWithBaseFile(context, desired, text, remarks) : compareWithDeployed(desired, await account.deployed, { ...remarks, observed: await account.observed, changeSets: inputs.changeSet ? await account.changeSets(desired) : undefined });
  // what the stack differs in anyway is not this change's, and must not hold up others
  const isUntouched = (event.pullRequest ?? event.mergeGroup) !== undefined && text === ownText;
  const gate = gateSettings(context, tipText, config.environment.name);
  const settings = isUntouched ? { ...gate, block: [] } : gate;
  const review = withBlocks(comparison.review, settings);
  const stacks = Object.fromEntries(comparison.stacks.map((stack) => [stack.stackId, reviewedStack(stack, ACTION_VERSION)]));
  setOutputs(context, desired, review);
  const { decision, comments } = await decide(context, config, { review, stacks, settings }, pullRequest);
  const summary = renderSummary(review, { gate: decision.gate });
  writeReviewFiles(context, config, { review, stacks: comparison.stacks, gate: decision.gate, summary });
  runner.setOutput('gate-state', decision.gate.state);
  await runner.writeSummary(summary);
  if (isUntouched) runner.info(`${inputs.configFile} is as on the base branch.`);
  const hasComment = reviewOf(reviewKey(inputs.configFile, config.environment.name), comments ?? []) !== undefined;
  if (pullRequest && inputs.comment && (hasComment || !isUntouched)) await writeComment(context, config, { review, stacks, decision }, pullRequest, comments);
  if (event.mergeGroup && !isUntouched) await requireReviewed(context, config, comparison.stacks, 'Merging this group would make a deployment stop');
  else if (decision.gate.state === 'blocked') refuse(context, decision);
}

/** Asks for the deployed stacks, and then for what only the account knows of them. */
function readAccount(context: RunContext, config: Config, access: AccountAccess) {
  const deployed = ahead(readDeployed(config, access));
  return { deployed, changeSets: async (desired: Desired) => changeSetsOf(context, desired, access, await deployed), observed: ahead(deployed.then(async (stacks) => observeStacks(context, config, access, stacks))) };
}

function askAboutPullRequest({ event: { pullRequest }, github }: RunContext): ReviewedPullRequest | undefined {
  return pullRequest && { event: pullRequest, now: ahead(github.pullRequest(pullRequest.number)), reviews: ahead(github.findReviews(pullRequest.number)) };
}

interface Reviewed {
  readonly review: Review;
  readonly stacks: Readonly<Record<string, ReviewedStack>>;
}

/** Asks the gate. `comments` is undefined when the token may not read them; where GitHub fails, the review is in the job summary all the same. */
async function decide(context: RunContext, config: Config, { review, stacks, settings }: Reviewed & { readonly settings: Gate }, pullRequest: ReviewedPullRequest | undefined): Promise<{ readonly decision: GateDecision; readonly comments: readonly ReviewComment[] | undefined }> {
  try {
    const comments = await pullRequest?.reviews.catch(undefinedWithoutPermission);
    const existing = reviewOf(reviewKey(context.inputs.configFile, config.environment.name), comments ?? []);
    const decision = await evaluateGate(context, review, stacks, settings, pullRequest && { pullRequest: pullRequest.event, now: pullRequest.now, existing });
    return { decision, comments };
  } catch (error) {
    await context.runner.writeSummary(renderSummary(review));
    throw error;
  }
}

function undefinedWithoutPermission(error: unknown): undefined {
  if (!(error instanceof GitHubError) || !error.isPermission) throw error;
}

/** A promise that is awaited later: until then its failure is nobody's, and must not end the process. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Gives the event loop its turns to send what was asked, before a synthesis keeps the thread busy. */
async function requestsSent(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}

const NO_COMMENT =
  'The token may not write comments on this pull request, so the review is in the job summary only: add `permissions: pull-requests: write` to the job. Pull requests from forks always get a read-only token.';

/** Fails the check, which stops the merge. A workflow_run has no check of the pull request, so it says so only. */
function refuse({ event, runner }: RunContext, { blocking, gate }: GateDecision): void {
  const message = `${blocking.length === 1 ? '1 finding blocks' : `${blocking.length} findings block`} this change: ${titlesOf(blocking)}. ${gate.how ?? ''}`.trim();
  if (event.followedRun) runner.annotate('warning', message);
  else throw new FailedRun('blocked', message);
}

const SHOWN_TITLES = 5;

function titlesOf(findings: readonly Finding[]): string {
  const more = findings.length - SHOWN_TITLES;
  return [...findings.slice(0, SHOWN_TITLES).map(({ title }) => title), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Keeps the one comment up to date, unless a later run has something newer to say. */
async function writeComment(context: RunContext, config: Config, { review, stacks, decision }: Reviewed & { readonly decision: GateDecision }, pullRequest: ReviewedPullRequest, comments: readonly ReviewComment[] | undefined): Promise<void> {
  const { github, runner, inputs, event } = context;
  const { number, headSha } = pullRequest.event;
  const { gate, fingerprint, shownAt } = decision;
  const key = reviewKey(inputs.configFile, config.environment.name);
  try {
    const reason = staleReason(await pullRequest.now, headSha);
    if (reason !== undefined) return runner.annotate('notice', `The comment is left as it is: ${reason}.`);
    if (!comments) return runner.annotate('warning', NO_COMMENT);
    const header = renderHeader({ version: 1, key, headSha, runId: event.runId, fingerprint, ...(shownAt !== undefined && { shownAt }), gate: gate.state, stacks });
    const url = await writeReview(github, number, key, comments, renderComment(review, { header, headSha, summaryUrl: event.runUrl, gate }));
    runner.setOutput('comment-url', url);
    runner.info(`Review: ${url}`);
  } catch (error) {
    undefinedWithoutPermission(error);
    runner.annotate('warning', NO_COMMENT);
  }
}

/** Why what this run reviewed is not the newest; undefined when it is. */
function staleReason({ headSha: newest, isOpen }: PullRequestNow, headSha: string): string | undefined {
  if (!isOpen) return 'the pull request is closed';
  return newest === headSha ? undefined : `the branch has moved on to ${newest.slice(0, 7)}, and this run reviewed ${headSha.slice(0, 7)}`;
}
