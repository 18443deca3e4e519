// A sandbox of Lambda: loads the bundle once and handles one event a message, until it is killed.
const { handler } = require(process.argv[2]);

process.on('message', async (event) => {
  const deadline = Date.now() + 60_000;
  const answer = await handler(event, { getRemainingTimeInMillis: () => deadline - Date.now() }).then(
    (result) => ({ result }),
    (error) => ({ error: error.message }),
  );
  process.send(answer);
});
