// Takes the signed webhooks of payment-observability: verifies each one before it trusts a word of it, and takes none twice.
// WEBHOOK_SIGNING_KEYS=whsec_… PORT=8443 TLS_KEY_FILE=key.pem TLS_CERT_FILE=cert.pem node receiver.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

/** How far the sender's clock and ours may be apart; an older request is a replay. */
const TOLERANCE_SECONDS = 5 * 60;
const LARGEST_BODY_BYTES = 1024 * 1024;
/** Ids are remembered for longer than Lambda retries an alert, which is six hours. */
const REMEMBER_MS = 24 * 60 * 60 * 1000;

/**
 * Throws unless the request was signed with one of the keys, less than five minutes ago.
 * `body` is the bytes as they came in: JSON that was parsed and written again has another signature.
 */
export function verify(keys, headers, body, nowMs = Date.now()) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !timestamp || !signatures) throw new Error('a header is missing');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) throw new Error('too old, or from the future');
  const expected = keys.map((key) =>
    createHmac('sha256', Buffer.from(key.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.`).update(body).digest(),
  );
  const given = signatures.split(' ').filter((one) => one.startsWith('v1,')).map((one) => Buffer.from(one.slice('v1,'.length), 'base64'));
  // in constant time: how soon a comparison fails would tell how much of a guess is right
  const matches = given.some((one) => expected.some((right) => one.length === right.length && timingSafeEqual(one, right)));
  if (!matches) throw new Error('not signed with our key');
}

/** Remembers ids in memory; several receivers, or one that restarts, keep them in a database. */
const taken = new Map();

function forgetOld(nowMs) {
  for (const [id, at] of taken) if (nowMs - at > REMEMBER_MS) taken.delete(id);
}

/** What to do with an alert: here it is only printed. */
function take({ type, data }) {
  console.log(JSON.stringify({ type, severity: data.severity, title: data.title, state: data.alarm?.state }));
}

async function rawBody(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answer(keys, request) {
  if (request.method !== 'POST') return 405;
  const body = await rawBody(request);
  if (body === undefined) return 413;
  try {
    verify(keys, request.headers, body);
  } catch (error) {
    console.error(`refused: ${error.message}`);
    return 401;
  }
  forgetOld(Date.now());
  const id = request.headers['webhook-id'];
  // an error would make the sender try again
  if (taken.has(id)) return 200;
  take(JSON.parse(body.toString('utf8')));
  taken.set(id, Date.now());
  return 204;
}

function main({ WEBHOOK_SIGNING_KEYS, PORT = '8443', TLS_KEY_FILE, TLS_CERT_FILE }) {
  // during a rotation the old key and the new one, with a blank between them
  const keys = (WEBHOOK_SIGNING_KEYS ?? '').split(/\s+/).filter((key) => key !== '');
  if (keys.length === 0) throw new Error('WEBHOOK_SIGNING_KEYS: expected whsec_…, found nothing');
  const server = TLS_KEY_FILE ? createHttpsServer({ key: readFileSync(TLS_KEY_FILE), cert: readFileSync(TLS_CERT_FILE) }) : createHttpServer();
  server.on('request', (request, response) => {
    answer(keys, request).then(
      (status) => response.writeHead(status).end(),
      (error) => {
        console.error(error.message);
        response.writeHead(500).end();
      },
    );
  });
  server.listen(Number(PORT), () => console.log(`listening on port ${server.address().port}`));
}

main(process.env);
