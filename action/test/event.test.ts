import { taskOf, toWorkflowEvent, type WorkflowEvent } from '../src/event';

const event = (changes: Partial<WorkflowEvent>): WorkflowEvent => ({
  name: 'push',
  ref: 'refs/heads/main',
  sha: 'abc',
  defaultBranch: 'main',
  repository: { owner: 'acme', name: 'payments' },
  runUrl: 'https://github.com/acme/payments/actions/runs/1',
  runId: 1,
  ...changes,
});
const followed = (name: string) => ({ event: name, headSha: 'head', headBranch: 'topic', headRepository: 'stranger/payments' });
const run = (command: string) => ({ kind: 'command', command });

describe('command auto', () => {
  test.each([
    ['pull_request opened', { name: 'pull_request', action: 'opened', ref: 'refs/pull/1/merge' }, run('diff')],
    ['pull_request synchronize', { name: 'pull_request', action: 'synchronize', ref: 'refs/pull/1/merge' }, run('diff')],
    ['pull_request reopened', { name: 'pull_request', action: 'reopened', ref: 'refs/pull/1/merge' }, run('diff')],
    ['pull_request closed', { name: 'pull_request', action: 'closed', ref: 'refs/pull/1/merge' }, { kind: 'close' }],
    ['pull_request_target', { name: 'pull_request_target', action: 'opened' }, run('diff')],
    ['workflow_run of a pull request', { name: 'workflow_run', followedRun: followed('pull_request') }, run('diff')],
    ['workflow_run of a push', { name: 'workflow_run', followedRun: followed('push') }, { kind: 'nothing', reason: 'the run that was followed was started by push: there is no pull request to review' }],
    ['merge_group', { name: 'merge_group', ref: 'refs/heads/gh-readonly-queue/main/pr-1' }, run('diff')],
    ['push to the default branch', {}, run('deploy')],
    ['push to a default branch of another name', { ref: 'refs/heads/trunk', defaultBranch: 'trunk' }, run('deploy')],
    ['push to another branch', { ref: 'refs/heads/topic' }, { kind: 'nothing', reason: 'a push to refs/heads/topic deploys nothing: only the default branch main is deployed' }],
    ['push of a tag named like the branch', { ref: 'refs/tags/main' }, { kind: 'nothing', reason: 'a push to refs/tags/main deploys nothing: only the default branch main is deployed' }],
  ])('%s', (_title, changes, task) => {
    expect(taskOf(event(changes), 'auto')).toEqual(task);
  });

  test('has no meaning for other events', () => {
    expect(() => taskOf(event({ name: 'workflow_dispatch' }), 'auto')).toThrow('event workflow_dispatch has no command of its own: set the input command to validate, synth, diff or deploy');
  });
});

describe('a command in the workflow', () => {
  test.each(['validate', 'synth', 'diff'] as const)('%s runs on any event', (command) => {
    expect(taskOf(event({ name: 'workflow_dispatch', ref: 'refs/heads/topic' }), command)).toEqual(run(command));
  });

  test('deploy runs on the default branch', () => {
    expect(taskOf(event({ name: 'workflow_dispatch' }), 'deploy')).toEqual(run('deploy'));
  });

  test.each(['pull_request', 'pull_request_target'])('deploy is refused on %s', (name) => {
    expect(() => taskOf(event({ name, action: 'closed' }), 'deploy')).toThrow(`command deploy is refused on ${name}: a deployment runs on a push to main, after the merge`);
  });

  test('deploy is refused on workflow_run, also on the default branch', () => {
    expect(() => taskOf(event({ name: 'workflow_run', followedRun: followed('pull_request') }), 'deploy')).toThrow('command deploy is refused on workflow_run: what started the run that it follows may be a pull request');
  });

  test('deploy is refused on another branch', () => {
    expect(() => taskOf(event({ name: 'workflow_dispatch', ref: 'refs/heads/topic' }), 'deploy')).toThrow('command deploy is refused on refs/heads/topic: only the default branch main is deployed');
  });

  test('a closed pull request is closed, whatever the command', () => {
    expect(taskOf(event({ name: 'pull_request', action: 'closed' }), 'diff')).toEqual({ kind: 'close' });
  });
});

describe('the event', () => {
  const context = (payload: unknown) => ({ eventName: 'pull_request', payload, ref: 'refs/pull/7/merge', sha: 'merge', repo: { owner: 'acme', repo: 'payments' }, serverUrl: 'https://github.com', runId: 42 });
  const payload = (headRepository: string | null) => ({
    action: 'synchronize',
    repository: { default_branch: 'trunk' },
    pull_request: { number: 7, merged: false, head: { sha: 'head', repo: headRepository === null ? null : { full_name: headRepository } }, base: { sha: 'base', ref: 'trunk' } },
  });

  test('holds what decides', () => {
    expect(toWorkflowEvent(context(payload('acme/payments')))).toEqual({
      name: 'pull_request',
      action: 'synchronize',
      ref: 'refs/pull/7/merge',
      sha: 'merge',
      defaultBranch: 'trunk',
      repository: { owner: 'acme', name: 'payments' },
      runUrl: 'https://github.com/acme/payments/actions/runs/42',
      runId: 42,
      pullRequest: { number: 7, headSha: 'head', baseRef: 'trunk', baseSha: 'base', merged: false, fromFork: false },
    });
  });

  test('of a push says where the branch was, unless it is new', () => {
    const push = (before: string) => toWorkflowEvent({ ...context({ before }), eventName: 'push' }).before;
    expect([push('abc'), push('0'.repeat(40))]).toEqual(['abc', undefined]);
  });

  test('of a merge group names what it goes into', () => {
    expect(toWorkflowEvent({ ...context({ merge_group: { base_ref: 'refs/heads/release/1', base_sha: 'base' } }), eventName: 'merge_group' }).mergeGroup).toEqual({ baseRef: 'release/1', baseSha: 'base' });
  });

  test('of a followed run names its head', () => {
    const payload = { workflow_run: { event: 'pull_request', head_sha: 'head', head_branch: 'topic', head_repository: { full_name: 'stranger/payments' }, pull_requests: [] } };
    expect(toWorkflowEvent({ ...context(payload), eventName: 'workflow_run' }).followedRun).toEqual(followed('pull_request'));
  });

  test.each([['stranger/payments'], [null]])('is from a fork when its head is in %s', (repository) => {
    expect(toWorkflowEvent(context(payload(repository))).pullRequest?.fromFork).toBe(true);
  });
});
