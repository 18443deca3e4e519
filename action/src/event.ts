import { UserError, type Command, type Inputs } from './inputs';

/** The fields of a workflow event that decide what to do. */
export interface WorkflowEvent {
  readonly name: string;
  readonly action?: string;
  readonly ref: string;
  readonly sha: string;
  readonly defaultBranch: string;
  readonly repository: { readonly owner: string; readonly name: string };
  readonly runUrl: string;
  readonly runId: number;
  /** Tip of the branch before a push; absent where there was none. */
  readonly before?: string;
  readonly pullRequest?: EventPullRequest;
  /** What a merge group is to be merged into: the branch, and the commit before the group. */
  readonly mergeGroup?: { readonly baseRef: string; readonly baseSha: string };
  /** The run that a workflow_run event follows. */
  readonly followedRun?: FollowedRun;
}

export interface EventPullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly merged: boolean;
  readonly fromFork: boolean;
}

export interface FollowedRun {
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  /** Owner and name of the repository that holds the branch. */
  readonly headRepository: string;
}

/** What a run does: a command, closing the review of a pull request, or nothing with the reason. */
export type Task =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'close' }
  | { readonly kind: 'nothing'; readonly reason: string };

const command = (name: Command): Task => ({ kind: 'command', command: name });

/** What `command: auto` does, by event. */
const AUTO: Readonly<Record<string, (event: WorkflowEvent) => Task>> = {
  pull_request: (event) => (event.action === 'closed' ? { kind: 'close' } : command('diff')),
  pull_request_target: (event) => (event.action === 'closed' ? { kind: 'close' } : command('diff')),
  merge_group: () => command('diff'),
  workflow_run: ({ followedRun }) =>
    followedRun?.event === 'pull_request' ? command('diff') : { kind: 'nothing', reason: `the run that was followed was started by ${followedRun?.event ?? 'nothing'}: there is no pull request to review` },
  push: (event) =>
    event.ref === `refs/heads/${event.defaultBranch}`
      ? command('deploy')
      : { kind: 'nothing', reason: `a push to ${event.ref} deploys nothing: only the default branch ${event.defaultBranch} is deployed` },
};

/**
 * Decides what a run does.
 *
 * @throws UserError when the event has no meaning for `auto`, or must never deploy
 */
export function taskOf(event: WorkflowEvent, input: Inputs['command']): Task {
  if (input === 'auto') {
    const decide = AUTO[event.name];
    if (!decide) throw new UserError(`event ${event.name} has no command of its own: set the input command to validate, synth, diff or deploy`);
    return decide(event);
  }
  if (input === 'deploy') {
    if (event.name.startsWith('pull_request')) throw new UserError(`command deploy is refused on ${event.name}: a deployment runs on a push to ${event.defaultBranch}, after the merge`);
    if (event.name === 'workflow_run') throw new UserError('command deploy is refused on workflow_run: what started the run that it follows may be a pull request');
    if (event.ref !== `refs/heads/${event.defaultBranch}`) throw new UserError(`command deploy is refused on ${event.ref}: only the default branch ${event.defaultBranch} is deployed`);
  }
  if (event.action === 'closed') return { kind: 'close' };
  return command(input);
}

type Json = Readonly<Record<string, unknown>>;
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the workflow event from what @actions/github's context holds. */
export function toWorkflowEvent(context: {
  readonly eventName: string;
  readonly payload: unknown;
  readonly ref: string;
  readonly sha: string;
  readonly repo: { readonly owner: string; readonly repo: string };
  readonly serverUrl: string;
  readonly runId: number;
}): WorkflowEvent {
  const payload = object(context.payload);
  const { owner, repo } = context.repo;
  const pull = payload['pull_request'] === undefined ? undefined : object(payload['pull_request']);
  const head = object(pull?.['head']);
  const action = text(payload['action']);
  const before = text(payload['before']);
  const group = object(payload['merge_group']);
  const followed = object(payload['workflow_run']);
  return {
    name: context.eventName,
    ...(action !== '' && { action }),
    ref: context.ref,
    sha: context.sha,
    defaultBranch: text(object(payload['repository'])['default_branch']) || 'main',
    repository: { owner, name: repo },
    runUrl: `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`,
    runId: context.runId,
    ...(context.eventName === 'push' && /[1-9a-f]/.test(before) && { before }),
    ...(payload['merge_group'] !== undefined && { mergeGroup: { baseRef: text(group['base_ref']).replace(/^refs\/heads\//, ''), baseSha: text(group['base_sha']) } }),
    ...(payload['workflow_run'] !== undefined && {
      followedRun: {
        event: text(followed['event']),
        headSha: text(followed['head_sha']),
        headBranch: text(followed['head_branch']),
        headRepository: text(object(followed['head_repository'])['full_name']),
      },
    }),
    ...(pull && {
      pullRequest: {
        number: Number(pull['number']),
        headSha: text(head['sha']),
        baseRef: text(object(pull['base'])['ref']),
        baseSha: text(object(pull['base'])['sha']),
        merged: pull['merged'] === true,
        fromFork: text(object(head['repo'])['full_name']) !== `${owner}/${repo}`,
      },
    }),
  };
}
