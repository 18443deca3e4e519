/* eslint-disable @typescript-eslint/no-require-imports -- what the modules export is the object itself, and a default import would depend on their flags */
import log = require('@aws/synthetics-logger');
import synthetics = require('@aws/synthetics-puppeteer');

/** The Synthetics runtime that a canary runs in. */
export { log, synthetics };
