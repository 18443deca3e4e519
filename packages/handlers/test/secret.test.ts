import { cachedSecret, SECRET_MAX_AGE_MS, withSecret } from '../src/secret';

function source(...values: readonly string[]) {
  let nowMs = 1_000_000;
  const load = jest.fn<Promise<string>, []>();
  for (const value of values) load.mockResolvedValueOnce(value);
  load.mockRejectedValue(new Error('no more values'));
  return { load, secret: cachedSecret(load, () => nowMs), pass: (ms: number) => (nowMs += ms) };
}

const refused = new Error('refused');
const isRefused = (error: unknown) => error === refused;

test('G15 a secret is read once in five minutes', async () => {
  const { load, secret, pass } = source('a', 'b');
  expect(SECRET_MAX_AGE_MS).toBe(300_000);
  expect(await secret.read()).toBe('a');
  pass(299_999);
  expect(await secret.read()).toBe('a');
  expect(load).toHaveBeenCalledTimes(1);
  pass(1);
  expect(await secret.read()).toBe('b');
});

test('a failed read is not kept', async () => {
  const load = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new Error('throttled')).mockResolvedValueOnce('a');
  const secret = cachedSecret(load, () => 0);
  await expect(secret.read()).rejects.toThrow(new Error('throttled'));
  expect(await secret.read()).toBe('a');
});

test('a refresh is kept too', async () => {
  const { load, secret } = source('a', 'b');
  await secret.read();
  expect(await secret.refresh()).toBe('b');
  expect(await secret.read()).toBe('b');
  expect(load).toHaveBeenCalledTimes(2);
});

test('a refused secret is read again and used once more', async () => {
  const { secret } = source('old', 'new');
  const used: string[] = [];
  const result = await withSecret(secret, async (value) => (used.push(value), value === 'old' ? Promise.reject(refused) : 'done'), isRefused);
  expect([result, used]).toEqual(['done', ['old', 'new']]);
});

test('a secret that is refused twice gives up', async () => {
  const { secret, load } = source('old', 'new');
  await expect(withSecret(secret, () => Promise.reject(refused), isRefused)).rejects.toBe(refused);
  expect(load).toHaveBeenCalledTimes(2);
});

test('a refused secret that has not changed is not tried twice', async () => {
  const { secret } = source('same', 'same');
  const use = jest.fn(() => Promise.reject(refused));
  await expect(withSecret(secret, use, isRefused)).rejects.toBe(refused);
  expect(use).toHaveBeenCalledTimes(1);
});

test('another failure does not read the secret again', async () => {
  const { secret, load } = source('a', 'b');
  await expect(withSecret(secret, () => Promise.reject(new Error('busy')), isRefused)).rejects.toThrow(new Error('busy'));
  expect(load).toHaveBeenCalledTimes(1);
});
