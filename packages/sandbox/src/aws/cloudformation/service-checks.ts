import { resourcePolicyAllows } from '../iam/resource-policy';
import { type State } from '../state';
import { type Place } from './physical-identity';
import { isLive, standing, type ResourceState } from './stack-state';

type Properties = Readonly<Record<string, unknown>>;

/** What the service itself refuses although template and permissions are right; undefined when it does not. */
export function serviceProblem(state: State, place: Place, type: string, properties: Properties): string | undefined {
  return CHECKS[type]?.(state, place, properties);
}

/** Why the service refuses to delete the resource, or undefined. */
export function deletionProblem(state: State, resource: ResourceState): string | undefined {
  if (resource.type !== 'AWS::S3::Bucket' || !state.parts.objects.some(({ bucket }) => bucket === resource.physicalId)) return undefined;
  return 'The bucket you tried to delete is not empty (Service: S3, Status Code: 409)';
}

const CHECKS: Record<string, (state: State, place: Place, properties: Properties) => string | undefined> = {
  'AWS::Lambda::Function': (state, _, properties) => {
    const { S3Bucket: bucket, S3Key: key } = properties['Code'] as Record<string, unknown>;
    if (bucket === undefined || state.parts.objects.some((object) => object.bucket === bucket && object.key === key)) return undefined;
    return 'Resource handler returned message: "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. (Service: Lambda, Status Code: 400)"';
  },
  'AWS::Logs::LogGroup': (state, place, properties) => {
    const { KmsKeyId: key, LogGroupName: name } = properties;
    if (typeof key !== 'string') return undefined;
    const logGroupArn = `arn:aws:logs:${place.region}:${place.accountId}:log-group:${typeof name === 'string' ? name : `${place.stackName}-*`}`;
    if (keyAdmitsLogs(state, place, key, logGroupArn)) return undefined;
    return `The specified KMS key does not exist or is not allowed to be used with Arn '${logGroupArn}'`;
  },
};

// log-group encryption needs a statement for the service in the key's own policy (CloudWatch Logs user guide, encrypt-log-data-kms)
function keyAdmitsLogs(state: State, { accountId, region }: Place, keyArn: string, logGroupArn: string): boolean {
  // of a key outside any stack the policy is not known: its owner has seen to it
  if (state.parts.existing.some(({ type, physicalId }) => type === 'AWS::KMS::Key' && keyArn.endsWith(physicalId))) return true;
  const keys = state.stacks.filter(isLive).flatMap(standing).filter(({ type }) => type === 'AWS::KMS::Key');
  const key = keys.find(({ attributes }) => attributes['Arn'] === keyArn);
  if (key === undefined) return false;
  return resourcePolicyAllows(key.properties['KeyPolicy'], {
    principal: { kind: 'Service', name: `logs.${region}.amazonaws.com` },
    action: 'kms:GenerateDataKey',
    context: { 'kms:EncryptionContext:aws:logs:arn': logGroupArn, 'aws:SourceAccount': accountId },
  });
}
