import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents';
import { repositoryFiles } from './repository-files';

// writes nothing when something is missing, and says what
try {
  for (const [path, text] of documents(repositoryFiles)) writeFileSync(join(__dirname, '../..', path), text);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
