import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from './octokit';
import { serveLoopback } from '../../src/loopback-server';
import { createGitHub, type GitHub, type GitHubOptions, type Repository, type WorkflowRunInput } from '../../src/github';

type Run = Omit<WorkflowRunInput, 'event' | 'permissions'> & Partial<Pick<WorkflowRunInput, 'event' | 'permissions'>>;

/** GitHub on loopback with one repository, acme/payments, whose main holds observability.yml. */
export async function serveGitHub(options: Partial<GitHubOptions> & { immutableSubject?: boolean } = {}) {
  const stateFolder = mkdtempSync(join(tmpdir(), 'github-'));
  let base = '';
  const clock = options.clock ?? (() => new Date('2026-08-01T12:00:00Z'));
  const github: GitHub = createGitHub({ stateFolder, baseUrl: () => base, clock });
  const server = await serveLoopback((request) => github.fetch(request));
  base = server.url;
  const repository: Repository = github.createRepository({ owner: 'acme', name: 'payments', id: 701, ownerId: 42, immutableSubject: options.immutableSubject ?? false });
  const first = github.commit(repository, 'main', { 'observability.yml': 'version: 1\nname: payments\n', 'docs/readme.md': 'hello\n' }, 'Start');
  const api = `${base}/api/v3`;
  return {
    github,
    repository,
    first,
    api,
    stateFolder,
    base,
    at: { owner: 'acme', repo: 'payments' } as const,
    /** A pull request from a new branch of the same repository. */
    open: (files: Record<string, string | null> = { 'observability.yml': 'version: 1\nname: cards\n' }, head = 'change') => {
      github.commit(repository, head, files, `Edit on ${head}`, 'mona');
      return github.openPullRequest(repository, { head, title: `Change ${head}`, author: 'mona' });
    },
    run: (input: Run) => github.workflowRun({ repo: repository, event: input.pullRequest === undefined ? 'push' : 'pull_request', permissions: {}, ...input }),
    client: (token: string, more: ConstructorParameters<typeof Octokit>[0] = {}) => new Octokit({ auth: token, baseUrl: api, throttle: { enabled: false }, retry: { enabled: false }, log: SILENT, ...more }),
    close: async () => {
      await server.close();
      rmSync(stateFolder, { recursive: true });
    },
  };
}

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {}

export type ServedGitHub = Awaited<ReturnType<typeof serveGitHub>>;

/** Status and answer of a request that octokit rejects. */
export async function rejection(request: Promise<unknown>): Promise<{ status: number; message: string; headers: Record<string, string | undefined>; data: unknown }> {
  const error = await request.then(
    () => Promise.reject(new Error('expected the request to be refused')),
    (reason: unknown) => reason as { status: number; message: string; response?: { headers: Record<string, string | undefined>; data: unknown } },
  );
  return { status: error.status, message: error.message, headers: error.response?.headers ?? {}, data: error.response?.data };
}
