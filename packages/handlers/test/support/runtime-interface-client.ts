import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, installOnce } from '@payment-observability/sandbox/install-once';

const VERSION = '4.0.2';
/** Of the tarball, as the registry publishes it. */
const INTEGRITY = 'sha512-FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==';
const run = promisify(execFile);

/**
 * Path of the entry of `aws-lambda-ric`, AWS's own runtime interface client, which npm packs once into the repository's cache.
 *
 * All of it is AWS's but the addon that speaks HTTP: building that takes curl, cmake and a C++ compiler, minutes on each new machine, and AWS
 * builds it on Linux alone. `native-client.cjs` stands in for it at the module seam, so that loading, context, logs and errors are the real ones.
 */
export function runtimeInterfaceClient(target = cacheFolder(`aws-lambda-ric-${VERSION}`), pack: (folder: string) => Promise<unknown> = npmPack): Promise<string> {
  return installOnce({
    target,
    file: join('package', 'index.mjs'),
    missing: `aws-lambda-ric@${VERSION} has no index.mjs`,
    async install(folder) {
      await pack(folder);
      const tarball = join(folder, `aws-lambda-ric-${VERSION}.tgz`);
      const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
      if (found !== INTEGRITY) throw new Error(`aws-lambda-ric@${VERSION}: expected ${INTEGRITY}, npm brought ${found}`);
      await run('tar', ['-xzf', tarball, '-C', folder]);
      rmSync(tarball);
    },
  });
}

/** Packs without running a script of the package. */
function npmPack(folder: string): Promise<unknown> {
  return run('npm', ['pack', `aws-lambda-ric@${VERSION}`, '--ignore-scripts', '--pack-destination', folder], { cwd: folder });
}
