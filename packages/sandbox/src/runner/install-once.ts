import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is installed from npm for tests and the demo alone, and where it is kept for runs without a network. */
export interface Installation {
  /** Folder below the repository's cache, or an absolute one. */
  readonly target: string;
  /** The file of it that is used; without it an installation counts as failed. */
  readonly file: string;
  readonly install: (folder: string) => Promise<unknown>;
  /** Said when `install` ends without the file. */
  readonly missing: string;
}

/** Path of the file. Installs into a folder beside the target and renames it, so that two processes at once cannot see half of it. */
export async function installOnce({ target, file, install, missing }: Installation): Promise<string> {
  const path = join(target, file);
  if (existsSync(path)) return path;
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(`${target}-`);
  try {
    await install(folder);
    if (!existsSync(join(folder, file))) throw new Error(missing);
    rename(folder, target, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return path;
}

/** A folder of the repository's cache, which `npm ci` empties and git ignores. */
export function cacheFolder(name: string): string {
  return join(repositoryRoot(), 'node_modules', '.cache', name);
}

/** Whoever renames first wins; the others use what is there. */
function rename(folder: string, target: string, path: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

function repositoryRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && 'workspaces' in (JSON.parse(readFileSync(file, 'utf8')) as object)) return folder;
  }
  throw new Error(`no package.json with workspaces above ${__dirname}`);
}
