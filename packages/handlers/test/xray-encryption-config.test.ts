import { type EncryptionConfig, encryptWith, startEncryptingWith, stopEncryptingWith, type XRayEncryption } from '../src/xray-encryption-config';

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

const failure = (httpStatusCode?: number) => Object.assign(new Error(`HTTP ${httpStatusCode ?? 'nothing'}`), { $metadata: { httpStatusCode } });

/** X-Ray whose calls fail as the list says, undefined for a good one, the last for ever. */
function failing(api: XRayEncryption, gets: readonly (Error | undefined)[], puts: readonly (Error | undefined)[] = [undefined]): XRayEncryption {
  const next = (failures: readonly (Error | undefined)[]) => {
    let calls = 0;
    return async () => {
      calls += 1;
      const error = failures[Math.min(calls, failures.length) - 1];
      if (error) throw error;
    };
  };
  const [get, put] = [next(gets), next(puts)];
  return { get: async () => (await get(), api.get()), put: async (config) => (await put(), api.put(config)) };
}

test.each([
  ['throttling', failure(429)],
  ['a fault of the service', failure(503)],
  ['no answer', failure()],
])('P45 %s is waited out, in reading and in changing', async (_, error) => {
  const { api, log } = xray(none(), none(), kms(KEY));
  await encryptWith(KEY, failing(api, [error, undefined, undefined, error, undefined], [error, error, undefined]), time());
  expect(log.filter((entry) => entry !== 'get')).toEqual([{ Type: 'KMS', KeyId: KEY }]);
});

test('P45 what passes too late is a failure in time', async () => {
  const clock = time(40_000);
  await expect(encryptWith(KEY, failing(xray(none()).api, [undefined], [failure(429)]), clock)).rejects.toThrow('HTTP 429');
  expect(clock.remainingMs()).toBe(15_000);
});

test.each([[400], [403]])('P45 a refusal with %i is not repeated', async (status) => {
  const clock = time();
  await expect(encryptWith(KEY, failing(xray(none()).api, [undefined], [failure(status)]), clock)).rejects.toThrow(`HTTP ${status}`);
  await expect(stopEncryptingWith(KEY, failing(xray(none()).api, [failure(status)]), clock)).rejects.toThrow(`HTTP ${status}`);
  expect(clock.remainingMs()).toBe(60_000);
});

test('P45 an old setting that is still read after the change is not taken for the new one', async () => {
  const started = xray(none(), none(), none(), kms(KEY));
  await encryptWith(KEY, started.api, time());
  expect(started.log).toEqual(['get', { Type: 'KMS', KeyId: KEY }, 'get', 'get', 'get']);
  const stopped = xray(kms(KEY), kms(KEY), none());
  await stopEncryptingWith(KEY, stopped.api, time());
  expect(stopped.log).toEqual(['get', { Type: 'NONE' }, 'get', 'get']);
});

test.each<[string, EncryptionConfig]>([
  ['no key', none()],
  ['its own key, as after a repeated request', kms(KEY)],
])('P45 create takes the place of %s', async (_, config) => {
  const { api, log } = xray(config, kms(KEY));
  await startEncryptingWith(KEY, api, time());
  expect(log).toEqual(['get', { Type: 'KMS', KeyId: KEY }, 'get']);
});

test("P45 create does not take the place of somebody else's key", async () => {
  const { api, log } = xray(kms(OTHER));
  await expect(startEncryptingWith(KEY, api, time())).rejects.toThrow(
    `X-Ray encryption: expected no key or ${KEY}, found ${OTHER}, which this stack has not set; name that key, or put the default back with "aws xray put-encryption-config --type NONE", and deploy again`,
  );
  expect(log).toEqual(['get']);
});

test('P45 an update changes from one key to another, and back in a rollback', async () => {
  const { api, log } = xray(kms(KEY), kms(OTHER), kms(OTHER), kms(KEY));
  await encryptWith(OTHER, api, time());
  await encryptWith(KEY, api, time());
  expect(log.filter((entry) => entry !== 'get')).toEqual([{ Type: 'KMS', KeyId: OTHER }, { Type: 'KMS', KeyId: KEY }]);
});
