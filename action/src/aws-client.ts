import {
  CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type StackStatus,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export { alarmsNamed, subscriptionsOf } from './aws-observation';

/** Short-lived credentials of one account. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A stack as CloudFormation has it. */
export interface DeployedStack {
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly template: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** STS refused the token or the role; the message says what to look at. */
export class CredentialsError extends Error {
  public override readonly name = 'CredentialsError';
}

/**
 * Exchanges a GitHub OIDC token for credentials of a role.
 *
 * @throws CredentialsError when STS refuses
 */
export async function assumeRole({ roleArn, token, region, sessionName }: {
  readonly roleArn: string;
  readonly token: string;
  readonly region: string;
  readonly sessionName: string;
}): Promise<Credentials> {
  const sts = new STSClient({ region });
  try {
    const { Credentials: issued } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: sessionName, WebIdentityToken: token, DurationSeconds: 3600 }),
    );
    if (!issued?.AccessKeyId || !issued.SecretAccessKey || !issued.SessionToken) throw new Error('STS answered without credentials');
    return { accessKeyId: issued.AccessKeyId, secretAccessKey: issued.SecretAccessKey, sessionToken: issued.SessionToken };
  } catch (error) {
    throw new CredentialsError([`${roleArn} could not be assumed: ${describe(error)}`, hintOf(error)].join('. ').replace(/\.\. /, '. '), { cause: error });
  }
}

/** The account that credentials belong to. */
export async function accountOf(credentials: Credentials, region: string): Promise<string> {
  try {
    const { Account } = await new STSClient({ region, credentials }).send(new GetCallerIdentityCommand({}));
    return Account ?? '';
  } catch (error) {
    throw new CredentialsError(`the AWS credentials are not usable: ${describe(error)}`, { cause: error });
  }
}

/**
 * Reads a stack with its template; undefined when there is none.
 *
 * Everything here is read-only.
 */
export async function deployedStack(credentials: Credentials, region: string, stackName: string): Promise<DeployedStack | undefined> {
  const client = new CloudFormationClient({ region, credentials });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const stack = Stacks?.[0];
    if (!stack?.StackStatus || stack.StackStatus === 'DELETE_COMPLETE') return undefined;
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }));
    return {
      status: stack.StackStatus,
      ...(stack.StackStatusReason !== undefined && { statusReason: stack.StackStatusReason }),
      template: JSON.parse(TemplateBody ?? '{}') as Record<string, unknown>,
      outputs: Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''])),
    };
  } catch (error) {
    if (error instanceof CloudFormationServiceException && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
    throw new CredentialsError(`stack ${stackName} in ${region} could not be read: ${describe(error)}`, { cause: error });
  }
}

/** Longest time a stack that holds nothing may take to be deleted. */
const MAX_DELETE_SECONDS = 600;

/**
 * Deletes a stack whose creation failed, through the execution role, and waits until it is gone. Its termination
 * protection, if any, protects nothing.
 *
 * @throws when it is not gone in time
 */
export async function deleteFailedCreation(credentials: Credentials, region: string, stackName: string, executionRole: string): Promise<void> {
  const client = new CloudFormationClient({ region, credentials });
  await client.send(new UpdateTerminationProtectionCommand({ StackName: stackName, EnableTerminationProtection: false }));
  await client.send(new DeleteStackCommand({ StackName: stackName, RoleARN: executionRole }));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: MAX_DELETE_SECONDS, minDelay: 1, maxDelay: 5 }, { StackName: stackName });
}

/** What usually is behind an answer of STS to a web identity. */
const HINTS: Readonly<Record<string, string>> = {
  AccessDenied: "The role trusts other subjects than this job's: a pull request may assume the plan role only, and the deploy role trusts the default branch only.",
  InvalidIdentityToken: 'The account has no OIDC provider for this issuer: deploy the account bootstrap of apps/github-oidc.',
  ExpiredTokenException: 'The OIDC token ended before it was used: run the job again.',
};

const hintOf = (error: unknown): string => (error instanceof Error ? (HINTS[error.name] ?? 'Check the role and the Region') : '');

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
