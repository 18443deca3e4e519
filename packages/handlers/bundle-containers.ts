import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINERS } from './src/index';

/** Puts what each container image is built from into `<outdir>/<name>-container`: its files of `container/<name>`, and the bundle of the zip, whose SDK the base image has too. */
export function bundleContainers(outdir: string): void {
  for (const name of CONTAINERS) {
    const folder = join(outdir, `${name}-container`);
    cpSync(join(__dirname, 'container', name), folder, { recursive: true });
    cpSync(join(outdir, name, 'index.js'), join(folder, 'index.js'));
  }
}
