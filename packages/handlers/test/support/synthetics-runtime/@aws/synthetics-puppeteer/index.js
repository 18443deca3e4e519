// What the canaries use of the Synthetics runtime: one request a step, whose failure fails the canary, and a report that becomes an artifact.
const { request } = require('node:https');
const { appendFileSync } = require('node:fs');

const report = (entry) => appendFileSync(process.env.SYNTHETICS_REPORT, `${JSON.stringify(entry)}\n`);

exports.getCanaryUserAgentString = () => 'CloudWatchSynthetics/arn:aws:synthetics:eu-west-1:111122223333:canary:acme';

exports.executeHttpStep = async (name, { body, ...options }, validate, config) => {
  if (process.env.SYNTHETICS_FAILURE === 'with the request') throw new Error(`cannot send ${JSON.stringify(options.headers)}`);
  const kept = { ...(config.includeRequestHeaders && { headers: options.headers }), ...(config.includeRequestBody && { body }) };
  try {
    await new Promise((resolve, reject) => {
      const outgoing = request(options, (response) => validate(response).then(resolve, reject));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    report({ step: name, passed: true, path: options.path, ...kept });
  } catch (error) {
    report({ step: name, passed: false, path: options.path, reason: error.message, ...kept });
    if (!config.continueOnHttpStepFailure) throw error;
  }
};
