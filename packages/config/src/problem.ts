export interface Position {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** One mistake in a user's file: where it stands, what was expected, what was found, and the way out. */
export interface Problem extends Position {
  readonly file: string;
  /** Where in the file, as keys joined by dots; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly found?: string;
  /** What may be written instead, when it is a list of names. */
  readonly allowed?: string;
  readonly suggestion?: string;
}

/** `observability.yml:12:5 alarms.api.latencyP99Ms: expected a number of at least 1, found "fast"`, in one line. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path } = problem;
  return `${file}:${line}:${column}${path === '' ? '' : ` ${path}`}: ${explainProblem(problem)}`;
}

/** What was expected, what was found and the way out, without the place. */
export function explainProblem({ message, found, allowed, suggestion }: Problem): string {
  const wayOut = suggestion ?? (allowed === undefined ? undefined : `allowed: ${allowed}`);
  return message + (found === undefined ? '' : `, found ${found}`) + (wayOut === undefined ? '' : `; ${wayOut}`);
}

/** By position, then by path and message, so that the order never depends on how the problems were found. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...problems].sort(
    (a, b) => a.line - b.line || a.column - b.column || order(a.path, b.path) || order(a.message, b.message) || order(a.found ?? '', b.found ?? ''),
  );
}
