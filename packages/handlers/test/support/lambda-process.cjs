// Loads one bundle as Lambda does and invokes its handler once for each event; the job comes on stdin, the results go to file descriptor 3.
const { readFileSync, writeFileSync } = require('node:fs');
const { inspect } = require('node:util');

async function main() {
  const { bundle, events, remainingMs } = JSON.parse(readFileSync(0, 'utf8'));
  const { handler } = require(bundle);
  const results = [];
  for (const event of events) {
    const deadline = Date.now() + remainingMs;
    try {
      const result = await handler(event, { getRemainingTimeInMillis: () => deadline - Date.now() });
      results.push({ ok: true, ...(result !== undefined && { result }) });
    } catch (error) {
      results.push({ ok: false, message: error.message, everything: inspect(error, { depth: 10, showHidden: true }) });
    }
  }
  writeFileSync(3, JSON.stringify(results));
}

main();
