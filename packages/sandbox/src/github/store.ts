import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type RepositoryRecord, type State } from './state';

const BOTS: Readonly<Record<string, number>> = { 'github-actions[bot]': 41898282, 'dependabot[bot]': 49699333 };
const FIRST_ID = 1000;

/** GitHub's state in memory, written to one JSON file after each change. */
export class Store {
  readonly state: State;
  readonly #file: string;
  readonly #clock: () => Date;
  readonly baseUrl: () => string;

  constructor(options: { file: string; baseUrl: () => string; clock: () => Date }) {
    this.#file = options.file;
    this.#clock = options.clock;
    this.baseUrl = options.baseUrl;
    this.state = readState(options.file);
  }

  save(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const next = `${this.#file}.next`;
    writeFileSync(next, JSON.stringify(this.state, null, 1), { mode: 0o600 });
    renameSync(next, this.#file);
  }

  clock(): Date {
    return this.#clock();
  }

  /** The time as the API prints it: UTC, whole seconds. */
  now(): string {
    return this.clock().toISOString().replace(/\.\d+Z$/, 'Z');
  }

  nextId(): number {
    this.state.lastId += 1;
    return this.state.lastId;
  }

  /** Id of an account; an unknown login gets one. */
  userId(login: string): number {
    return BOTS[login] ?? (this.state.users[login] ??= this.nextId());
  }

  findRepository(owner: string, name: string): RepositoryRecord | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.state.repositories.find((repository) => fullName(repository).toLowerCase() === wanted);
  }

  repository(id: number): RepositoryRecord {
    const found = this.state.repositories.find((repository) => repository.id === id);
    if (found === undefined) throw new Error(`no repository with id ${id}; create it first`);
    return found;
  }
}

export function fullName(repository: { readonly owner: string; readonly name: string }): string {
  return `${repository.owner}/${repository.name}`;
}

function readState(file: string): State {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`cannot read the state in ${file}; delete it to start anew`, { cause: error });
    return { lastId: FIRST_ID, users: {}, repositories: [], commits: {}, blobs: {}, tokens: {} };
  }
}
