/** X-Ray's account- and Region-wide encryption setting. */
export interface EncryptionConfig {
  readonly Type?: string | undefined;
  readonly Status?: string | undefined;
  readonly KeyId?: string | undefined;
}

/** The two X-Ray calls this needs. */
export interface XRayEncryption {
  readonly get: () => Promise<EncryptionConfig>;
  readonly put: (config: { readonly Type: 'KMS'; readonly KeyId: string } | { readonly Type: 'NONE' }) => Promise<void>;
}

/** The invocation's time. */
export interface Time {
  readonly remainingMs: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const POLL_MS = 5000;
/** Left for the answer to CloudFormation. */
const RESERVE_MS = 15_000;

/** Encrypts X-Ray with the key and resolves once the setting is ACTIVE. */
export async function encryptWith(keyArn: string, xray: XRayEncryption, time: Time): Promise<void> {
  // X-Ray refuses a change while another one is under way
  await untilActive(xray, time);
  await xray.put({ Type: 'KMS', KeyId: keyArn });
  await untilActive(xray, time);
}

/**
 * Puts X-Ray's default encryption back and resolves once it is ACTIVE, unless X-Ray uses another key by now: then that setting is somebody
 * else's and stays.
 */
export async function stopEncryptingWith(keyArn: string, xray: XRayEncryption, time: Time): Promise<void> {
  const current = await untilActive(xray, time);
  if (keyIdOf(current.KeyId ?? '') !== keyIdOf(keyArn)) return;
  await xray.put({ Type: 'NONE' });
  await untilActive(xray, time);
}

async function untilActive(xray: XRayEncryption, time: Time): Promise<EncryptionConfig> {
  for (;;) {
    const config = await xray.get();
    if (config.Status === 'ACTIVE') return config;
    if (time.remainingMs() - POLL_MS < RESERVE_MS) {
      throw new Error(`X-Ray encryption: expected status ACTIVE, still ${config.Status ?? 'without status'} when the time of the function ran out; wait until "aws xray get-encryption-config" says ACTIVE and deploy again`);
    }
    await time.sleep(POLL_MS);
  }
}

function keyIdOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf('/') + 1);
}
