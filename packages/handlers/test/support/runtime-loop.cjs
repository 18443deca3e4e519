// The loop of Lambda's runtime interface client: loads the handler that the image's CMD names, asks the Runtime API for the next event, answers it.
const { join } = require('node:path');

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

async function main() {
  const [file, name] = process.argv[2].split('.');
  const handler = require(join(process.env.LAMBDA_TASK_ROOT, file))[name];
  for (;;) {
    const next = await fetch(`${api}/invocation/next`);
    if (next.status !== 200) return;
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
    process.env._X_AMZN_TRACE_ID = next.headers.get('lambda-runtime-trace-id') ?? '';
    try {
      const answer = await handler(await next.json(), { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() });
      await fetch(`${api}/invocation/${id}/response`, { method: 'POST', body: JSON.stringify(answer ?? null) });
    } catch (error) {
      await fetch(`${api}/invocation/${id}/error`, { method: 'POST', body: JSON.stringify({ errorMessage: error.message, errorType: error.name }) });
    }
  }
}

main();
