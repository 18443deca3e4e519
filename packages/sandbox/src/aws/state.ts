import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StackState } from './cloudformation/stack-state';

/** Credentials that were given out, and whom they stand for. */
export type Session = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly accountId: string;
  /** What `GetCallerIdentity` answers and error messages name. */
  readonly arn: string;
  readonly userId: string;
  /** The assumed role; an administrator has none. */
  readonly roleArn?: string;
  /** ISO time; an administrator's do not expire. */
  readonly expiration?: string;
};

/** Something that exists outside any stack: put there by hand, or kept when its stack let go of it. */
export type ExistingResource = {
  readonly accountId: string;
  readonly region: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Record<string, unknown>;
};

/** What somebody changed of a resource beside its stack: properties that are read in place of the template's. */
export type HandEdit = Pick<ExistingResource, 'accountId' | 'region' | 'physicalId' | 'properties'>;

/** An object in a bucket; its bytes lie in the file named by their SHA-256. */
export type StoredObject = {
  readonly bucket: string;
  readonly key: string;
  readonly sha256: string;
  readonly etag: string;
  readonly size: number;
  readonly contentType: string;
  readonly lastModified: string;
};

/** An image in a repository. */
export type StoredImage = { readonly accountId: string; readonly region: string; readonly repository: string; readonly tag: string; readonly digest: string };

type Parts = {
  accounts: string[];
  counters: Record<string, number>;
  sessions: Record<string, Session>;
  existing: ExistingResource[];
  edits: HandEdit[];
  objects: StoredObject[];
  images: StoredImage[];
};

const PARTS: (keyof Parts)[] = ['accounts', 'counters', 'sessions', 'existing', 'edits', 'objects', 'images'];

/** Everything the sandbox knows, held in memory and mirrored to readable JSON in one folder. */
export class State {
  readonly parts: Parts = { accounts: [], counters: {}, sessions: {}, existing: [], edits: [], objects: [], images: [] };
  readonly stacks: StackState[] = [];
  /** Changes whenever a stack or something that exists does; what is derived from them is cached under it. */
  version = 0;

  constructor(readonly folder: string) {
    for (const sub of ['stacks', 'objects']) mkdirSync(join(folder, sub), { recursive: true });
    for (const part of PARTS) {
      const file = this.partFile(part);
      if (existsSync(file)) Object.assign(this.parts, { [part]: JSON.parse(readFileSync(file, 'utf8')) as unknown });
    }
    this.stacks = readdirSync(join(folder, 'stacks'))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, 'stacks', file), 'utf8')) as StackState)
      .sort((a, b) => a.creationTime.localeCompare(b.creationTime));
  }

  save(...parts: (keyof Parts)[]): void {
    this.version += 1;
    for (const part of parts) write(this.partFile(part), JSON.stringify(this.parts[part], null, 2));
  }

  saveStack(stack: StackState): void {
    this.version += 1;
    const file = `${stack.accountId}.${stack.region}.${stack.name}.${stack.stackId.slice(-12)}.json`;
    write(join(this.folder, 'stacks', file), JSON.stringify(stack, null, 2));
  }

  /** How often this kind of thing was counted before, kept over restarts: it makes identifiers unique without chance. */
  next(kind: string): number {
    const count = (this.parts.counters[kind] ?? 0) + 1;
    this.parts.counters[kind] = count;
    this.save('counters');
    return count;
  }

  writeBytes(bytes: Buffer): string {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    write(join(this.folder, 'objects', sha256), bytes);
    return sha256;
  }

  readBytes(sha256: string): Buffer {
    return readFileSync(join(this.folder, 'objects', sha256));
  }

  private partFile(part: keyof Parts): string {
    return join(this.folder, `${part}.json`);
  }
}

// a reader never sees half a file
function write(file: string, content: string | Buffer): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
