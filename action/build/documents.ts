import { costPart } from './cost-document';
import { withPart } from './generated-part';
import { rowsTable, systemsDocument } from './systems-document';
import { type Files, systemsMatrix } from './systems-matrix';

/** Generated documents by their path: docs/systems.md, and the READMEs of the apps with their parts `rows` and `cost` written anew. Throws with what is missing. */
export function documents(files: Files): ReadonlyMap<string, string> {
  const matrix = systemsMatrix(files);
  const readmes = matrix.map(({ system: { app }, rows }): [string, string] => {
    const path = `apps/${app}/README.md`;
    return [path, withPart(withPart(files.read(path), path, 'rows', rowsTable(rows, '../../')), path, 'cost', costPart(files, app))];
  });
  return new Map([['docs/systems.md', systemsDocument(matrix)], ...readmes]);
}
