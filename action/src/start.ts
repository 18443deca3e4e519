import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import * as zlib from 'node:zlib';

declare module 'node:zlib' {
  // in Node since 23.8, which the types of the oldest supported version do not know
  export const zstdDecompressSync: ((data: Buffer, options: { readonly chunkSize: number }) => Buffer) | undefined;
}

/** Name of the compiled code of each chunk, which holds a digest of its source. Set by the build. */
declare const CODE_CACHES: Readonly<Record<string, string>>;

/** Large enough that compiled code is decompressed in one piece. */
const CHUNK_BYTES = 8 * 1024 * 1024;

const nodeRequire = createRequire(__filename);
const loaded = new Map<string, { exports: unknown }>();

/**
 * Compiled code that the build recorded, so that V8 need not parse 8 MB of source. It is optional: V8 checks version
 * and flags and compiles the source itself when they differ.
 */
function compiledCode(chunk: string): Buffer | undefined {
  const file = join(__dirname, CODE_CACHES[chunk] ?? 'none');
  return existsSync(file) ? zlib.zstdDecompressSync?.(readFileSync(file), { chunkSize: CHUNK_BYTES }) : undefined;
}

/** Loads a file beside this one as Node's `require` does, with its compiled code. */
function load(chunk: string): unknown {
  const known = loaded.get(chunk);
  if (known) return known.exports;
  const filename = join(__dirname, chunk);
  const cachedData = compiledCode(chunk);
  // the build writes ASCII, which V8 keeps in one byte a character, and wraps it in a function of what modules are given
  const script = new Script(readFileSync(filename, 'latin1'), { filename, ...(cachedData && { cachedData }) });
  const module = { exports: {} as unknown };
  loaded.set(chunk, module);
  const run = script.runInThisContext() as (...context: unknown[]) => void;
  run(module.exports, (id: string) => (id.startsWith('./') ? load(id.slice(2)) : (nodeRequire(id) as unknown)), module, filename, __dirname);
  return module.exports;
}

load('main.js');
