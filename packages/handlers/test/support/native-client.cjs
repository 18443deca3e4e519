// Stands in for `rapid-client.node` of aws-lambda-ric: the three calls of the Runtime API that its addon makes.
const { registerHooks } = require('node:module');
const { Agent, request } = require('node:http');
const { pathToFileURL } = require('node:url');

registerHooks({
  resolve: (specifier, context, next) => (specifier === './rapid-client.node' ? { url: pathToFileURL(__filename).href, format: 'commonjs', shortCircuit: true } : next(specifier, context)),
});

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body = '', headers = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, agent, method, path: `/2018-06-01/runtime/invocation/${path}`, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ headers: answer.headers, bodyJson: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    // a string would make the header text of UTF-8 as well
    outgoing.end(Buffer.from(body));
  });
}

// the addon blocks until its answer has arrived; here the next event is not asked for before
let posted = Promise.resolve();

exports.next = async () => {
  await posted;
  return call('GET', 'next');
};
exports.done = (id, body) => {
  posted = call('POST', `${id}/response`, body);
};
exports.error = (id, body, cause) => {
  // the addon sends the bytes of UTF-8 as they are
  posted = call('POST', `${id}/error`, body, { 'lambda-runtime-function-xray-error-cause': Buffer.from(cause, 'utf8').toString('latin1') });
};
