import { rmSync } from 'node:fs';
import { bundleHandlers } from '../../bundle';
import { temporaryFolder } from './lambda';

/** Bundles the functions once before all tests, whose processes inherit the name of the folder. */
async function bundleOnce(): Promise<void> {
  const folder = temporaryFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await bundleHandlers(folder);
  process.env['BUNDLED_HANDLERS'] = folder;
}

// jest takes a module that is a function
export = bundleOnce;
