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
  'AWS::Lambda::Function': (state, place, properties) => {
    const { S3Bucket: bucket, S3Key: key, ImageUri: image } = properties['Code'] as Record<string, unknown>;
    if (typeof image === 'string') return imageProblem(state, place, image, `arn:aws:lambda:${place.region}:${place.accountId}:function:${String(properties['FunctionName'])}`);
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

/** How many of a type the service takes in an account and Region (aws-facts: CloudWatch Logs quotas, X-Ray guide). */
const QUOTAS: Record<string, number> = { 'AWS::Logs::ResourcePolicy': 10, 'AWS::XRay::SamplingRule': 25, 'AWS::XRay::Group': 25 };

/** Why one more of the type is refused, or undefined. */
export function quotaProblem(state: State, { accountId, region }: Place, type: string): string | undefined {
  const { [type]: quota } = QUOTAS;
  if (quota === undefined) return undefined;
  const isHere = (place: { accountId: string; region: string }) => place.accountId === accountId && place.region === region;
  // one that is being created has no id yet
  const inStacks = state.stacks.filter((stack) => isLive(stack) && isHere(stack)).flatMap(standing).filter((resource) => resource.type === type && resource.physicalId !== '');
  const outside = state.parts.existing.filter((resource) => isHere(resource) && resource.type === type);
  if (inStacks.length + outside.length < quota) return undefined;
  return `Resource handler returned message: "Resource limit exceeded. (Service: ${type.split('::')[1] ?? ''}, Status Code: 400)" (HandlerErrorCode: ServiceLimitExceeded)`;
}

// Lambda pulls images as itself: the repository's own policy must let it, for this function (Lambda developer guide, container images: ECR permissions)
function imageProblem(state: State, place: Place, uri: string, functionArn: string): string | undefined {
  const [, accountId, region, repository, tag] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+):(.+)$/.exec(uri) ?? [];
  if (!state.parts.images.some((image) => image.accountId === accountId && image.region === region && image.repository === repository && image.tag === tag)) {
    return `Resource handler returned message: "Source image ${uri} does not exist. Provide a valid source image. (Service: Lambda, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`;
  }
  const holder = state.stacks
    .filter((stack) => isLive(stack) && stack.accountId === accountId && stack.region === region)
    .flatMap(standing)
    .find((resource) => resource.type === 'AWS::ECR::Repository' && resource.physicalId === repository);
  const allows = (action: string) =>
    resourcePolicyAllows(holder?.properties['RepositoryPolicyText'], { principal: { kind: 'Service', name: 'lambda.amazonaws.com' }, action, context: { 'aws:SourceArn': functionArn, 'aws:SourceAccount': place.accountId } });
  if (allows('ecr:BatchGetImage') && allows('ecr:GetDownloadUrlForLayer')) return undefined;
  return 'Resource handler returned message: "Lambda does not have permission to access the ECR image. Check the ECR permissions. (Service: Lambda, Status Code: 403)" (HandlerErrorCode: AccessDenied)';
}

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
