import { type HTTPRequest, type Page } from 'puppeteer-core';
import { SYNTHETIC_HEADER } from './synthetic-mark';

const marked = new WeakSet<Page>();

/**
 * Lets every request of the page to `origin` say that it is synthetic. Others are left alone: a header more would make the browser ask
 * a provider's server for permission first, and real customers' browsers do not.
 */
export async function markRequests(page: Page, origin: string): Promise<void> {
  if (marked.has(page)) return;
  marked.add(page);
  // a dialog would keep everything else waiting
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  page.on('request', (request) => void mark(request, origin).catch(() => undefined));
  await page.setRequestInterception(true);
}

async function mark(request: HTTPRequest, origin: string): Promise<void> {
  if (request.isInterceptResolutionHandled()) return;
  const ours = URL.canParse(request.url()) && new URL(request.url()).origin === origin;
  await request.continue(ours ? { headers: { ...request.headers(), [SYNTHETIC_HEADER]: 'true' } } : {});
}
