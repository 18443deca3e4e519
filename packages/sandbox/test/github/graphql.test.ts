/** @jest-environment ./test/github/octokit-environment.ts */
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

describe('GraphQL', () => {
  test.each(['{ viewer { login } }', 'query { viewer { login } }', 'query Me {\n  viewer {\n    login # who\n  }\n}'])('%j names the bot behind a run', async (query) => {
    expect(await served.client(served.run({}).token).graphql(query)).toEqual({ viewer: { login: 'github-actions[bot]' } });
  });

  test('a machine user gets its own login and id', async () => {
    const token = served.github.userToken(served.repository, 'acme-robot', {});
    const answer = await served.client(token).graphql<{ viewer: { login: string; databaseId: number } }>('{ viewer { databaseId, login } }');
    expect(answer).toEqual({ viewer: { login: 'acme-robot', databaseId: (await served.client(token).rest.users.getAuthenticated()).data.id } });
  });

  test.each([
    ['{ viewer { email } }', "Field 'email' doesn't exist on type 'User'"],
    ['{ repository(owner: "acme") { id } }', "Field 'repository' doesn't exist on type 'Query'"],
    ['{ viewer { login } rateLimit { limit } }', "Field 'rateLimit' doesn't exist on type 'Query'"],
    ['mutation { addComment { id } }', 'Parse error on "mutation { addComment { id } }"'],
  ])('%s is answered with 200 and errors', async (query, message) => {
    const { token } = served.run({});
    const response = await fetch(`${served.base}/api/graphql`, { method: 'POST', body: JSON.stringify({ query }), headers: { authorization: `Bearer ${token}` } });
    expect([response.status, await response.json()]).toEqual([200, { errors: [expect.objectContaining({ message })] }]);
    expect((await rejection(served.client(token).graphql(query))).message).toContain(message);
  });

  test('it needs a token', async () => {
    expect((await fetch(`${served.base}/api/graphql`, { method: 'POST', body: '{"query":"{ viewer { login } }"}' })).status).toBe(401);
  });
});
