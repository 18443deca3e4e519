import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '@payment-observability/config';
import { type Assembly, planStacks } from '@payment-observability/constructs';
import { renderComment, renderSummary, review, stackDigests, type Review, type StackInput } from '@payment-observability/review';
import { accessAccount } from '../account-access';
import type { DeployedStack } from '../aws-client';
import { GitHubError, type ReviewComment } from '../github-client';
import { renderHeader, reviewKey } from '../review-header';
import type { AccountAccess, Desired, RunContext } from '../run-context';
import { stackState } from '../stack-state';
import { ACTION_VERSION } from '../version';
import { synth, synthBase } from './synth';

/** A review with what it was made from. */
export interface StackComparison {
  readonly review: Review;
  readonly stacks: readonly StackInput[];
}

/** Reads the stacks of an environment as they are deployed, by stack id. */
export async function readDeployed(config: Config, { credentials }: AccountAccess): Promise<ReadonlyMap<string, DeployedStack>> {
  const aws = await import('../aws-client.js');
  const stacks = await Promise.all(planStacks(config).map(async ({ id, region, stackName }) => [id, await aws.deployedStack(credentials, region, stackName)] as const));
  return new Map(stacks.flatMap(([id, stack]) => (stack ? [[id, stack] as const] : [])));
}

/** Compares the desired stacks with what is deployed. */
export function compareWithDeployed(desired: Desired, deployed: ReadonlyMap<string, DeployedStack>): StackComparison {
  return compare(desired, (id) => {
    const stack = deployed.get(id);
    return stack && stackState(stack) !== 'absent' ? { before: stack.template, baselineKind: 'deployed' } : { baselineKind: 'none' };
  });
}

/** Compares the desired stacks with what the base branch's file makes. */
async function compareWithBaseFile(context: RunContext, desired: Desired): Promise<StackComparison> {
  const { event } = context;
  const base = await synthBase(context, desired.config.environment.name, event.pullRequest?.baseSha ?? event.defaultBranch);
  return compare(desired, (id) => {
    const stack = base?.stacks.find((candidate) => candidate.id === id);
    return stack ? { before: stack.template, baselineKind: 'base-file' } : { baselineKind: 'none' };
  });
}

function compare({ config, assembly }: Desired, baselineOf: (id: string) => Pick<StackInput, 'before' | 'baselineKind'>): StackComparison {
  const stacks = assembly.stacks.map(
    ({ id, stackName, region, account, template }): StackInput => ({ stackId: id, stackName, region, account, after: template, ...baselineOf(id) }),
  );
  return { stacks, review: review({ name: config.name, environment: config.environment.name, template: config.template, stacks, actionVersion: ACTION_VERSION, notes: notesOf(assembly), cost: config.cost, limits: assembly.limits }) };
}

const notesOf = (assembly: Assembly) =>
  assembly.stacks.flatMap(({ notes }) => notes.map(({ title, text, code }) => ({ title, text, ...(code !== undefined && { code }) })));

/**
 * `diff`: reviews the change, on the pull request where there is one, and always in the job summary.
 *
 * What is asked of GitHub and AWS is asked before the synthesis, so that the answers arrive while it runs.
 */
export async function diff(context: RunContext, config: Config): Promise<void> {
  const { runner, outputFolder, inputs, event } = context;
  const pullRequest = inputs.comment ? event.pullRequest : undefined;
  const reviews = pullRequest && ahead(context.github.findReviews(pullRequest.number));
  const access = await accessAccount(context, config);
  const deployed = typeof access === 'string' ? undefined : ahead(readDeployed(config, access));
  await requestsSent();
  const desired = synth(context, config);
  if (typeof access === 'string') runner.info(`Compared with the base branch's file: ${access}.`);
  else runner.info(`Compared with what is deployed, read with ${access.source}.`);
  const comparison = deployed === undefined ? await compareWithBaseFile(context, desired) : compareWithDeployed(desired, await deployed);
  const summary = renderSummary(comparison.review);
  const summaryPath = join(outputFolder, 'review.md');
  writeFileSync(summaryPath, summary);
  setOutputs(context, desired, comparison.review);
  runner.setOutput('summary-path', summaryPath);
  await runner.writeSummary(summary);
  if (pullRequest && reviews) await writeComment(context, config, comparison, pullRequest, reviews);
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

/** Sets the outputs that every command with an assembly has. */
export function setOutputs({ runner }: RunContext, { assembly }: Desired, reviewed: Review | undefined): void {
  const stacks = assembly.stacks.map(({ id, stackName, region, templatePath }) => {
    const counts = reviewed?.stacks.find(({ stackId }) => stackId === id);
    return { id, stackName, region, templatePath, ...(counts && { hasChanges: counts.operation !== 'none' }) };
  });
  runner.setOutput('stacks', JSON.stringify(stacks));
  runner.setOutput('stack-name', stacks[0]?.stackName ?? '');
  runner.setOutput('template-path', stacks[0]?.templatePath ?? '');
  runner.setOutput('assembly-folder', assembly.folder);
  if (reviewed) {
    runner.setOutput('has-changes', reviewed.verdict !== 'no-changes');
    runner.setOutput('verdict', reviewed.verdict);
  }
}

async function writeComment(
  { github, runner, inputs, event }: RunContext,
  config: Config,
  { review: reviewed, stacks }: StackComparison,
  pullRequest: { readonly number: number; readonly headSha: string },
  reviews: Promise<readonly ReviewComment[]>,
): Promise<void> {
  const key = reviewKey(inputs.configFile, config.environment.name);
  const header = renderHeader({
    version: 1,
    key,
    headSha: pullRequest.headSha,
    stacks: Object.fromEntries(stacks.map((stack) => [stack.stackId, stackDigests(stack, ACTION_VERSION)])),
  });
  const body = renderComment(reviewed, { header, headSha: pullRequest.headSha, summaryUrl: event.runUrl });
  try {
    const existing = (await reviews).find((comment) => comment.header.key === key);
    const url = await github.writeComment(pullRequest.number, existing, body);
    runner.setOutput('comment-url', url);
    runner.info(`Review: ${url}`);
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPermission) throw error;
    runner.annotate('warning', 'The token may not write comments on this pull request, so the review is in the job summary only: add `permissions: pull-requests: write` to the job. Pull requests from forks always get a read-only token.');
  }
}
