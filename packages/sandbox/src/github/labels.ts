import { ApiError, invalidRequest } from './api-error';
import { repositoryUrl } from './repositories';
import { json, list, requirePull, type Route } from './route';
import { type Shape } from './schemas';
import { type IssueEventRecord, type PullRequestRecord, type RepositoryRecord } from './state';
import { type Store } from './store';
import { nodeId, userJson } from './users';

const READ = 'issues=read; pull_requests=read';
const WRITE = 'issues=write; pull_requests=write';
const COLOR = 'ededed';

export function addLabel(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, label: string, actor: string): void {
  if (pull.labels.includes(label)) return;
  pull.labels.push(label);
  record(store, repository, pull, { event: 'labeled', label, actor });
}

export function removeLabel(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, label: string, actor: string): void {
  if (!pull.labels.includes(label)) throw new ApiError(404, 'Label does not exist');
  pull.labels = pull.labels.filter((one) => one !== label);
  record(store, repository, pull, { event: 'unlabeled', label, actor });
}

export function labelJson(store: Store, repository: RepositoryRecord, name: string) {
  const id = [...name].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007, repository.id);
  const url = `${repositoryUrl(store, repository)}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId('Label', id), url, name, description: null, color: COLOR, default: false } satisfies Shape<'label'>;
}

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/issues/:number/labels',
    permissions: READ,
    docs: 'issues/labels#list-labels-for-an-issue',
    handle: (context) => list(requirePull(context).labels.map((name) => labelJson(context.store, context.repository, name))),
  },
  {
    method: 'POST',
    path: '/issues/:number/labels',
    permissions: WRITE,
    docs: 'issues/labels#add-labels-to-an-issue',
    handle: (context) => {
      const { store, repository, body, actor } = context;
      const pull = requirePull(context);
      const names = body.strings('labels');
      if (names === undefined) throw invalidRequest('"labels" wasn\'t supplied.');
      for (const name of names) addLabel(store, repository, pull, name, actor);
      return json(pull.labels.map((name) => labelJson(store, repository, name)));
    },
  },
  {
    method: 'DELETE',
    path: '/issues/:number/labels/:name',
    permissions: WRITE,
    docs: 'issues/labels#remove-a-label-from-an-issue',
    handle: (context) => {
      const { store, repository, param, actor } = context;
      const pull = requirePull(context);
      removeLabel(store, repository, pull, param('name'), actor);
      return json(pull.labels.map((name) => labelJson(store, repository, name)));
    },
  },
  {
    method: 'GET',
    path: '/issues/:number/events',
    permissions: READ,
    docs: 'issues/events#list-issue-events',
    handle: (context) => {
      const { number } = requirePull(context);
      return list(context.repository.events.filter((event) => event.issueNumber === number).map((event) => eventJson(context.store, context.repository, event)));
    },
  },
];

function record(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, event: Pick<IssueEventRecord, 'event' | 'actor'> & { label: string }): void {
  pull.updatedAt = store.now();
  repository.events.push({ id: store.nextId(), issueNumber: pull.number, createdAt: pull.updatedAt, ...event });
}

function eventJson(store: Store, repository: RepositoryRecord, event: IssueEventRecord) {
  const api = repositoryUrl(store, repository);
  return {
    id: event.id,
    node_id: nodeId('IssueEvent', event.id),
    url: `${api}/issues/events/${event.id}`,
    actor: userJson(store, event.actor),
    event: event.event,
    commit_id: event.commitSha ?? null,
    commit_url: event.commitSha === undefined ? null : `${api}/commits/${event.commitSha}`,
    created_at: event.createdAt,
    performed_via_github_app: null,
    ...(event.label !== undefined && { label: { name: event.label, color: COLOR } }),
  };
}
