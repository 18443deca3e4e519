// Runs a canary with the environment that its event says, so that one process can run thousands of them.
const fixed = { ...process.env };
const { handler } = require(process.env.CANARY_BUNDLE);

exports.handler = async (environment) => {
  for (const name of Object.keys(process.env)) if (!(name in fixed)) delete process.env[name];
  for (const [name, value] of Object.entries(environment ?? {})) {
    // Lambda takes names and values of this form alone
    if (/^[A-Za-z]\w+$/.test(name) && !(name in fixed) && typeof value === 'string' && !value.includes('\u0000')) process.env[name] = value;
  }
  return handler();
};
