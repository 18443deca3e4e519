import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, installOnce } from './install-once';

/** The Node version of `runs.using: node24`. */
export const RUNNER_NODE_VERSION = '24.21.0';
const BINARY = join('node_modules', 'node', 'bin', 'node');

let installed: Promise<string> | undefined;

/** Path of a Node 24 binary: this process's own, else one that npm installs once into the repository's cache. */
export function runnerNode(): Promise<string> {
  if (process.versions.node.startsWith('24.')) return Promise.resolve(process.execPath);
  return (installed ??= installNode(cacheFolder('runner-node')));
}

/** Path of the Node 24 binary that npm installs into `target` where it is not there yet. */
export function installNode(target: string, install: (folder: string) => Promise<unknown> = npmInstall): Promise<string> {
  return installOnce({ target, file: BINARY, install, missing: `npm installed node@${RUNNER_NODE_VERSION} without ${BINARY}: are install scripts switched off?` });
}

function npmInstall(folder: string): Promise<unknown> {
  return promisify(execFile)('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', `node@${RUNNER_NODE_VERSION}`], { cwd: folder });
}
