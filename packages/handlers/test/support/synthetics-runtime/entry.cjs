// Lambda calls the runtime of Synthetics, and that calls the script of the canary.
const { begin, finish } = require('@aws/synthetics-puppeteer');

exports.handler = async (event, context) => {
  await begin();
  try {
    return await require(process.env.CANARY_SCRIPT).handler(event, context);
  } finally {
    await finish();
  }
};
