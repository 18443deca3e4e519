import { GetEncryptionConfigCommand, PutEncryptionConfigCommand, XRayClient } from '@aws-sdk/client-xray';
import { type CloudFormationCustomResourceEvent, type Context } from 'aws-lambda';
import { answerCustomResource } from './custom-resource';
import { lambdaSurroundings } from './http';
import { encryptWith, stopEncryptingWith, type Time, type XRayEncryption } from './xray-encryption-config';

const CALL_TIMEOUT_MS = 5000;

const client = new XRayClient({});

const xray: XRayEncryption = {
  get: async () => (await client.send(new GetEncryptionConfigCommand({}), timeout())).EncryptionConfig ?? {},
  put: async (config) => void (await client.send(new PutEncryptionConfigCommand(config), timeout())),
};

/** Custom resource: X-Ray encrypted with the key of property `KeyId` (a KMS key's ARN), by X-Ray's own key again once it is deleted. */
export const handler = async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
  const remainingMs = (): number => context.getRemainingTimeInMillis();
  const work = (): Promise<void> => changeEncryption(event, { remainingMs, sleep: lambdaSurroundings.sleep });
  await answerCustomResource(event, 'xray-encryption', work, remainingMs, lambdaSurroundings);
};

async function changeEncryption(event: CloudFormationCustomResourceEvent, time: Time): Promise<void> {
  const keyId: unknown = event.ResourceProperties.KeyId;
  const keyArn = typeof keyId === 'string' && /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/u.test(keyId) ? keyId : undefined;
  if (event.RequestType === 'Delete') {
    // a create that failed on its property changed nothing, and must not block the rollback
    if (keyArn !== undefined) await stopEncryptingWith(keyArn, xray, time);
    return;
  }
  if (keyArn === undefined) throw new Error(`property KeyId: expected the ARN of a KMS key, found ${JSON.stringify(keyId) ?? 'nothing'}`);
  await encryptWith(keyArn, xray, time);
}

function timeout(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
}
