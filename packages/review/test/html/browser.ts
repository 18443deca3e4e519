import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** `describe` for tests in Chromium: skipped, and so seen, where there is none; in CI it must be there. */
export const describeInBrowser = existsSync(CHROMIUM) || process.env['CI'] === 'true' ? describe : describe.skip;

/** A page that shows the HTML, and what it asked for and complained of. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses that were asked for beside the file itself. */
  readonly requests: readonly string[];
  /** Errors, warnings and dialogs. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  open(html: string, look?: { readonly width?: number; readonly scheme?: 'light' | 'dark' }): Promise<OpenPage>;
  close(): Promise<void>;
}

/** Starts Chromium with a profile of its own; it opens files and may reach nothing else. */
export async function startBrowser(): Promise<TestBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'payment-observability-report-'));
  const browser: Browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    headless: true,
    userDataDir: join(folder, 'profile'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND'],
  });
  let files = 0;
  return {
    async open(html, { width = 1_280, scheme = 'light' } = {}) {
      const file = join(folder, `report-${(files += 1)}.html`);
      writeFileSync(file, html);
      const page = await browser.newPage();
      const [requests, complaints]: [string[], string[]] = [[], []];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`error: ${String(error)}`));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      const address = pathToFileURL(file).href;
      await page.goto(address, { waitUntil: 'load' });
      return { page, complaints, get requests() { return requests.filter((url) => url !== address); } };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
