import { TEMPLATES } from '../src/templates';
import { costPart } from './cost-document';
import { withPart } from './generated-part';
import { rowsTable, systemsDocument } from './systems-document';
import { type Files, systemsMatrix } from './systems-matrix';

/** Generated documents by their path: docs/systems.md, and the READMEs of the templates with their parts `rows` and `cost` written anew. Throws with what is missing. */
export function documents(files: Files): ReadonlyMap<string, string> {
  const matrix = systemsMatrix(files);
  const readmes = Object.keys(TEMPLATES).map((app): [string, string] => {
    const path = `apps/${app}/README.md`;
    const priced = withPart(files.read(path), path, 'cost', costPart(files, app));
    // the baseline of an account is no reference system
    const rows = matrix.find(({ system }) => system.app === app)?.rows;
    return [path, rows ? withPart(priced, path, 'rows', rowsTable(rows, '../../')) : priced];
  });
  return new Map([['docs/systems.md', systemsDocument(matrix)], ...readmes]);
}
