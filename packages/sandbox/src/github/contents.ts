import { ApiError } from './api-error';
import { readBlob } from './git';
import { resolveRef } from './refs';
import { repositoryHtmlUrl, repositoryUrl } from './repositories';
import { json, text, type Reply, type Route, type RouteContext } from './route';
import { type Shape } from './schemas';

const RAW = /^application\/vnd\.github(\.v3)?\.raw/;
/** Over this size the JSON form comes without content: https://docs.github.com/rest/repos/contents */
const JSON_LIMIT_BYTES = 1024 * 1024;
const BASE64_LINE = /.{1,60}/g;

export const contentRoutes: readonly Route[] = ['/contents', '/contents/:path{.+}'].map((path) => ({
  method: 'GET',
  path,
  permissions: 'contents=read',
  docs: 'repos/contents#get-repository-content',
  handle: (context) => readContent(context, path === '/contents' ? '' : context.param('path').replace(/\/+$/, '')),
}));

function readContent(context: RouteContext, path: string): Reply {
  const { store, repository, query, accept } = context;
  const ref = query('ref') ?? repository.defaultBranch;
  const commit = resolveRef(store, repository, ref);
  if (commit === undefined) throw new ApiError(404, query('ref') === undefined ? 'This repository is empty.' : `No commit found for the ref ${ref}`);
  const blob = commit.tree[path];
  if (blob !== undefined) {
    const content = readBlob(store.state, blob);
    return RAW.test(accept) ? text(accept.split(',')[0] ?? accept, content) : json(fileJson(context, { path, ref, blob, content }));
  }
  const entries = Object.keys(commit.tree).filter((file) => path === '' || file.startsWith(`${path}/`));
  if (entries.length === 0) throw new ApiError(404, 'Not Found');
  return json(folderEntries(entries, path).map((entry) => entryJson(context, { ref, ...entry, blob: commit.tree[entry.path] ?? commit.sha })));
}

function fileJson(context: RouteContext, file: { path: string; ref: string; blob: string; content: string }) {
  const bytes = Buffer.from(file.content);
  const inline = bytes.length <= JSON_LIMIT_BYTES;
  return {
    ...entryJson(context, { ...file, type: 'file' }),
    type: 'file',
    size: bytes.length,
    encoding: inline ? 'base64' : 'none',
    content: inline ? (bytes.toString('base64').match(BASE64_LINE) ?? []).map((line) => `${line}\n`).join('') : '',
  } satisfies Shape<'content-file'>;
}

function entryJson({ store, repository }: RouteContext, entry: { path: string; ref: string; blob: string; type: 'file' | 'dir' }) {
  const self = `${repositoryUrl(store, repository)}/contents/${entry.path}?ref=${encodeURIComponent(entry.ref)}`;
  const git = `${repositoryUrl(store, repository)}/git/${entry.type === 'file' ? 'blobs' : 'trees'}/${entry.blob}`;
  const html = `${repositoryHtmlUrl(store, repository)}/${entry.type === 'file' ? 'blob' : 'tree'}/${entry.ref}/${entry.path}`;
  return { name: entry.path.split('/').at(-1) ?? '', path: entry.path, sha: entry.blob, size: 0, url: self, html_url: html, git_url: git, download_url: null, type: entry.type, _links: { self, git, html } };
}

function folderEntries(files: readonly string[], folder: string): { path: string; type: 'file' | 'dir' }[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = [...new Set(files.map((file) => file.slice(prefix.length).split('/')[0] ?? ''))].sort();
  return names.map((name) => ({ path: `${prefix}${name}`, type: files.includes(`${prefix}${name}`) ? 'file' : 'dir' }));
}
