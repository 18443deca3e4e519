import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The Node version of `runs.using: node24`. */
export const RUNNER_NODE_VERSION = '24.21.0';
const BINARY = join('node_modules', 'node', 'bin', 'node');

let installed: Promise<string> | undefined;

/** Path of a Node 24 binary: this process's own, else one that npm installs once into the repository's cache. */
export function runnerNode(): Promise<string> {
  if (process.versions.node.startsWith('24.')) return Promise.resolve(process.execPath);
  return (installed ??= installNode(join(repositoryRoot(), 'node_modules', '.cache', 'runner-node')));
}

/** Installs into a folder beside the target and renames it, so that two processes at once cannot see half of it. */
export async function installNode(target: string, install: (folder: string) => Promise<unknown> = npmInstall): Promise<string> {
  const binary = join(target, BINARY);
  if (existsSync(binary)) return binary;
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(`${target}-`);
  try {
    await install(folder);
    if (!existsSync(join(folder, BINARY))) throw new Error(`npm installed node@${RUNNER_NODE_VERSION} without ${BINARY}: are install scripts switched off?`);
    rename(folder, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return binary;
}

function npmInstall(folder: string): Promise<unknown> {
  return promisify(execFile)('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', `node@${RUNNER_NODE_VERSION}`], { cwd: folder });
}

/** Whoever renames first wins; the others use what is there. */
function rename(folder: string, target: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(join(target, BINARY))) throw error;
  }
}

function repositoryRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && 'workspaces' in (JSON.parse(readFileSync(file, 'utf8')) as object)) return folder;
  }
  throw new Error(`no package.json with workspaces above ${__dirname}`);
}
