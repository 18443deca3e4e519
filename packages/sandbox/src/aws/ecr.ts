import { createHash } from 'node:crypto';
import { AwsError } from './errors';
import { authorize } from './iam/authorize';
import { requireText, structures, text, texts } from './params';
import { type Answer } from './query-protocol';
import { found, type ReadRequest } from './reads';
import { type Session, type StoredImage } from './state';

type EcrRequest = ReadRequest & { readonly session: Session; readonly now: () => Date };
type Action = { readonly permissions: readonly string[]; readonly run: (request: EcrRequest) => Answer };

const TOKEN_HOURS = 12;

/** What a push asks for beside the image itself (ECR user guide, IAM permissions for pushing an image). */
const PUSH = ['ecr:BatchCheckLayerAvailability', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];

const ACTIONS: Record<string, Action> = {
  GetAuthorizationToken: { permissions: ['ecr:GetAuthorizationToken'], run: authorizationToken },
  DescribeRepositories: { permissions: ['ecr:DescribeRepositories'], run: describeRepositories },
  DescribeImages: { permissions: ['ecr:DescribeImages'], run: describeImages },
  PutImage: { permissions: PUSH, run: putImage },
};

/** Answers a call of ECR's API; `PutImage` stands for the whole of a push, which clients do through the registry's own API. */
export async function ecr(action: string, request: EcrRequest): Promise<Answer> {
  const found = ACTIONS[action];
  if (found === undefined) throw new AwsError('UnknownOperationException', `The sandbox has no ecr:${action}`);
  const { state, caller, region, params } = request;
  const repository = text(params, 'repositoryName') ?? texts(params, 'repositoryNames')?.[0] ?? 'any-repository-of-this-account';
  const resource = action === 'GetAuthorizationToken' ? '*' : `arn:aws:ecr:${region}:${caller.accountId}:repository/${repository}`;
  for (const permission of found.permissions) await authorize(state, caller, { action: permission, resource, region });
  return found.run(request);
}

/** Credentials inside a registry password, which real ones hold too, unreadably. */
export function registryPassword({ accessKeyId, sessionToken }: Pick<Session, 'accessKeyId' | 'sessionToken'>): string {
  return Buffer.from(JSON.stringify({ accessKeyId, sessionToken })).toString('base64url');
}

function authorizationToken({ session, caller, region, now }: EcrRequest): Answer {
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${registryPassword(session)}`).toString('base64'),
        expiresAt: new Date(now().getTime() + TOKEN_HOURS * 3_600_000),
        proxyEndpoint: `https://${registryOf(caller.accountId, region)}`,
      },
    ],
  };
}

const registryOf = (accountId: string, region: string) => `${accountId}.dkr.ecr.${region}.amazonaws.com`;

function describeRepositories(request: EcrRequest): Answer {
  const { caller, region } = request;
  const names = texts(request.params, 'repositoryNames');
  for (const name of names ?? []) repositoryNamed(request, name);
  return {
    repositories: found(request, 'AWS::ECR::Repository')
      .filter(({ physicalId }) => names === undefined || names.includes(physicalId))
      .map(({ physicalId }) => ({
        repositoryName: physicalId,
        repositoryArn: `arn:aws:ecr:${region}:${caller.accountId}:repository/${physicalId}`,
        registryId: caller.accountId,
        repositoryUri: `${registryOf(caller.accountId, region)}/${physicalId}`,
      })),
  };
}

function describeImages(request: EcrRequest): Answer {
  const { caller, params } = request;
  const repositoryName = requireText(params, 'repositoryName');
  repositoryNamed(request, repositoryName);
  const tags = structures(params, 'imageIds')?.map((id) => text(id, 'imageTag'));
  const images = imagesOf(request, repositoryName).filter(({ tag }) => tags === undefined || tags.includes(tag));
  const missing = tags?.find((tag) => !images.some((image) => image.tag === tag));
  if (missing !== undefined) {
    throw new AwsError('ImageNotFoundException', `The image with imageId {imageDigest:'null', imageTag:'${missing}'} does not exist within the repository with name '${repositoryName}' in the registry with id '${caller.accountId}'`);
  }
  return { imageDetails: images.map(({ tag, digest }) => ({ registryId: caller.accountId, repositoryName, imageDigest: digest, imageTags: [tag] })) };
}

function putImage(request: EcrRequest): Answer {
  const { state, caller, region, params } = request;
  const repository = requireText(params, 'repositoryName');
  const { properties } = repositoryNamed(request, repository);
  const tag = requireText(params, 'imageTag');
  const digest = `sha256:${createHash('sha256').update(requireText(params, 'imageManifest')).digest('hex')}`;
  const standing = imagesOf(request, repository).find((image) => image.tag === tag);
  if (standing?.digest === digest) throw new AwsError('ImageAlreadyExistsException', `Image with digest '${digest}' and tag '${tag}' already exists in the repository with name '${repository}' in registry with id '${caller.accountId}'`);
  if (standing !== undefined && properties['ImageTagMutability'] === 'IMMUTABLE') {
    throw new AwsError('ImageTagAlreadyExistsException', `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`);
  }
  const image: StoredImage = { accountId: caller.accountId, region, repository, tag, digest };
  state.parts.images = [...state.parts.images.filter((other) => other !== standing), image];
  state.save('images');
  return { image: { registryId: caller.accountId, repositoryName: repository, imageId: { imageDigest: digest, imageTag: tag } } };
}

function repositoryNamed(request: EcrRequest, name: string) {
  const repository = found(request, 'AWS::ECR::Repository').find(({ physicalId }) => physicalId === name);
  if (repository === undefined) {
    throw new AwsError('RepositoryNotFoundException', `The repository with name '${name}' does not exist in the registry with id '${request.caller.accountId}'`);
  }
  return repository;
}

const imagesOf = ({ state, caller, region }: EcrRequest, repository: string) =>
  state.parts.images.filter((image) => image.accountId === caller.accountId && image.region === region && image.repository === repository);
