import { synthetics } from './synthetics';

/**
 * What the artifacts and logs of a run must not hold: a token stands in headers, payments in bodies and addresses, card data on pages.
 * Since syn-nodejs-puppeteer-11.0 only the configuration of the whole run says so; a step cannot.
 */
const NOTHING = {
  includeRequestHeaders: false,
  includeResponseHeaders: false,
  includeRequestBody: false,
  includeResponseBody: false,
  includeUrlPassword: false,
  restrictedHeaders: ['Authorization', 'authorization'],
  restrictedUrlParameters: ['*'],
  logRequest: false,
  logResponse: false,
  logRequestHeaders: false,
  logResponseHeaders: false,
  logRequestBody: false,
  logResponseBody: false,
  // it holds every request and answer of the browser
  harFile: false,
  screenshotOnStepStart: false,
  screenshotOnStepSuccess: false,
  screenshotOnStepFailure: false,
  continueOnStepFailure: false,
  continueOnHttpStepFailure: false,
};

/** Makes the run keep steps, times and faults, and nothing of what was sent, answered or shown. */
export function keepNothing(): void {
  synthetics.getConfiguration().setConfig(NOTHING);
}
