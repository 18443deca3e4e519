import { ApiError, invalidRequest } from './api-error';
import { type RequestBody } from './request-body';
import { repositoryHtmlUrl, repositoryUrl } from './repositories';
import { json, list, matching, requireById, requireCommit, type Route, type RouteContext } from './route';
import { type Shape } from './schemas';
import { ANNOTATION_LEVELS, CHECK_CONCLUSIONS, CHECK_STATUSES, type CheckAnnotationRecord, type CheckRunRecord, type RepositoryRecord } from './state';
import { type Store } from './store';
import { isBot, nodeId } from './users';

const MAX_ANNOTATIONS_PER_REQUEST = 50;
const MAX_OUTPUT_CHARACTERS = 65_535;

export const checkRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/check-runs',
    permissions: 'checks=write',
    docs: 'checks/runs#create-a-check-run',
    handle: (context) => {
      const { store, repository, body, actor } = context;
      if (!isBot(actor)) throw new ApiError(403, 'You must authenticate via a GitHub App.');
      const run: CheckRunRecord = {
        id: store.nextId(),
        name: body.requiredString('name'),
        headSha: requireCommit(context, body.requiredString('head_sha')).sha,
        status: 'queued',
        conclusion: null,
        externalId: '',
        detailsUrl: null,
        startedAt: store.now(),
        completedAt: null,
        output: { title: null, summary: null, text: null },
        annotations: [],
      };
      update(store, run, body);
      repository.checkRuns.push(run);
      return json(checkRunJson(store, repository, run), 201);
    },
  },
  {
    method: 'PATCH',
    path: '/check-runs/:id',
    permissions: 'checks=write',
    docs: 'checks/runs#update-a-check-run',
    handle: ({ store, repository, param, body }) => {
      const run = requireById(repository.checkRuns, param('id'));
      update(store, run, body);
      return json(checkRunJson(store, repository, run));
    },
  },
  {
    method: 'GET',
    path: '/check-runs/:id',
    permissions: 'checks=read',
    docs: 'checks/runs#get-a-check-run',
    handle: ({ store, repository, param }) => json(checkRunJson(store, repository, requireById(repository.checkRuns, param('id')))),
  },
  {
    method: 'GET',
    path: '/check-runs/:id/annotations',
    permissions: 'checks=read',
    docs: 'checks/runs#list-check-run-annotations',
    handle: ({ store, repository, param }) => {
      const run = requireById(repository.checkRuns, param('id'));
      return list(run.annotations.map((annotation) => annotationJson(store, repository, run, annotation)));
    },
  },
  {
    method: 'GET',
    path: '/commits/:ref/check-runs',
    permissions: 'checks=read',
    docs: 'checks/runs#list-check-runs-for-a-git-reference',
    handle: (context) => listForCommit(context),
  },
];

function listForCommit(context: RouteContext) {
  const { store, repository, param, query } = context;
  const { sha } = requireCommit(context, param('ref'));
  const ofCommit = repository.checkRuns.filter((run) => run.headSha === sha);
  const found = matching(ofCommit, { check_name: query('check_name'), status: query('status') }, { check_name: (run) => run.name, status: (run) => run.status });
  return list(found.reverse().map((run) => checkRunJson(store, repository, run)), (page) => ({ total_count: found.length, check_runs: page }));
}

/** Takes over the fields that are given; a conclusion completes the run. Annotations are added to those there. */
function update(store: Store, run: CheckRunRecord, body: RequestBody): void {
  const output = body.object('output');
  const annotations = output === undefined ? [] : parseAnnotations(output);
  const conclusion = body.oneOf('conclusion', CHECK_CONCLUSIONS) ?? null;
  const status = body.oneOf('status', CHECK_STATUSES);
  if (status === 'completed' && conclusion === null) throw invalidRequest('"conclusion" wasn\'t supplied.');
  run.output = output === undefined ? run.output : { title: output.requiredString('title'), summary: limited(output, 'summary') ?? null, text: limited(output, 'text') ?? run.output.text };
  run.annotations.push(...annotations);
  run.name = body.string('name') ?? run.name;
  run.externalId = body.string('external_id') ?? run.externalId;
  run.detailsUrl = body.string('details_url') ?? run.detailsUrl;
  run.startedAt = body.string('started_at') ?? run.startedAt;
  run.status = conclusion !== null ? 'completed' : (status ?? run.status);
  if (conclusion === null) return;
  run.conclusion = conclusion;
  run.completedAt = body.string('completed_at') ?? store.now();
}

function limited(output: RequestBody, field: 'summary' | 'text'): string | undefined {
  const value = field === 'summary' ? output.requiredString(field) : output.string(field);
  if (value !== undefined && value.length > MAX_OUTPUT_CHARACTERS) throw invalidRequest(`Only ${MAX_OUTPUT_CHARACTERS} characters are allowed; ${value.length} were supplied.`);
  return value;
}

function parseAnnotations(output: RequestBody): CheckAnnotationRecord[] {
  const annotations = output.objects('annotations');
  if (annotations.length > MAX_ANNOTATIONS_PER_REQUEST) throw invalidRequest(`No more than ${MAX_ANNOTATIONS_PER_REQUEST} items are allowed; ${annotations.length} were supplied.`);
  return annotations.map((annotation) => ({
    path: annotation.requiredString('path'),
    startLine: annotation.requiredInteger('start_line'),
    endLine: annotation.requiredInteger('end_line'),
    level: annotation.requiredOneOf('annotation_level', ANNOTATION_LEVELS),
    message: annotation.requiredString('message'),
    title: annotation.string('title') ?? null,
  }));
}

function annotationJson(store: Store, repository: RepositoryRecord, run: CheckRunRecord, annotation: CheckAnnotationRecord) {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    start_column: null,
    end_column: null,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: null,
    blob_href: `${repositoryHtmlUrl(store, repository)}/blob/${run.headSha}/${annotation.path}`,
  } satisfies Shape<'check-annotation'>;
}

function checkRunJson(store: Store, repository: RepositoryRecord, run: CheckRunRecord) {
  const api = `${repositoryUrl(store, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url: api,
    html_url: `${repositoryHtmlUrl(store, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${api}/annotations` },
    check_suite: { id: repository.id },
    pull_requests: [],
  } satisfies Shape<'check-run'>;
}
