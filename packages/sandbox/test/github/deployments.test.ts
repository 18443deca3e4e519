/** @jest-environment ./test/github/octokit-environment.ts */
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

const ALL = { checks: 'write', contents: 'read', deployments: 'write', issues: 'write', statuses: 'write' } as const;
const client = () => served.client(served.run({ permissions: ALL }).token).rest;

describe('deployments', () => {
  test('a deployment is created for a ref and carries its statuses, newest first', async () => {
    const rest = client();
    const created = await rest.repos.createDeployment({ ...served.at, ref: 'main', environment: 'staging', auto_merge: false, required_contexts: [], description: 'stack', payload: { stacks: 1 } });
    expect(created).toMatchObject({ status: 201, data: { sha: served.first, ref: 'main', task: 'deploy', environment: 'staging', production_environment: false, payload: { stacks: 1 }, creator: { login: 'github-actions[bot]' } } });
    const deployment_id = (created.data as { id: number }).id;
    await rest.repos.createDeploymentStatus({ ...served.at, deployment_id, state: 'in_progress', log_url: 'https://log.example' });
    const done = await rest.repos.createDeploymentStatus({ ...served.at, deployment_id, state: 'success', environment_url: 'https://dashboard.example' });
    expect(done).toMatchObject({ status: 201, data: { state: 'success', environment: 'staging', environment_url: 'https://dashboard.example' } });
    const statuses = await rest.repos.listDeploymentStatuses({ ...served.at, deployment_id });
    expect(statuses.data.map((status) => status.state)).toEqual(['success', 'in_progress']);
    expect(served.github.deployments(served.repository)).toEqual([expect.objectContaining({ environment: 'staging', statuses: [expect.objectContaining({ state: 'in_progress' }), expect.objectContaining({ state: 'success' })] })]);
  });

  test('a success makes the one before it inactive, unless it is a production one', async () => {
    const rest = client();
    for (const environment of ['staging', 'staging', 'production', 'production']) {
      const { data } = await rest.repos.createDeployment({ ...served.at, ref: 'main', environment, required_contexts: [] });
      await rest.repos.createDeploymentStatus({ ...served.at, deployment_id: (data as { id: number }).id, state: 'success' });
    }
    expect(served.github.deployments(served.repository).map((one) => one.statuses.map((status) => status.state))).toEqual([['success', 'inactive'], ['success'], ['success'], ['success']]);
  });

  test('without required_contexts every status and check must have succeeded', async () => {
    const rest = client();
    await rest.repos.createCommitStatus({ ...served.at, sha: served.first, state: 'success', context: 'ci' });
    await rest.checks.create({ ...served.at, head_sha: served.first, name: 'review', status: 'in_progress' });
    expect(await rejection(rest.repos.createDeployment({ ...served.at, ref: 'main' }))).toMatchObject({
      status: 409,
      data: { message: 'Conflict: Commit status checks failed for main.', errors: [{ contexts: [{ context: 'review', state: 'pending' }], resource: 'Deployment', field: 'required_contexts', code: 'invalid' }] },
    });
    expect(await rejection(rest.repos.createDeployment({ ...served.at, ref: 'main', required_contexts: ['absent'] }))).toMatchObject({ status: 409 });
    expect((await rest.repos.createDeployment({ ...served.at, ref: 'main', required_contexts: ['ci'] })).status).toBe(201);
  });

  test.each([
    ['a ref that does not exist', { ref: 'nope' }, 'No ref found for: nope'],
    ['no ref', {}, 'Invalid request.\n\n"ref" wasn\'t supplied.'],
  ])('%s is a 422', async (_, body, message) => {
    const { token } = served.run({ permissions: ALL });
    expect(await rejection(served.client(token).request('POST /repos/acme/payments/deployments', body))).toMatchObject({ status: 422, data: { message } });
  });

  test('a status has one of the known states and a description of at most 140 characters', async () => {
    const rest = client();
    const { data } = await rest.repos.createDeployment({ ...served.at, ref: 'main' });
    const deployment_id = (data as { id: number }).id;
    const status = (fields: object) => rest.repos.createDeploymentStatus({ ...served.at, deployment_id, state: 'success', ...fields });
    expect((await status({ description: 'd'.repeat(140) })).status).toBe(201);
    expect(await rejection(status({ description: 'd'.repeat(141) }))).toMatchObject({ status: 422, data: { errors: [{ message: 'description is too long (maximum is 140 characters)' }] } });
    expect(await rejection(status({ state: 'done' }))).toMatchObject({
      status: 422,
      data: { message: 'Invalid request.\n\nFor \'properties/state\', done is not a member of ["error","failure","inactive","in_progress","queued","pending","success"].' },
    });
  });

  test('lists filter by environment and sha', async () => {
    const rest = client();
    for (const environment of ['staging', 'production']) await rest.repos.createDeployment({ ...served.at, ref: 'main', environment });
    const environments = async (query: object) => (await rest.repos.listDeployments({ ...served.at, ...query })).data.map((one) => one.environment);
    expect(await environments({})).toEqual(['production', 'staging']);
    expect(await environments({ environment: 'staging', sha: served.first })).toEqual(['staging']);
    expect(await environments({ sha: 'f'.repeat(40) })).toEqual([]);
  });
});

describe('check runs', () => {
  const output = { title: 'Review', summary: 'one finding' };
  const annotation = { path: 'observability.yml', start_line: 2, end_line: 2, annotation_level: 'warning' as const, message: 'm' };

  test('a run is created, completed with annotations and found by its commit', async () => {
    const rest = client();
    const { data } = await rest.checks.create({ ...served.at, head_sha: served.first, name: 'review', status: 'in_progress' });
    expect(data).toMatchObject({ status: 'in_progress', conclusion: null, completed_at: null });
    await rest.checks.update({ ...served.at, check_run_id: data.id, conclusion: 'failure', output: { ...output, annotations: [annotation] } });
    const found = await rest.checks.listForRef({ ...served.at, ref: 'main', check_name: 'review' });
    expect(found.data).toMatchObject({ total_count: 1, check_runs: [{ id: data.id, status: 'completed', conclusion: 'failure', completed_at: '2026-08-01T12:00:00Z', output: { ...output, annotations_count: 1 } }] });
    await rest.checks.update({ ...served.at, check_run_id: data.id, output: { ...output, annotations: [{ ...annotation, message: 'second' }] } });
    expect((await rest.checks.listAnnotations({ ...served.at, check_run_id: data.id })).data).toMatchObject([annotation, { message: 'second' }]);
  });

  test.each([
    ['more than 50 annotations', { output: { ...output, annotations: Array.from({ length: 51 }, () => annotation) } }, 'Invalid request.\n\nNo more than 50 items are allowed; 51 were supplied.'],
    ['a summary over 65,535 characters', { output: { title: 't', summary: 's'.repeat(65_536) } }, 'Invalid request.\n\nOnly 65535 characters are allowed; 65536 were supplied.'],
    ['an end without a conclusion', { status: 'completed' as const }, 'Invalid request.\n\n"conclusion" wasn\'t supplied.'],
    ['a commit that does not exist', { head_sha: 'f'.repeat(40) }, `No commit found for SHA: ${'f'.repeat(40)}`],
  ])('%s is refused', async (_, fields, message) => {
    expect(await rejection(client().checks.create({ ...served.at, head_sha: served.first, name: 'review', ...fields }))).toMatchObject({ status: 422, data: { message } });
    expect(served.github.checkRuns(served.repository)).toEqual([]);
  });

  test('only an app may create one', async () => {
    const robot = served.client(served.github.userToken(served.repository, 'acme-robot', { checks: 'write' })).rest;
    expect(await rejection(robot.checks.create({ ...served.at, head_sha: served.first, name: 'x' }))).toMatchObject({ status: 403, data: { message: 'You must authenticate via a GitHub App.' } });
  });
});

describe('commit statuses', () => {
  test('the newest status of each context makes the combined state', async () => {
    const rest = client();
    const set = (context: string, state: 'success' | 'failure' | 'error') => rest.repos.createCommitStatus({ ...served.at, sha: served.first, context, state });
    const combined = async () => (await rest.repos.getCombinedStatusForRef({ ...served.at, ref: 'main' })).data;
    expect(await combined()).toMatchObject({ state: 'pending', total_count: 0 });
    await set('b', 'success');
    for (const state of ['failure', 'error'] as const) {
      await set('a', state);
      expect((await combined()).state).toBe('failure');
    }
    await set('a', 'success');
    expect(await combined()).toMatchObject({ state: 'success', total_count: 2, sha: served.first });
    expect((await rest.repos.listCommitStatusesForRef({ ...served.at, ref: 'main' })).data.map((one) => one.state)).toEqual(['success', 'error', 'failure', 'success']);
  });
});

describe('labels', () => {
  test('who set a label, and when, stands in the events', async () => {
    const { number } = served.open();
    served.github.addLabel(served.repository, number, 'approve-removal', 'mona');
    const { rest } = served.client(served.run({ pullRequest: number, permissions: { issues: 'write' } }).token);
    await rest.issues.addLabels({ ...served.at, issue_number: number, labels: ['reviewed', 'approve-removal'] });
    await rest.issues.removeLabel({ ...served.at, issue_number: number, name: 'approve-removal' });
    expect((await rest.issues.listLabelsOnIssue({ ...served.at, issue_number: number })).data.map((label) => label.name)).toEqual(['reviewed']);
    const events = (await rest.issues.listEvents({ ...served.at, issue_number: number })).data as { event: string; actor: { login: string }; label: { name: string } }[];
    expect(events.map(({ event, actor, label }) => [event, actor.login, label.name])).toEqual([
      ['labeled', 'mona', 'approve-removal'],
      ['labeled', 'github-actions[bot]', 'reviewed'],
      ['unlabeled', 'github-actions[bot]', 'approve-removal'],
    ]);
    expect(await rejection(rest.issues.removeLabel({ ...served.at, issue_number: number, name: 'absent' }))).toMatchObject({ status: 404, data: { message: 'Label does not exist' } });
  });

  test.each([
    ['acme', 'admin'],
    ['mona', 'write'],
    ['stranger', 'none'],
  ])('%s has the role %s', async (username, permission) => {
    served.github.setCollaborator(served.repository, 'mona', 'write');
    expect((await client().repos.getCollaboratorPermissionLevel({ ...served.at, username })).data).toMatchObject({ permission, user: { login: username } });
  });
});
