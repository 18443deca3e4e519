import { AwsError, validationError } from '../errors';
import { authorize, type Caller } from '../iam/authorize';
import { roleOfArn } from '../iam/roles';
import { trustsService } from '../iam/trust';
import { structures, text, texts } from '../params';
import { type Params } from '../query-protocol';
import { planFor } from './stack-operations';
import { missingCapability, type Plan } from './plan';
import { parameterValues } from './parameters';
import { type Engine } from './resource-operations';
import { isLive, type Desired, type StackState, type Tag } from './stack-state';
import { INLINE_TEMPLATE_BYTES, parseTemplate, S3_TEMPLATE_BYTES } from './template';

/** One call to CloudFormation, and what its handlers work with. */
export type CloudFormationRequest = {
  readonly engine: Engine;
  readonly params: Params;
  readonly caller: Caller;
  readonly accountId: string;
  readonly region: string;
  /** Starts an operation that goes on after the answer. */
  readonly start: (stack: StackState, operation: () => Promise<void>) => void;
  readonly readObject: (bucket: string, key: string) => Buffer | undefined;
};

const isHere = ({ accountId, region }: CloudFormationRequest) => (stack: StackState) => stack.accountId === accountId && stack.region === region;

export const stacksOf = (request: CloudFormationRequest): StackState[] => request.engine.state.stacks.filter(isHere(request));

/** By name the stack that lives, by ARN also one that was deleted. */
export function findStack(request: CloudFormationRequest, nameOrId: string): StackState | undefined {
  return stacksOf(request).find((stack) => stack.stackId === nameOrId || (stack.name === nameOrId && isLive(stack)));
}

export function requireStack(request: CloudFormationRequest, nameOrId: string): StackState {
  const stack = findStack(request, nameOrId);
  if (stack === undefined) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}

/** The template an action was given, whichever way. */
export async function templateBody(request: CloudFormationRequest, previous?: Desired): Promise<string> {
  const { params } = request;
  const inline = text(params, 'TemplateBody');
  const url = text(params, 'TemplateURL');
  if (inline !== undefined) {
    if (Buffer.byteLength(inline) <= INLINE_TEMPLATE_BYTES) return inline;
    throw validationError(`1 validation error detected: Value '${inline.slice(0, 100)}…' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${INLINE_TEMPLATE_BYTES}`);
  }
  if (url !== undefined) return templateFromS3(request, url);
  if (text(params, 'UsePreviousTemplate') === 'true' && previous !== undefined) return previous.templateBody;
  throw validationError('Either Template URL or Template Body must be specified.');
}

async function templateFromS3(request: CloudFormationRequest, url: string): Promise<string> {
  const { bucket, key } = objectOfUrl(url);
  await authorize(request.engine.state, request.caller, { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}`, region: request.region }).catch(() => {
    throw validationError('S3 error: Access Denied\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html');
  });
  const bytes = request.readObject(bucket, key);
  if (bytes === undefined) throw validationError('S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html');
  if (bytes.length > S3_TEMPLATE_BYTES) throw validationError(`Template may not exceed ${S3_TEMPLATE_BYTES} bytes in size.`);
  return bytes.toString('utf8');
}

function objectOfUrl(url: string): { bucket: string; key: string } {
  if (!URL.canParse(url)) throw validationError('TemplateURL must be a supported URL.');
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  const virtual = /^(.+)\.s3[.-][^/]*amazonaws\.com$/.exec(hostname);
  if (virtual?.[1] !== undefined) return { bucket: virtual[1], key: path };
  const slash = path.indexOf('/');
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

/** Everything an operation is given, checked. */
export async function desiredOf(request: CloudFormationRequest, stack: StackState): Promise<{ desired: Desired; plan: Plan }> {
  const { params, engine } = request;
  const previous = stack.current;
  const body = await templateBody(request, previous);
  const roleArn = text(params, 'RoleARN') ?? previous?.roleArn;
  if (text(params, 'RoleARN') !== undefined) await checkExecutionRole(request, text(params, 'RoleARN') ?? '');
  const sent = (structures(params, 'Parameters') ?? []).map((parameter) => {
    const value = text(parameter, 'ParameterValue');
    return { key: text(parameter, 'ParameterKey') ?? '', usePrevious: text(parameter, 'UsePreviousValue') === 'true', ...(value === undefined ? {} : { value }) };
  });
  const tags = structures(params, 'Tags')?.map((tag): Tag => ({ Key: text(tag, 'Key') ?? '', Value: text(tag, 'Value') ?? '' }));
  const desired: Desired = {
    templateBody: body,
    parameters: parameterValues(parseTemplate(body).Parameters, sent, previous?.parameters ?? {}),
    tags: tags ?? previous?.tags ?? [],
    capabilities: texts(params, 'Capabilities') ?? [],
    notificationArns: texts(params, 'NotificationARNs') ?? previous?.notificationArns ?? [],
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(isRollbackDisabled(params) ? { disableRollback: true } : {}),
  };
  const plan = planFor(engine, stack, desired);
  const capability = missingCapability(plan);
  if (capability !== undefined) throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`);
  return { desired, plan };
}

const isRollbackDisabled = (params: Params): boolean => text(params, 'DisableRollback') === 'true' || text(params, 'OnStackFailure') === 'DO_NOTHING' || text(params, 'OnFailure') === 'DO_NOTHING';

/** The caller must be allowed to pass the role, and CloudFormation to assume it. */
export async function checkExecutionRole(request: CloudFormationRequest, roleArn: string): Promise<void> {
  const { engine, caller, region } = request;
  await authorize(engine.state, caller, { action: 'iam:PassRole', resource: roleArn, region, context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } });
  requireAssumable(request, roleArn);
}

/** CloudFormation must be able to assume the role, each time it works with it. */
export function requireAssumable({ engine, accountId }: CloudFormationRequest, roleArn: string): void {
  const role = roleOfArn(engine.state, roleArn);
  if (role === undefined || !trustsService(role, 'cloudformation.amazonaws.com', accountId)) {
    throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  }
}
