import { type EncryptionConfig, encryptWith, stopEncryptingWith, type XRayEncryption } from '../src/xray-encryption-config';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER = 'arn:aws:kms:eu-west-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab';

/** X-Ray that gives the configs in turn (the last for ever) and keeps what happened in order. */
function xray(...configs: readonly EncryptionConfig[]) {
  const log: unknown[] = [];
  let reads = 0;
  const api: XRayEncryption = {
    get: async () => {
      log.push('get');
      reads += 1;
      return configs[Math.min(reads, configs.length) - 1] ?? {};
    },
    put: async (config) => void log.push(config),
  };
  return { api, log };
}

function time(totalMs = 60_000) {
  let leftMs = totalMs;
  return { remainingMs: () => leftMs, sleep: async (ms: number) => void (leftMs -= ms) };
}

const none = (Status = 'ACTIVE'): EncryptionConfig => ({ Type: 'NONE', Status });
const kms = (KeyId: string, Status = 'ACTIVE'): EncryptionConfig => ({ Type: 'KMS', KeyId, Status });

test('P45 type KMS with the own key, waiting until it is ACTIVE', async () => {
  const { api, log } = xray(none(), kms(KEY, 'UPDATING'), kms(KEY));
  await encryptWith(KEY, api, time());
  expect(log).toEqual(['get', { Type: 'KMS', KeyId: KEY }, 'get', 'get']);
});

test('P45 a change under way is waited for before the next', async () => {
  const { api, log } = xray(none('UPDATING'), none('UPDATING'), none(), kms(KEY));
  await encryptWith(KEY, api, time());
  expect(log).toEqual(['get', 'get', 'get', { Type: 'KMS', KeyId: KEY }, 'get']);
});

test('P45 delete puts type NONE back and waits', async () => {
  const { api, log } = xray(kms(KEY), none('UPDATING'), none());
  await stopEncryptingWith(KEY, api, time());
  expect(log).toEqual(['get', { Type: 'NONE' }, 'get', 'get']);
});

test.each<[string, EncryptionConfig]>([
  ['the key is named by its id only', kms('1234abcd-12ab-34cd-56ef-1234567890ab')],
  ['the key is named by its ARN', kms(KEY)],
])('P45 delete knows its key when %s', async (_, config) => {
  const { api, log } = xray(config, none());
  await stopEncryptingWith(KEY, api, time());
  expect(log).toContainEqual({ Type: 'NONE' });
});

test.each<[string, EncryptionConfig]>([
  ['another key', kms(OTHER)],
  ['no key', none()],
  ['a key without a name', { Type: 'KMS', Status: 'ACTIVE' }],
])('P45 delete leaves %s as it is', async (_, config) => {
  const { api, log } = xray(config);
  await stopEncryptingWith(KEY, api, time());
  expect(log).toEqual(['get']);
});

test.each([
  ['create', encryptWith],
  ['delete', stopEncryptingWith],
])('P45 %s that does not become ACTIVE in time is a failure that says what to do', async (_, change) => {
  const { api, log } = xray(kms(KEY, 'UPDATING'));
  await expect(change(KEY, api, time(30_000))).rejects.toThrow(
    new Error(
      'X-Ray encryption: expected status ACTIVE, still UPDATING when the time of the function ran out; wait until "aws xray get-encryption-config" says ACTIVE and deploy again',
    ),
  );
  expect(log).toEqual(['get', 'get', 'get', 'get']);
});

test('an answer without status is not taken for ACTIVE', async () => {
  await expect(encryptWith(KEY, xray({}).api, time(15_000))).rejects.toThrow('X-Ray encryption: expected status ACTIVE, still without status when');
});
