import { GetEncryptionConfigCommand, PutEncryptionConfigCommand, XRayClient } from '@aws-sdk/client-xray';
import { type CloudFormationCustomResourceEvent, type Context } from 'aws-lambda';
import { answerCustomResource } from './custom-resource';
import { lambdaSurroundings } from './http';
import { encryptWith, startEncryptingWith, stopEncryptingWith, type Time, type XRayEncryption } from './xray-encryption-config';

const CALL_TIMEOUT_MS = 5000;
/** Stays the same for the life of the resource: a changed one would make CloudFormation delete the old. */
const PHYSICAL_ID = 'xray-encryption';
/** Of a creation that failed before it changed anything: its rollback must change nothing, and must not fail on what the creation failed on. */
const NEVER_SET = 'xray-encryption-never-set';

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z-]+\d:\d{12}:key\/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/u;

const client = new XRayClient({});

/**
 * Custom resource: X-Ray encrypted with the key of property `KeyId` (a KMS key's ARN), by X-Ray's own key again once it is deleted. The setting
 * exists once in an account and Region, so two resources for the same key, for example one under a new logical id, undo each other: the
 * later deletion wins.
 */
export const handler = async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
  let hasChanged = false;
  const xray: XRayEncryption = {
    get: async () => (await client.send(new GetEncryptionConfigCommand({}), timeout())).EncryptionConfig ?? {},
    put: async (config) => {
      hasChanged = true;
      await client.send(new PutEncryptionConfigCommand(config), timeout());
    },
  };
  const remainingMs = (): number => context.getRemainingTimeInMillis();
  const work = (): Promise<void> => changeEncryption(event, xray, { remainingMs, sleep: lambdaSurroundings.sleep });
  const physicalId = (): string => (event.RequestType === 'Create' ? (hasChanged ? PHYSICAL_ID : NEVER_SET) : event.PhysicalResourceId);
  await answerCustomResource(event, physicalId, work, remainingMs, lambdaSurroundings);
};

async function changeEncryption(event: CloudFormationCustomResourceEvent, xray: XRayEncryption, time: Time): Promise<void> {
  if (!Object.hasOwn(CHANGES, event.RequestType)) throw new Error('request type: expected Create, Update or Delete, found something else');
  const keyId: unknown = event.ResourceProperties?.KeyId;
  const keyArn = typeof keyId === 'string' && KEY_ARN.test(keyId) ? keyId : undefined;
  if (event.RequestType === 'Delete' && (keyArn === undefined || event.PhysicalResourceId === NEVER_SET)) return;
  if (keyArn === undefined) throw new Error(`property KeyId: expected the ARN of a KMS key, found ${JSON.stringify(keyId) ?? 'nothing'}`);
  await CHANGES[event.RequestType](keyArn, xray, time);
}

const CHANGES = { Create: startEncryptingWith, Update: encryptWith, Delete: stopEncryptingWith };

function timeout(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
}
