import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Files } from './systems-matrix';

const ROOT = join(__dirname, '../..');

/** The files of this repository. */
export const repositoryFiles: Files = {
  read: (path) => readFileSync(join(ROOT, path), 'utf8'),
  exists: (path) => existsSync(join(ROOT, path)),
  below: (folder, ending) =>
    existsSync(join(ROOT, folder))
      ? readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
          .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
          .sort()
      : [],
};
