import type { Config } from '@payment-observability/config';
import { credentialSource } from './credentials';
import { UserError } from './inputs';
import type { AccountAccess, RunContext } from './run-context';

/**
 * Gets credentials for the account of an environment, and checks that they belong to it.
 *
 * @returns the reason as text when the run has no credentials
 * @throws UserError, CredentialsError
 */
export async function accessAccount(context: RunContext, config: Config): Promise<AccountAccess | string> {
  const { inputs, event, environment, runner } = context;
  const source = credentialSource(inputs, environment, event.pullRequest?.fromFork === true);
  if (source.kind === 'none') return source.reason;
  const aws = await import('./aws-client.js');
  const credentials =
    source.kind === 'environment'
      ? source.credentials
      : await aws.assumeRole({
          roleArn: source.roleArn,
          token: await runner.idToken('sts.amazonaws.com'),
          region: inputs.awsRegion,
          sessionName: `payment-observability-${environment['GITHUB_RUN_ID'] ?? 'local'}`,
        });
  for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) if (secret !== undefined) runner.mask(secret);
  const account = source.kind === 'role' ? accountOfRole(source.roleArn) : await aws.accountOf(credentials, inputs.awsRegion);
  if (account !== config.environment.account)
    throw new UserError(`environment ${config.environment.name} is in account ${config.environment.account}, but the credentials are of account ${account}: check role-to-assume`);
  return { credentials, source: source.kind === 'role' ? `role ${source.roleArn}` : 'credentials of an earlier step' };
}

/** The account in the ARN of a role, which is that of its credentials. */
const accountOfRole = (roleArn: string): string => roleArn.split(':')[4] ?? '';
