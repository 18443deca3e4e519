import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Config } from '@payment-observability/config';
import type { Assembly } from '@payment-observability/constructs';
import { renderComment, renderSummary, review, stackDigests, type Review, type StackInput } from '@payment-observability/review';
import { accessAccount } from '../account-access';
import { GitHubError } from '../github-client';
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

/** Compares the desired stacks with what is deployed. */
export async function compareWithDeployed(desired: Desired, access: AccountAccess): Promise<StackComparison> {
  const aws = await import('../aws-client.js');
  const deployed = await Promise.all(desired.assembly.stacks.map(({ region, stackName }) => aws.deployedStack(access.credentials, region, stackName)));
  return compare(desired, (index) => {
    const stack = deployed[index];
    return stack && stackState(stack) !== 'absent' ? { before: stack.template, baselineKind: 'deployed' } : { baselineKind: 'none' };
  });
}

/** Compares the desired stacks with what the base branch's file makes. */
async function compareWithBaseFile(context: RunContext, desired: Desired): Promise<StackComparison> {
  const { event } = context;
  const base = await synthBase(context, desired.config.environment.name, event.pullRequest?.baseSha ?? event.defaultBranch);
  return compare(desired, (index) => {
    const id = desired.assembly.stacks[index]?.id;
    const stack = base?.stacks.find((candidate) => candidate.id === id);
    return stack ? { before: stack.template, baselineKind: 'base-file' } : { baselineKind: 'none' };
  });
}

function compare({ config, assembly }: Desired, baselineOf: (index: number) => Pick<StackInput, 'before' | 'baselineKind'>): StackComparison {
  const stacks = assembly.stacks.map(
    ({ id, stackName, region, account, template }, index): StackInput => ({ stackId: id, stackName, region, account, after: template, ...baselineOf(index) }),
  );
  return { stacks, review: review({ name: config.name, environment: config.environment.name, template: config.template, stacks, actionVersion: ACTION_VERSION, notes: notesOf(assembly) }) };
}

const notesOf = (assembly: Assembly) =>
  assembly.stacks.flatMap(({ notes }) => notes.map(({ title, text, code }) => ({ title, text, ...(code !== undefined && { code }) })));

/** `diff`: reviews the change, on the pull request where there is one, and always in the job summary. */
export async function diff(context: RunContext, config: Config): Promise<void> {
  const { runner, outputFolder } = context;
  const desired = synth(context, config);
  const access = await accessAccount(context, config);
  if (typeof access === 'string') runner.info(`Compared with the base branch's file: ${access}.`);
  else runner.info(`Compared with what is deployed, read with ${access.source}.`);
  const comparison = typeof access === 'string' ? await compareWithBaseFile(context, desired) : await compareWithDeployed(desired, access);
  const summary = renderSummary(comparison.review);
  const summaryPath = join(outputFolder, 'review.md');
  writeFileSync(summaryPath, summary);
  setOutputs(context, desired, comparison.review);
  runner.setOutput('summary-path', summaryPath);
  await runner.writeSummary(summary);
  if (context.inputs.comment && context.event.pullRequest) await writeComment(context, config, comparison, context.event.pullRequest);
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

async function writeComment({ github, runner, inputs, event }: RunContext, config: Config, { review: reviewed, stacks }: StackComparison, pullRequest: { number: number; headSha: string }): Promise<void> {
  const key = reviewKey(inputs.configFile, config.environment.name);
  const header = renderHeader({
    version: 1,
    key,
    headSha: pullRequest.headSha,
    stacks: Object.fromEntries(stacks.map((stack) => [stack.stackId, stackDigests(stack, ACTION_VERSION)])),
  });
  const body = renderComment(reviewed, { header, headSha: pullRequest.headSha, summaryUrl: event.runUrl });
  try {
    const existing = (await github.findReviews(pullRequest.number)).find((comment) => comment.header.key === key);
    const url = await github.writeComment(pullRequest.number, existing, body);
    runner.setOutput('comment-url', url);
    runner.info(`Review: ${url}`);
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPermission) throw error;
    runner.annotate('warning', 'The token may not write comments on this pull request, so the review is in the job summary only: add `permissions: pull-requests: write` to the job. Pull requests from forks always get a read-only token.');
  }
}
