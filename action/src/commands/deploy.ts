import type { Config } from '@payment-observability/config';
import { renderDeployResult, renderSummary, renderUnseen, type StackResult } from '@payment-observability/review';
import { accessAccount } from '../account-access';
import type { Credentials, DeployedStack } from '../aws-client';
import { executionRoleOf } from '../bootstrap';
import { hasChanges, setOutputs } from '../command-outputs';
import { compareWithDeployed, readDeployed, type StackComparison } from '../compare-stacks';
import { FailedRun } from '../failed-run';
import { GitHubError } from '../github/api';
import { type MergedReview, mergedReviews, type MergedReviews } from '../merged-reviews';
import { uncovered, uncoveredText } from '../review-coverage';
import { reviewKey, withResult } from '../review-header';
import type { AccountAccess, Desired, RunContext } from '../run-context';
import { stackState } from '../stack-state';
import { synth } from './synth';

/**
 * `deploy`: computes the change again, stops when it is not what merged reviews showed, deploys the stacks in order and
 * reports on the pull request.
 */
export async function deploy(context: RunContext, config: Config): Promise<void> {
  const { runner } = context;
  const desired = synth(context, config);
  const access = await accessAccount(context, config);
  if (typeof access === 'string') throw new FailedRun('credentials', `A deployment needs AWS credentials: ${access}. Set the input role-to-assume to the deploy role of the account bootstrap.`);
  runner.info(`Deploying with ${access.source}.`);
  const deployed = await readDeployed(config, access);
  refuseBusyStacks(desired, deployed);
  const comparison = compareWithDeployed(desired, deployed);
  setOutputs(context, desired, comparison.review);
  const merged = await mergedReviews(context, config);
  if (!hasChanges(comparison.review)) {
    runner.info('Nothing to deploy: the stacks are as the file says.');
    await report(context, config, merged.reviews, desired.assembly.stacks.map(({ id, stackName, region }): StackResult => ({ id, stackName, region, status: 'unchanged', outputs: {} })));
    return;
  }
  await requireCovered(context, comparison, merged);
  try {
    await report(context, config, merged.reviews, await deployAll(context, config, desired, access));
  } catch (error) {
    if (error instanceof FailedRun) await report(context, config, merged.reviews, error.results, error.message);
    throw error;
  }
}

/** Stops the deployment of what no review has shown, unless this run may do that. */
async function requireCovered({ runner, inputs }: RunContext, { stacks, review }: StackComparison, merged: MergedReviews): Promise<void> {
  const gap = uncovered(stacks, merged);
  if (!gap) return;
  if (inputs.allowUnreviewed) return runner.annotate('warning', `Deployed without a review, because the input allow-unreviewed says so. ${uncoveredText(gap)}`);
  await runner.writeSummary(`${renderUnseen(gap.unseen)}${renderSummary(review)}`);
  throw new FailedRun('not-reviewed', `Nothing was deployed, because the change is not what was reviewed. ${uncoveredText(gap)} What would change is in the job summary. Open a pull request that shows it, or set the input allow-unreviewed to true for this run.`);
}

/** Refuses to start while another operation runs on a stack, or when one needs a person. */
function refuseBusyStacks({ assembly }: Desired, deployed: ReadonlyMap<string, DeployedStack>): void {
  for (const { id, stackName, region } of assembly.stacks) {
    const stack = deployed.get(id);
    const state = stackState(stack);
    if (state === 'busy') throw new FailedRun('busy', `Stack ${stackName} in ${region} is busy (${stack?.status}): another deployment is running. Nothing was deployed; run this job again when it is done.`);
    if (state === 'stuck') throw new FailedRun('deploy', `Stack ${stackName} in ${region} is in ${stack?.status}${stack?.statusReason ? ` (${stack.statusReason})` : ''}: CloudFormation accepts no update until it is repaired. Continue the rollback in the CloudFormation console, then run this job again.`);
  }
}

/** Deploys the stacks one after the other; the first failure ends the run. */
async function deployAll(context: RunContext, config: Config, { assembly }: Desired, { credentials }: AccountAccess): Promise<readonly StackResult[]> {
  const { runner, inputs, event, environment } = context;
  const { account, name } = config.environment;
  const executionRole = (region: string) => inputs.executionRole ?? executionRoleOf(inputs.bootstrapPrefix, account, region);
  const { deployStack, DeployError } = await import('../deploy-stacks.js');
  const deployment = await startDeployment(context, name, reviewKey(inputs.configFile, name));
  const results: StackResult[] = [];
  for (const [index, { id, stackName, region }] of assembly.stacks.entries()) {
    try {
      await clearFailedCreation(context, credentials, { stackName, region, executionRole: executionRole(region) });
      const { outputs } = await runner.group(`Deploy ${stackName} (${region})`, () =>
        deployStack({
          assemblyFolder: assembly.folder,
          stackName,
          region,
          credentials,
          executionRole: executionRole(region),
          changeSetName: `payment-observability-${event.sha.slice(0, 7)}-${environment['GITHUB_RUN_ID'] ?? '0'}-${environment['GITHUB_RUN_ATTEMPT'] ?? '1'}`,
          onEvent: ({ status, type, logicalId, reason }) => runner.info([status.padEnd(28), type.padEnd(36), logicalId, reason ?? ''].join(' ').trimEnd()),
        }),
      );
      results.push({ id, stackName, region, status: 'deployed', outputs });
    } catch (error) {
      await deployment('failure', `${stackName} failed`);
      const failed = error instanceof DeployError ? error.failed : undefined;
      const cause = failed ? `${failed.logicalId} (${failed.type}): ${failed.reason ?? failed.status}` : error instanceof Error ? error.message : String(error);
      const after = await (await import('../aws-client.js')).deployedStack(credentials, region, stackName);
      throw new FailedRun('deploy', `Stack ${stackName} in ${region} was not deployed. First failure: ${cause.replace(/\.$/, '')}. ${whatNow(after)}`, {
        cause: error,
        results: [...results, { id, stackName, region, status: 'failed', outputs: {} }, ...assembly.stacks.slice(index + 1).map((stack): StackResult => ({ id: stack.id, stackName: stack.stackName, region: stack.region, status: 'not-reached', outputs: {} }))],
      });
    }
  }
  await deployment('success', 'deployed');
  return results;
}

/** Deletes what a failed creation left, which CloudFormation cannot update. The role is named, which toolkit-lib does not do. */
async function clearFailedCreation({ runner }: RunContext, credentials: Credentials, { stackName, region, executionRole }: { stackName: string; region: string; executionRole: string }): Promise<void> {
  const aws = await import('../aws-client.js');
  const stack = await aws.deployedStack(credentials, region, stackName);
  if (!stack?.status.startsWith('ROLLBACK_')) return;
  runner.annotate('notice', `Stack ${stackName} in ${region} is in ${stack.status} after a creation that failed: it holds nothing, so it is deleted and created anew.`);
  await aws.deleteFailedCreation(credentials, region, stackName, executionRole);
}

/** What a failed stack is left in, and what to do about it. */
function whatNow(stack: DeployedStack | undefined): string {
  if (!stack) return 'No stack was left behind.';
  if (stackState(stack) === 'absent') return `The stack is left in ${stack.status} and holds nothing; the next deployment deletes it and creates it anew.`;
  if (stackState(stack) === 'deployed') return `CloudFormation rolled back: the stack is as before (${stack.status}).`;
  return `The stack is in ${stack.status}: repair it in the CloudFormation console before the next deployment.`;
}

/** Creates a GitHub deployment; a token without the right to do so is a notice, not a failure. */
async function startDeployment({ github, event, runner }: RunContext, environment: string, key: string): Promise<(state: 'success' | 'failure', description: string) => Promise<void>> {
  try {
    const id = await github.createDeployment(event.sha, environment, key);
    await github.setDeploymentState(id, 'in_progress', 'CloudFormation is at work', event.runUrl);
    return (state, description) => github.setDeploymentState(id, state, description, event.runUrl);
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPermission) throw error;
    runner.annotate('notice', 'No GitHub deployment is shown: add `permissions: deployments: write` to the job.');
    return () => Promise.resolve();
  }
}

/** Writes the result to the job summary, the outputs, and the reviewed pull requests. */
async function report({ runner, github, event }: RunContext, config: Config, reviews: readonly MergedReview[], results: readonly StackResult[], failure?: string): Promise<void> {
  const markdown = renderDeployResult({ environment: config.environment.name, sha: event.sha, runUrl: event.runUrl, results, ...(failure !== undefined && { failure }) });
  runner.setOutput('stacks', JSON.stringify(results.map(({ id, stackName, region, status }) => ({ id, stackName, region, status }))));
  const dashboardUrl = results[0]?.outputs['DashboardUrl'];
  if (dashboardUrl !== undefined) runner.setOutput('dashboard-url', dashboardUrl);
  await runner.writeSummary(markdown);
  for (const { comment } of reviews) {
    await github.updateComment(comment, withResult(comment.body, markdown));
    runner.setOutput('comment-url', comment.url);
  }
}

