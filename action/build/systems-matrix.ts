import { testedCodes } from './row-codes';

/** The five reference systems: the letter of their rows, how many there are, and the template that makes them. */
export const SYSTEMS = [
  { letter: 'P', rows: 60, app: 'payment-platform' },
  { letter: 'A', rows: 28, app: 'api-observability' },
  { letter: 'S', rows: 36, app: 'serverless-monitoring' },
  { letter: 'R', rows: 35, app: 'realtime-transactions' },
  { letter: 'M', rows: 51, app: 'multi-region-platform' },
] as const;
export type System = (typeof SYSTEMS)[number];

/** The files of the repository, by their path from its root. */
export interface Files {
  /** Throws when there is no such file. */
  read(path: string): string;
  exists(path: string): boolean;
  /** Paths of the files below a folder that end so, sorted; none when there is no such folder. */
  below(folder: string, ending: string): readonly string[];
}

/** A row of a reference system: what it shows, where it comes from, and the tests that show it. */
export interface Row {
  readonly code: string;
  readonly shows: string;
  readonly source: readonly string[];
  readonly tests: readonly string[];
}

export interface Matrix {
  readonly system: System;
  readonly rows: readonly Row[];
}

/** Folders whose tests show rows of every template. */
const SHARED_TESTS = ['packages/handlers/test'];

/** Every row of every system. Throws with the list of rows that have no entry, no source that exists or no test. */
export function systemsMatrix(files: Files): readonly Matrix[] {
  const problems: string[] = [];
  const shared = testsBelow(files, SHARED_TESTS);
  const matrix = SYSTEMS.map((system) => ({ system, rows: rowsOf(files, system, shared, problems) }));
  if (problems.length > 0) throw new Error(`docs/systems.md cannot be written:\n${problems.join('\n')}`);
  return matrix;
}

type Tests = readonly (readonly [path: string, codes: ReadonlySet<string>])[];

function testsBelow(files: Files, folders: readonly string[]): Tests {
  return folders.flatMap((folder) => files.below(folder, '.test.ts')).map((path) => [path, testedCodes(files.read(path))]);
}

function rowsOf(files: Files, { letter, rows, app }: System, shared: Tests, problems: string[]): readonly Row[] {
  const path = `apps/${app}/rows.json`;
  const written = (files.exists(path) ? JSON.parse(files.read(path)) : {}) as Readonly<Record<string, { readonly shows?: string; readonly source?: readonly string[] }>>;
  const tests = [...testsBelow(files, [`apps/${app}/test`]), ...shared];
  const codes = Array.from({ length: rows }, (_, index) => `${letter}${index + 1}`);
  problems.push(...Object.keys(written).filter((code) => !codes.includes(code)).map((code) => `${code}: ${path} has it, the reference system has not`));
  return codes.map((code) => {
    const { shows = '', source = [] } = written[code] ?? {};
    const shownBy = tests.filter(([, tested]) => tested.has(code)).map(([test]) => test);
    if (!(code in written)) problems.push(`${code}: ${path} has no entry`);
    else if (shows === '' || source.length === 0) problems.push(`${code}: ${path} must say what it "shows" and name its "source"`);
    problems.push(...source.filter((file) => !files.exists(file)).map((file) => `${code}: ${path} names ${file}, which does not exist`));
    if (shownBy.length === 0) problems.push(`${code}: no test below apps/${app}/test or ${SHARED_TESTS.join(', ')} has a title that begins with it`);
    return { code, shows, source, tests: shownBy };
  });
}
