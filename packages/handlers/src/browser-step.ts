import { type HTTPResponse, type Page } from 'puppeteer-core';
import { failOn, faultsOf } from './canary-checks';
import { type CanarySettings } from './canary-settings';
import { inTime } from './in-time';
import { markRequests } from './marked-page';
import { log, synthetics } from './synthetics';
import { type BrowserStep, filled, type Saved, urlOf } from './transaction-steps';

/** Screenshots stay off, whatever the run says: card data may stand on the page. */
const STEP = { screenshotOnStepStart: false, screenshotOnStepSuccess: false, screenshotOnStepFailure: false, continueOnStepFailure: false };
const LOOK_AGAIN_MS = 100;
/** Part of the time of a step that is left when its work has to end: only a browser that answers nothing comes to the end of it all. */
const RESERVE = 0.1;

/**
 * One step in the browser that the Synthetics runtime has started: opens a page, waits, fills, clicks, and looks at what is there then.
 * Nothing of the page, and nothing that was written into it, reaches a message.
 * @throws with what could not be done within the time of a step, or was not as expected
 */
export async function browserStep(step: BrowserStep, settings: CanarySettings, saved: Saved): Promise<void> {
  const { name, path, browser } = step;
  const { url, timeoutMs } = settings;
  const endsMs = Date.now() + timeoutMs * (1 - RESERVE);
  const work = async (): Promise<void> => {
    const page = await synthetics.getPage();
    await markRequests(page, url.origin);
    const does = doer(name, page, endsMs);
    if (path !== undefined) await open(page, urlOf(url, path, saved), step, settings, endsMs);
    if (browser.waitFor !== undefined) await does.waitFor(browser.waitFor);
    for (const [field, value] of Object.entries(browser.fill ?? {})) await does.fill(field, typeof value === 'string' ? filled(value, saved) : String(value));
    if (browser.click !== undefined) await does.click(browser.click);
    const { expectedText, expectedUrl } = browser;
    if (expectedUrl !== undefined) await does.look(`address: expected ${JSON.stringify(expectedUrl)} in it`, () => Promise.resolve(addressOf(page).includes(expectedUrl)));
    if (expectedText !== undefined) await does.look(`page: expected ${JSON.stringify(expectedText)} on it`, () => shows(page, expectedText));
    log.info(JSON.stringify({ step: name, leftMs: Math.round(endsMs - Date.now()) }));
  };
  await inTime(synthetics.executeStep(name, work, STEP), { name, timeoutMs });
}

async function open(page: Page, address: URL, { name, expectedStatus }: BrowserStep, { expected }: CanarySettings, endsMs: number): Promise<void> {
  const startedMs = Date.now();
  // not the browser's own error as its cause: the runtime would print that, and it repeats the address
  const response = await page.goto(address.href, { waitUntil: 'domcontentloaded', timeout: left(endsMs) }).catch((error: unknown) => Promise.reject(new Error(`${name}: page: ${navigationProblem(error)}`)));
  if (response === null) throw new Error(`${name}: page: expected an answer, found none`);
  const answer = { status: response.status(), body: '', latencyMs: Date.now() - startedMs, certificateEndsMs: certificateEndOf(response) };
  log.info(JSON.stringify({ step: name, status: answer.status, latencyMs: answer.latencyMs }));
  failOn(name, faultsOf(answer, { ...expected, status: expectedStatus, text: undefined }, Date.now()));
}

/** What can be done on a page until `endsMs`; what cannot is an error that names the selector. */
function doer(name: string, page: Page, endsMs: number) {
  const on = async (action: string, selector: string, work: (timeoutMs: number) => Promise<unknown>): Promise<void> => {
    try {
      await work(left(endsMs));
    } catch (cause) {
      throw new Error(`${name}: ${action} ${JSON.stringify(selector)}: ${isTimeout(cause) ? 'not there, or not ready, in time' : 'not possible'}`, { cause });
    }
  };
  return {
    waitFor: (selector: string) => on('waitFor', selector, (timeoutMs) => visible(page, selector, timeoutMs).wait()),
    fill: (selector: string, value: string) => on('fill', selector, (timeoutMs) => visible(page, selector, timeoutMs).fill(value)),
    click: (selector: string) => on('click', selector, (timeoutMs) => visible(page, selector, timeoutMs).click()),
    look: async (what: string, holds: () => Promise<boolean>): Promise<void> => {
      // while a page goes to another, nothing can be asked of it
      while (!(await holds().catch(() => false))) {
        if (left(endsMs) <= LOOK_AGAIN_MS) throw new Error(`${name}: ${what}, not found in time`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    },
  };
}

const visible = (page: Page, selector: string, timeoutMs: number) => page.locator(selector).setVisibility('visible').setTimeout(timeoutMs);

/** 0 would be no timeout at all. */
const left = (endsMs: number): number => Math.max(1, endsMs - Date.now());

const isTimeout = (cause: unknown): boolean => cause instanceof Error && cause.name === 'TimeoutError';

/** The browser's code for it. */
function navigationProblem(cause: unknown): string {
  if (isTimeout(cause)) return 'not there in time';
  const [code] = cause instanceof Error ? (/net::[A-Z0-9_]+/u.exec(cause.message) ?? []) : [];
  return code ?? 'could not be opened';
}

/** Without its query, which may hold anything. */
function addressOf(page: Page): string {
  const { origin, pathname } = new URL(page.url());
  return `${origin}${pathname}`;
}

/** As text, since a function would be made in the page, which its content security policy may forbid. */
async function shows(page: Page, text: string): Promise<boolean> {
  return (await page.evaluate(`document.body.innerText.includes(${JSON.stringify(text)})`)) === true;
}

function certificateEndOf(response: HTTPResponse): number | undefined {
  const seconds = response.securityDetails()?.validTo();
  return seconds === undefined ? undefined : seconds * 1000;
}
