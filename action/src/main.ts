import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { getInput, setFailed } from '@actions/core';
import { context as workflow } from '@actions/github';
import { explainProblem } from '@payment-observability/config';
import { renderProblems } from '@payment-observability/review';
import { close } from './commands/close';
import { deploy } from './commands/deploy';
import { setOutputs } from './command-outputs';
import { diff } from './commands/diff';
import { synth } from './commands/synth';
import { ConfigProblems, validate } from './commands/validate';
import { taskOf, toWorkflowEvent } from './event';
import { FailedRun } from './failed-run';
import { followRun, NothingToReview } from './followed-run';
import { GitHubError } from './github/api';
import { createGitHubClient } from './github-client';
import { type Command, parseInputs, UserError } from './inputs';
import type { FailureReason } from './outputs';
import type { RunContext } from './run-context';
import { actionsRunner as runner } from './runner';

const COMMAND_BODIES: Readonly<Record<Command, (context: RunContext) => Promise<void>>> = {
  validate: async (context) => {
    await validate(context);
  },
  synth: async (context) => {
    setOutputs(context, synth(context, await validate(context)), undefined);
  },
  diff: async (context) => diff(context, await validate(context)),
  deploy: async (context) => deploy(context, await validate(context)),
};

async function run(): Promise<void> {
  const inputs = parseInputs(getInput);
  const event = toWorkflowEvent(workflow);
  const task = taskOf(event, inputs.command);
  runner.setOutput('command', task.kind === 'command' ? task.command : 'none');
  if (task.kind === 'nothing') {
    runner.annotate('notice', task.reason);
    return;
  }
  const context = contextOf(inputs, event);
  if (task.kind === 'close') await close(context);
  else await COMMAND_BODIES[task.command](event.followedRun ? await followRun(context) : context);
}

function contextOf(inputs: RunContext['inputs'], event: RunContext['event']): RunContext {
  const { env } = process;
  const workspace = env['GITHUB_WORKSPACE'] ?? process.cwd();
  const outputFolder = inputs.outputFolder === undefined ? join(env['RUNNER_TEMP'] ?? workspace, 'payment-observability') : join(workspace, inputs.outputFolder);
  mkdirSync(outputFolder, { recursive: true });
  // toolkit-lib keeps its state in the home folder unless told otherwise
  env['CDK_HOME'] ??= join(outputFolder, '.cdk');
  return {
    inputs,
    event,
    runner,
    github: createGitHubClient({ token: inputs.githubToken, apiUrl: workflow.apiUrl, repository: event.repository, onWait: (message) => runner.annotate('warning', message) }),
    environment: env,
    workspace,
    outputFolder,
    handlersRoot: join(__dirname, 'handlers'),
    policyScript: join(__dirname, 'policy.js'),
  };
}

/** The reason a run failed, and whether its message is for the user as it is. */
function failureOf(error: unknown): { readonly reason: FailureReason; readonly isExpected: boolean } {
  if (error instanceof FailedRun) return { reason: error.reason, isExpected: true };
  if (error instanceof UserError) return { reason: 'config', isExpected: true };
  if (error instanceof GitHubError) return { reason: 'github', isExpected: true };
  if (error instanceof Error && error.name === 'CredentialsError') return { reason: 'credentials', isExpected: true };
  return { reason: 'internal', isExpected: false };
}

run().catch(async (error: unknown) => {
  if (error instanceof NothingToReview) return runner.annotate('notice', error.message);
  const { reason, isExpected } = failureOf(error);
  runner.setOutput('failure-reason', reason);
  if (error instanceof ConfigProblems) {
    runner.setOutput('problems', JSON.stringify(error.problems));
    for (const problem of error.problems) runner.annotate('error', [problem.path, explainProblem(problem)].filter((text) => text !== '').join(': '), problem);
    // GitHub shows ten annotations a step, the summary all of them
    await runner.writeSummary(renderProblems(error.problems.map((problem) => ({ ...problem, message: explainProblem(problem) }))));
    process.exitCode = 1;
    return;
  }
  const message = error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error);
  setFailed(message);
});
