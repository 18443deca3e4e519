// A cold start: loads one bundle as Lambda does and handles one event. Answers with the milliseconds from the start of this process to the first result.
const event = JSON.parse(process.env.BENCH_EVENT);

async function main() {
  const { handler } = require(process.argv[2]);
  const deadline = Date.now() + 30_000;
  await handler(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => deadline - Date.now() });
  process.send({ ms: performance.now() }, () => process.exit());
}

main();
