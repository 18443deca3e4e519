// What the canaries use of the Synthetics runtime: one request or one piece of work a step, whose failure fails the canary, and a report that
// becomes an artifact. It keeps everything unless the configuration of the run says otherwise, and knows no key of a step but those AWS documents.
const { request } = require('node:https');
const { appendFileSync } = require('node:fs');

const STEP_KEYS = ['screenshotOnStepStart', 'screenshotOnStepSuccess', 'screenshotOnStepFailure', 'stepSuccessMetric', 'stepDurationMetric', 'continueOnStepFailure', 'continueOnHttpStepFailure', 'stepsReport'];
const RUN = {
  includeRequestHeaders: true,
  includeResponseHeaders: true,
  includeRequestBody: true,
  includeResponseBody: true,
  includeUrlPassword: true,
  restrictedHeaders: [],
  restrictedUrlParameters: [],
  logRequest: true,
  logResponse: true,
  logRequestHeaders: true,
  logResponseHeaders: true,
  logRequestBody: true,
  logResponseBody: true,
  harFile: true,
  screenshotOnStepStart: true,
  screenshotOnStepSuccess: true,
  screenshotOnStepFailure: true,
  continueOnStepFailure: true,
  continueOnHttpStepFailure: true,
};
let run = { ...RUN };

const report = (entry) => appendFileSync(process.env.SYNTHETICS_REPORT, `${JSON.stringify(entry)}\n`);

exports.getConfiguration = () => ({
  setConfig(options) {
    const unknown = Object.keys(options).filter((key) => !(key in RUN));
    if (unknown.length > 0) throw new Error(`no option of the runtime: ${unknown.join(', ')}`);
    run = { ...run, ...options };
  },
});

exports.getCanaryUserAgentString = () => 'CloudWatchSynthetics/arn:aws:synthetics:eu-west-1:111122223333:canary:acme';

function configOf(step) {
  const unknown = Object.keys(step).filter((key) => !STEP_KEYS.includes(key));
  if (unknown.length > 0) throw new Error(`a step cannot change ${unknown.join(', ')}`);
  return { ...run, ...step };
}

exports.executeHttpStep = async (name, { body, ...options }, validate, step = {}) => {
  const config = configOf(step);
  if (process.env.SYNTHETICS_FAILURE === 'with the request') throw new Error(`cannot send ${JSON.stringify(options.headers)}`);
  if (config.logRequest) console.log(`INFO: Request: ${options.method} ${options.path}`);
  const kept = {
    ...(config.includeRequestHeaders && { headers: options.headers }),
    ...(config.includeRequestBody && { body }),
    path: config.restrictedUrlParameters.includes('*') ? '***' : options.path,
  };
  try {
    await new Promise((resolve, reject) => {
      const outgoing = request(options, (response) => validate(response).then(resolve, reject));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    report({ step: name, passed: true, ...kept });
  } catch (error) {
    report({ step: name, passed: false, reason: error.message, ...kept });
    if (!config.continueOnHttpStepFailure) throw error;
  }
};

let browser;
let page;

exports.getPage = async () => page;

/** What the runtime does before it calls the script; Lambda has its browser, here it is the one of the machine, if a test names it. */
exports.begin = async () => {
  if (!process.env.CHROMIUM) return;
  const { launch } = require(process.env.PUPPETEER_CORE);
  const { mkdtempSync } = require('node:fs');
  browser = await launch({
    executablePath: process.env.CHROMIUM,
    args: JSON.parse(process.env.CHROMIUM_FLAGS),
    userDataDir: mkdtempSync(`${process.env.CHROMIUM_DATA}/profile-`),
    acceptInsecureCerts: process.env.CHROMIUM_TRUSTS === 'everything',
  });
  page = await browser.newPage();
  page.on('request', (request) => run.logRequest && console.log(`INFO: Request: ${request.url()}`));
};

exports.executeStep = async (name, work, step = {}) => {
  const config = configOf(step);
  const screenshot = async (when) => page && report({ step: name, screenshot: when, image: await page.screenshot({ encoding: 'base64' }) });
  try {
    if (config.screenshotOnStepStart) await screenshot('start');
    await work();
    if (config.screenshotOnStepSuccess) await screenshot('success');
    report({ step: name, passed: true });
  } catch (error) {
    if (config.screenshotOnStepFailure) await screenshot('failure');
    report({ step: name, passed: false, reason: error.message });
    if (!config.continueOnStepFailure) throw error;
  }
};

/** And when the script is done. */
exports.finish = async () => {
  const open = browser;
  browser = page = undefined;
  if (!open) return;
  if (run.harFile) report({ har: 'every request and answer' });
  await open.close();
};
