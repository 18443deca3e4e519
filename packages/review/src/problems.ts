import { code, md, table } from './markdown/markdown';

/** One problem of a configuration file. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** Markdown that lists the problems of a configuration file, for the job summary. */
export function renderProblems(problems: readonly ConfigProblem[]): string {
  const rows = problems.map(({ file, line, column, path, message }) => [code(`${file}:${line}:${column}`), code(path), md`${message}`]);
  return md`## 🛑 ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the configuration file\n\n${table(['Where', 'Path', 'Problem'], rows)}`.source;
}
