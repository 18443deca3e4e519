import { validationFailed } from './api-error';
import { repositoryHtmlUrl, repositoryUrl, roleOf } from './repositories';
import { empty, json, list, requireById, requirePull, type Route } from './route';
import { type Shape } from './schemas';
import { type CommentRecord, type RepositoryRecord } from './state';
import { type Store } from './store';
import { isBot, nodeId, userJson } from './users';

const MAX_BODY_CHARACTERS = 65_536;
const READ = 'issues=read; pull_requests=read';
const WRITE = 'issues=write; pull_requests=write';

export function addComment(store: Store, repository: RepositoryRecord, comment: { issueNumber: number; body: string; author: string }): CommentRecord {
  const now = store.now();
  const record = { id: store.nextId(), ...comment, body: validBody(comment.body), createdAt: now, updatedAt: now };
  store.userId(comment.author);
  repository.comments.push(record);
  return record;
}

export function editComment(store: Store, comment: CommentRecord, body: string, editor: string): void {
  comment.body = validBody(body);
  comment.updatedAt = store.now();
  comment.editor = editor;
}

export function commentUrl(store: Store, repository: RepositoryRecord, comment: CommentRecord): string {
  return `${repositoryHtmlUrl(store, repository)}/pull/${comment.issueNumber}#issuecomment-${comment.id}`;
}

export const commentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/issues/:number/comments',
    permissions: READ,
    docs: 'issues/comments#list-issue-comments',
    handle: (context) => {
      const { store, repository, query } = context;
      const { number } = requirePull(context);
      const since = query('since') ?? '';
      return list(repository.comments.filter((comment) => comment.issueNumber === number && comment.updatedAt >= since).map((comment) => commentJson(store, repository, comment)));
    },
  },
  {
    method: 'POST',
    path: '/issues/:number/comments',
    permissions: WRITE,
    docs: 'issues/comments#create-an-issue-comment',
    handle: (context) => {
      const { store, repository, body, actor } = context;
      const comment = addComment(store, repository, { issueNumber: requirePull(context).number, body: body.requiredString('body'), author: actor });
      return json(commentJson(store, repository, comment), 201);
    },
  },
  {
    method: 'GET',
    path: '/issues/comments/:id',
    permissions: READ,
    docs: 'issues/comments#get-an-issue-comment',
    handle: ({ store, repository, param }) => json(commentJson(store, repository, requireById(repository.comments, param('id')))),
  },
  {
    method: 'PATCH',
    path: '/issues/comments/:id',
    permissions: WRITE,
    docs: 'issues/comments#update-an-issue-comment',
    handle: ({ store, repository, param, body, actor }) => {
      const comment = requireById(repository.comments, param('id'));
      editComment(store, comment, body.requiredString('body'), actor);
      return json(commentJson(store, repository, comment));
    },
  },
  {
    method: 'DELETE',
    path: '/issues/comments/:id',
    permissions: WRITE,
    docs: 'issues/comments#delete-an-issue-comment',
    handle: ({ repository, param }) => {
      const comment = requireById(repository.comments, param('id'));
      repository.comments = repository.comments.filter((one) => one !== comment);
      return empty();
    },
  },
];

function validBody(body: string): string {
  const refuse = (message: string) => validationFailed({ resource: 'IssueComment', code: 'unprocessable', field: 'data', message });
  if (body.trim() === '') throw refuse('Body cannot be blank');
  if (characters(body) > MAX_BODY_CHARACTERS) throw refuse(`Body is too long (maximum is ${MAX_BODY_CHARACTERS} characters)`);
  return body;
}

function characters(body: string): number {
  return [...body].length;
}

function commentJson(store: Store, repository: RepositoryRecord, comment: CommentRecord) {
  const api = repositoryUrl(store, repository);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: commentUrl(store, repository, comment),
    issue_url: `${api}/issues/${comment.issueNumber}`,
    body: comment.body,
    user: userJson(store, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.author),
    performed_via_github_app: null,
  } satisfies Shape<'issue-comment'>;
}

function association(repository: RepositoryRecord, login: string) {
  if (login === repository.owner) return 'OWNER';
  return isBot(login) || roleOf(repository, login) === 'none' ? 'NONE' : 'COLLABORATOR';
}
