/** X-Ray's account- and Region-wide encryption setting. */
export interface EncryptionConfig {
  readonly Type?: string | undefined;
  readonly Status?: string | undefined;
  readonly KeyId?: string | undefined;
}

type Wanted = { readonly Type: 'KMS'; readonly KeyId: string } | { readonly Type: 'NONE' };

/** The two X-Ray calls this needs. */
export interface XRayEncryption {
  readonly get: () => Promise<EncryptionConfig>;
  readonly put: (config: Wanted) => Promise<void>;
}

/** The invocation's time. */
export interface Time {
  readonly remainingMs: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const POLL_MS = 5000;
/** Left for the answer to CloudFormation. */
const RESERVE_MS = 15_000;

/** Encrypts X-Ray with the key for the first time; resolves once that is ACTIVE. Refuses to take the place of another key, which is somebody else's. */
export async function startEncryptingWith(keyArn: string, xray: XRayEncryption, time: Time): Promise<void> {
  const current = await until(isActive, xray, time);
  if (current.Type === 'KMS' && !hasKey(keyArn)(current)) {
    throw new Error(`X-Ray encryption: expected no key or ${keyArn}, found ${current.KeyId ?? 'another key'}, which this stack has not set; name that key, or put the default back with "aws xray put-encryption-config --type NONE", and deploy again`);
  }
  await putKey(keyArn, xray, time);
}

/** Encrypts X-Ray with the key, whatever it was before, and resolves once that is ACTIVE. */
export async function encryptWith(keyArn: string, xray: XRayEncryption, time: Time): Promise<void> {
  // X-Ray refuses a change while another one is under way
  await until(isActive, xray, time);
  await putKey(keyArn, xray, time);
}

/**
 * Puts X-Ray's default encryption back and resolves once it is ACTIVE, unless X-Ray uses another key by now: then that setting is somebody
 * else's and stays.
 */
export async function stopEncryptingWith(keyArn: string, xray: XRayEncryption, time: Time): Promise<void> {
  const current = await until(isActive, xray, time);
  if (!hasKey(keyArn)(current)) return;
  await put({ Type: 'NONE' }, xray, time);
  await until((config) => isActive(config) && config.Type !== 'KMS', xray, time);
}

async function putKey(keyArn: string, xray: XRayEncryption, time: Time): Promise<void> {
  await put({ Type: 'KMS', KeyId: keyArn }, xray, time);
  await until(hasKey(keyArn), xray, time);
}

/** Makes the change again when X-Ray throttles it or its answer is lost: the same change twice is one. */
async function put(wanted: Wanted, xray: XRayEncryption, time: Time): Promise<void> {
  for (;;) {
    try {
      return await xray.put(wanted);
    } catch (error) {
      if (!mayPass(error) || isTimeUp(time)) throw error;
      await time.sleep(POLL_MS);
      await until(isActive, xray, time);
    }
  }
}

async function until(isReached: (config: EncryptionConfig) => boolean, xray: XRayEncryption, time: Time): Promise<EncryptionConfig> {
  for (;;) {
    const config = await read(xray);
    if (config && isReached(config)) return config;
    if (isTimeUp(time)) {
      throw new Error(`X-Ray encryption: expected status ACTIVE, still ${config ? (config.Status ?? 'without status') : 'without an answer'} when the time of the function ran out; wait until "aws xray get-encryption-config" says ACTIVE and deploy again`);
    }
    await time.sleep(POLL_MS);
  }
}

/** Undefined when X-Ray does not answer: minutes of waiting must not end with one bad second. */
async function read(xray: XRayEncryption): Promise<EncryptionConfig | undefined> {
  try {
    return await xray.get();
  } catch (error) {
    if (!mayPass(error)) throw error;
    return undefined;
  }
}

const isActive = ({ Status }: EncryptionConfig): boolean => Status === 'ACTIVE';

const hasKey = (keyArn: string) => (config: EncryptionConfig): boolean => isActive(config) && config.KeyId !== undefined && keyIdOf(config.KeyId) === keyIdOf(keyArn);

const isTimeUp = ({ remainingMs }: Time): boolean => remainingMs() - POLL_MS < RESERVE_MS;

/** Throttling, a fault of the service, or no answer at all; a refusal stays one. */
function mayPass(error: unknown): boolean {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
  return status === undefined || status === 429 || status >= 500;
}

function keyIdOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf('/') + 1);
}
