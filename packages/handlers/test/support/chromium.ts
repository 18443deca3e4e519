import { existsSync } from 'node:fs';
import { runCanary, type CanaryRun } from './canary';
import { temporaryFolder } from './lambda';

/** Where Debian, Ubuntu and GitHub's runners have it. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A headless browser that asks nobody but the pages it opens. */
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export type Browser = { readonly path: string } | { readonly missing: string };

/**
 * The browser of this machine, or why tests that need one are skipped.
 * @throws without one where CI is set: a gate must not pass on tests that did not run
 */
export function browserOf(environment: Readonly<Record<string, string | undefined>>, exists: (path: string) => boolean = existsSync): Browser {
  const named = environment['CHROMIUM'];
  const path = named ?? PLACES.find(exists);
  if (path !== undefined && exists(path)) return { path };
  const missing = `no Chromium at ${named ?? PLACES.join(', ')}: install it (Debian: apt-get install -y --no-install-recommends chromium), or set CHROMIUM to its path`;
  if ((environment['CI'] ?? '') !== '' && environment['CI'] !== 'false') throw new Error(missing);
  return { missing };
}

/** Runs the bundled canary with the browser of this machine, which starts without any profile. */
export function runInBrowser(bundle: string, browser: Browser, environment: Readonly<Record<string, string>>): Promise<CanaryRun> {
  if ('missing' in browser) throw new Error(browser.missing);
  const folder = temporaryFolder();
  return runCanary(bundle, { PUPPETEER_CORE: require.resolve('puppeteer-core'), CHROMIUM: browser.path, CHROMIUM_FLAGS: JSON.stringify(FLAGS), CHROMIUM_DATA: folder, HOME: folder, ...environment });
}
