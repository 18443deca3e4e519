import { signingSecretOf } from '../src/signing-secret';

const key = (bytes: number, fill = 1) => `whsec_${Buffer.alloc(bytes, fill).toString('base64')}`;

test('one key, two keys, and a URL', () => {
  expect(signingSecretOf(JSON.stringify({ signingKey: key(32) }))).toEqual({ keys: [Buffer.alloc(32, 1)] });
  expect(signingSecretOf(JSON.stringify({ signingKey: ` ${key(24)} `, previousSigningKey: key(64, 2), url: 'https://alerts.example.com/hook' }))).toEqual({
    keys: [Buffer.alloc(24, 1), Buffer.alloc(64, 2)],
    url: 'https://alerts.example.com/hook',
  });
});

const OTHERWISE = 'expected whsec_ and 24 to 64 bytes in base64';

test.each<[string, object, string]>([
  ['no key', {}, `signingKey: ${OTHERWISE}`],
  ['a key without its prefix', { signingKey: key(32).slice(6) }, `signingKey: ${OTHERWISE}`],
  ['a key that is too short', { signingKey: key(23) }, `signingKey: ${OTHERWISE}`],
  ['a key that is too long', { signingKey: key(65) }, `signingKey: ${OTHERWISE}`],
  ['a key that is cut', { signingKey: key(32).slice(0, -2) }, `signingKey: ${OTHERWISE}`],
  ['a key in URL-safe base64', { signingKey: `whsec_${'-_'.repeat(20)}` }, `signingKey: ${OTHERWISE}`],
  ['a private key of the asymmetric scheme', { signingKey: `whsk_${Buffer.alloc(32).toString('base64')}` }, `signingKey: ${OTHERWISE}`],
  ['a previous key that is none', { signingKey: key(32), previousSigningKey: null }, `previousSigningKey: ${OTHERWISE}`],
  ['a URL by http', { signingKey: key(32), url: 'http://alerts.example.com' }, 'url: expected an https URL'],
  ['a URL with a password', { signingKey: key(32), url: 'https://user:s3cret@alerts.example.com' }, 'url: expected an https URL'],
  ['everything wrong', { signingKey: 's3cret', previousSigningKey: 's3cret', url: 's3cret' }, `signingKey: ${OTHERWISE}; previousSigningKey: ${OTHERWISE}; url: expected an https URL`],
])('%s is refused without showing it', (_, secret, problems) => {
  expect(() => signingSecretOf(JSON.stringify(secret))).toThrow(new Error(`webhook secret: ${problems}; its value is not shown`));
});

test.each(['', 's3cret', '[]', '{"signingKey":'])('the secret %j is refused without showing it', (secret) => {
  expect(() => signingSecretOf(secret)).toThrow(new Error('webhook secret: expected JSON { "signingKey": "whsec_…" }; its value is not shown'));
});
