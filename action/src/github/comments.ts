import { parseHeader, type ReviewHeader } from '../review-header';
import { type GitHubApi, orAbsent } from './api';

/** A review comment that we wrote. */
export interface ReviewComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  readonly header: ReviewHeader;
  /** When it was written last, by GitHub's clock. */
  readonly updatedAt: string;
  /** Login of someone else who edited it last: what it says is then not ours. */
  readonly editedBy?: string;
}

export interface CommentCalls {
  /** Our own review comments on a pull request, the oldest first, looked for on all pages. */
  findReviews(pullRequest: number): Promise<readonly ReviewComment[]>;
  createComment(pullRequest: number, body: string): Promise<Pick<ReviewComment, 'id' | 'url'>>;
  updateComment(comment: Pick<ReviewComment, 'id' | 'url'>, body: string): Promise<void>;
  /** Deletes a comment; one that is gone already is as good. */
  deleteComment(id: number): Promise<void>;
}

const EDITORS = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { id editor { __typename login } } } }';

interface Editors {
  readonly nodes: readonly ({ readonly id: string; readonly editor: { readonly __typename: string; readonly login: string } | null } | null)[];
}

export function commentCalls({ octokit, repo, ask }: GitHubApi): CommentCalls {
  let viewer: Promise<string> | undefined;

  /** Who edited each comment last, by node id; only GraphQL knows. */
  async function editorsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const { nodes } = await octokit.graphql<Editors>(EDITORS, { ids });
    return new Map(nodes.flatMap((node) => (node?.editor ? [[node.id, node.editor.__typename === 'Bot' ? `${plain(node.editor.login)}[bot]` : node.editor.login] as const] : [])));
  }

  return {
    findReviews: (pullRequest) =>
      ask(`list the comments of pull request ${pullRequest}`, async () => {
        viewer ??= octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }').then((answer) => answer.viewer.login);
        const [login, comments] = await Promise.all([viewer, octokit.paginate(octokit.rest.issues.listComments, { ...repo, issue_number: pullRequest, per_page: 100 })]);
        const ours = comments.flatMap((comment) => {
          const header = isWrittenBy(comment.user?.login, login) ? parseHeader(comment.body ?? '') : undefined;
          return header ? [{ comment, header, author: comment.user?.login ?? '' }] : [];
        });
        const editors = await editorsOf(ours.map(({ comment }) => comment.node_id));
        return ours
          .map(({ comment, header, author }): ReviewComment => {
            const editor = editors.get(comment.node_id) ?? author;
            return { id: comment.id, url: comment.html_url, body: comment.body ?? '', header, updatedAt: comment.updated_at, ...(editor !== author && { editedBy: editor }) };
          })
          .sort((a, b) => a.id - b.id);
      }),

    createComment: (pullRequest, body) =>
      ask(`write a comment on pull request ${pullRequest}`, async () => {
        const { data } = await octokit.rest.issues.createComment({ ...repo, issue_number: pullRequest, body });
        return { id: data.id, url: data.html_url };
      }),

    updateComment: ({ id, url }, body) =>
      ask(`write the comment ${url}`, async () => {
        await octokit.rest.issues.updateComment({ ...repo, comment_id: id, body });
      }),

    deleteComment: (id) =>
      ask(`delete comment ${id}`, async () => {
        await orAbsent(octokit.rest.issues.deleteComment({ ...repo, comment_id: id }));
      }),
  };
}

const plain = (login: string): string => login.replace(/\[bot\]$/, '');

/** GraphQL names a bot without the suffix that REST shows, or with it, by kind of token. */
function isWrittenBy(author: string | undefined, login: string): boolean {
  return author !== undefined && plain(author) === plain(login) && author.endsWith('[bot]') === (login.endsWith('[bot]') || login === 'github-actions');
}
