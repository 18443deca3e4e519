import { repositoryHtmlUrl, repositoryUrl } from './repositories';
import { type Shape } from './schemas';
import { type CommitRecord, type RepositoryRecord } from './state';
import { type Store } from './store';
import { nodeId, userJson } from './users';

export function commitJson(store: Store, repository: RepositoryRecord, commit: CommitRecord) {
  const [api, html] = [repositoryUrl(store, repository), repositoryHtmlUrl(store, repository)];
  const person = { name: commit.author, email: `${commit.author}@users.noreply.github.com`, date: commit.date };
  const author = userJson(store, commit.author);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', author.id),
    commit: { message: commit.message, author: person, committer: person, tree: { sha: commit.sha, url: `${api}/git/trees/${commit.sha}` }, url: `${api}/git/commits/${commit.sha}`, comment_count: 0 },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author,
    committer: author,
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/commit/${sha}` })),
  } satisfies Shape<'commit'>;
}
