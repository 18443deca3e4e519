import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents';
import { repositoryFiles } from './repository-files';

const ROOT = join(__dirname, '../..');

// the estimate synthesizes the templates, which takes the built handlers; a fresh checkout has none
execFileSync(process.execPath, [require.resolve('tsx/cli'), 'bundle.ts'], { cwd: join(ROOT, 'packages/handlers'), stdio: 'inherit' });

// writes nothing when something is missing, and says what
try {
  for (const [path, text] of documents(repositoryFiles)) writeFileSync(join(ROOT, path), text);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
