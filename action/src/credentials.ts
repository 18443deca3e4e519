import type { Credentials } from './aws-client';
import { UserError, type Inputs } from './inputs';

/** Where the AWS credentials of a run come from. */
export type CredentialSource =
  | { readonly kind: 'role'; readonly roleArn: string }
  | { readonly kind: 'environment'; readonly credentials: Credentials }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Decides where credentials come from: a role through GitHub OIDC, those an earlier step left in the environment, or
 * none.
 *
 * @throws UserError when a role is named but the job may not ask for an OIDC token
 */
export function credentialSource(inputs: Inputs, environment: NodeJS.ProcessEnv, fromFork: boolean): CredentialSource {
  if (fromFork) return { kind: 'none', reason: 'a pull request from a fork gets no credentials' };
  if (inputs.roleToAssume !== undefined) {
    if (!environment['ACTIONS_ID_TOKEN_REQUEST_URL'])
      throw new UserError('role-to-assume needs an OIDC token, which this job may not ask for: add `permissions: id-token: write` to the job');
    return { kind: 'role', roleArn: inputs.roleToAssume };
  }
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    return {
      kind: 'environment',
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) },
    };
  }
  return { kind: 'none', reason: 'neither role-to-assume nor credentials of an earlier step' };
}
