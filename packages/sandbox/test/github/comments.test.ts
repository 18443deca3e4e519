/** @jest-environment ./test/github/octokit-environment.ts */
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

const WRITE = { 'pull-requests': 'write' } as const;

describe('issue comments', () => {
  test('a comment is created as github-actions[bot], updated in place and deleted', async () => {
    const { number } = served.open();
    const { rest } = served.client(served.run({ pullRequest: number, permissions: WRITE }).token);
    const created = await rest.issues.createComment({ ...served.at, issue_number: number, body: 'first' });
    expect(created).toMatchObject({ status: 201, data: { body: 'first', user: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' }, issue_url: `${served.api}/repos/acme/payments/issues/1` } });
    const comment_id = created.data.id;
    expect((await rest.issues.updateComment({ ...served.at, comment_id, body: 'second' })).data.id).toBe(comment_id);
    expect((await rest.issues.getComment({ ...served.at, comment_id })).data.body).toBe('second');
    expect(served.github.comments(served.repository, number)).toEqual([expect.objectContaining({ id: comment_id, author: 'github-actions[bot]', body: 'second' })]);
    expect((await rest.issues.deleteComment({ ...served.at, comment_id })).status).toBe(204);
    expect(await rejection(rest.issues.getComment({ ...served.at, comment_id }))).toMatchObject({ status: 404, data: { message: 'Not Found' } });
  });

  test('a list comes in pages of 30 with Link headers to prev, next, last and first', async () => {
    const { number } = served.open();
    for (let i = 1; i <= 65; i += 1) served.github.issueComment(served.repository, number, `comment ${i}`, 'mona');
    const client = served.client(served.run({ pullRequest: number, permissions: { 'pull-requests': 'read' } }).token);
    const path = `${served.api}/repos/acme/payments/issues/1/comments`;
    const first = await client.rest.issues.listComments({ ...served.at, issue_number: number });
    expect(first.data).toHaveLength(30);
    expect(first.headers.link).toBe(`<${path}?page=2>; rel="next", <${path}?page=3>; rel="last"`);
    const second = await client.rest.issues.listComments({ ...served.at, issue_number: number, page: 2 });
    expect(second.headers.link).toBe(`<${path}?page=1>; rel="prev", <${path}?page=3>; rel="next", <${path}?page=3>; rel="last", <${path}?page=1>; rel="first"`);
    const last = await client.rest.issues.listComments({ ...served.at, issue_number: number, page: 3 });
    expect(last.data.map((comment) => comment.body)).toEqual(['comment 61', 'comment 62', 'comment 63', 'comment 64', 'comment 65']);
    expect(last.headers.link).toBe(`<${path}?page=2>; rel="prev", <${path}?page=1>; rel="first"`);
    const all = await client.paginate(client.rest.issues.listComments, { ...served.at, issue_number: number });
    expect(all.map((comment) => comment.body)).toEqual(Array.from({ length: 65 }, (_, i) => `comment ${i + 1}`));
  });

  test('per_page over 100 gives 100', async () => {
    const { number } = served.open();
    for (let i = 1; i <= 101; i += 1) served.github.issueComment(served.repository, number, `comment ${i}`, 'mona');
    const { rest } = served.client(served.run({ pullRequest: number, permissions: WRITE }).token);
    expect((await rest.issues.listComments({ ...served.at, issue_number: number, per_page: 500 })).data).toHaveLength(100);
  });

  test('a body of 65,536 characters is taken, one more is refused, when created and when updated', async () => {
    const { number } = served.open();
    const { rest } = served.client(served.run({ pullRequest: number, permissions: WRITE }).token);
    const longest = '🙂'.repeat(65_536);
    const { data } = await rest.issues.createComment({ ...served.at, issue_number: number, body: longest });
    expect(data.body).toBe(longest);
    const refused = {
      status: 422,
      data: {
        message: 'Validation Failed',
        errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message: 'Body is too long (maximum is 65536 characters)' }],
        documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
        status: '422',
      },
    };
    expect(await rejection(rest.issues.createComment({ ...served.at, issue_number: number, body: 'x'.repeat(65_537) }))).toMatchObject(refused);
    expect(await rejection(rest.issues.updateComment({ ...served.at, comment_id: data.id, body: 'x'.repeat(65_537) }))).toMatchObject({ status: 422, data: { errors: refused.data.errors } });
    expect(served.github.comments(served.repository, number)).toHaveLength(1);
  });

  test.each([
    ['a blank body', { body: ' \n' }, 422, 'Validation Failed'],
    ['no body', {}, 422, 'Invalid request.\n\n"body" wasn\'t supplied.'],
    ['a body that is no string', { body: 7 }, 422, "Invalid request.\n\nFor 'properties/body', 7 is not a string."],
  ])('%s is refused', async (_, body, status, message) => {
    const { number } = served.open();
    const client = served.client(served.run({ pullRequest: number, permissions: WRITE }).token);
    expect(await rejection(client.request('POST /repos/acme/payments/issues/1/comments', body))).toMatchObject({ status, data: { message } });
  });

  test('JSON that does not parse is a 400', async () => {
    const { number } = served.open();
    const { token } = served.run({ pullRequest: number, permissions: WRITE });
    const response = await fetch(`${served.api}/repos/acme/payments/issues/1/comments`, { method: 'POST', body: '{', headers: { authorization: `Bearer ${token}` } });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ message: 'Problems parsing JSON' })]);
  });

  test('an issue number that does not exist is a 404', async () => {
    const { rest } = served.client(served.run({ permissions: WRITE }).token);
    expect(await rejection(rest.issues.listComments({ ...served.at, issue_number: 9 }))).toMatchObject({ status: 404, data: { message: 'Not Found', status: '404' } });
  });

  test('a person can forge a marker, but not the author', async () => {
    const { number } = served.open();
    served.github.setCollaborator(served.repository, 'mona', 'write');
    served.github.issueComment(served.repository, number, '<!-- marker -->', 'mona');
    served.github.issueComment(served.repository, number, '<!-- marker -->', 'dependabot[bot]');
    const { rest } = served.client(served.run({ pullRequest: number, permissions: WRITE }).token);
    const { data } = await rest.issues.listComments({ ...served.at, issue_number: number });
    expect(data.map((comment) => [comment.user?.login, comment.user?.type, comment.author_association])).toEqual([['mona', 'User', 'COLLABORATOR'], ['dependabot[bot]', 'Bot', 'NONE']]);
  });
});
