// Loads a bundle of a function as Lambda does; for each message it works through the batches so many times and answers with the CPU time and the time of each batch.
const { handler } = require(process.argv[2]);

process.on('message', async ({ events, times }) => {
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const batchMs = [];
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) {
    for (const event of events) {
      const started = performance.now();
      const { batchItemFailures } = await handler(event, context);
      if (batchItemFailures.length > 0) throw new Error(`a record failed: ${JSON.stringify(batchItemFailures)}`);
      batchMs.push(performance.now() - started);
    }
  }
  const { user, system } = process.cpuUsage(before);
  process.send({ cpuMs: (user + system) / 1000, batchMs });
});
