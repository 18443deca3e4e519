import { randomUUID } from 'node:crypto';
import type { ChangeSetChange } from '@payment-observability/review';
import type { DeployedStack } from './aws-client';
import { FailedRun } from './failed-run';
import type { AccountAccess, Desired, RunContext } from './run-context';
import { stackState } from './stack-state';

/**
 * Asks CloudFormation what it would change, by the id of the stack. A stack that is not there yet is not asked for: all
 * of it is new, and CloudFormation would leave an empty stack behind.
 *
 * @throws FailedRun naming the way out when the role may not, or CloudFormation does not make the change set
 */
export async function changeSetsOf({ inputs, runner, environment }: RunContext, { config, assembly }: Desired, { credentials }: AccountAccess, deployed: ReadonlyMap<string, DeployedStack>): Promise<ReadonlyMap<string, readonly ChangeSetChange[]>> {
  const { stackChangeSet } = await import('./stack-change-set.js');
  const { account } = config.environment;
  const changes = new Map<string, readonly ChangeSetChange[]>();
  for (const { id, stackName, region, templatePath } of assembly.stacks) {
    if (stackState(deployed.get(id)) === 'absent') continue;
    const changeSetName = `review-${environment['GITHUB_RUN_ID'] ?? '0'}-${environment['GITHUB_RUN_ATTEMPT'] ?? '1'}-${randomUUID().slice(0, 8)}`;
    const onLeftBehind = (error: unknown) => runner.annotate('warning', `Change set ${changeSetName} of stack ${stackName} in ${region} could not be deleted (${describe(error)}): delete it in the CloudFormation console.`);
    try {
      const assetBucket = `${inputs.bootstrapPrefix}-assets-${account}-${region}`;
      changes.set(id, await stackChangeSet({ credentials, region, stackName, changeSetName, templatePath, assetBucket, account, onLeftBehind }));
    } catch (error) {
      throw new FailedRun(isRefusal(error) ? 'credentials' : 'deploy', `No change set of stack ${stackName} in ${region}: ${describe(error)}. ${isRefusal(error) ? ALLOW : OR_WITHOUT}`, { cause: error });
    }
  }
  return changes;
}

const OR_WITHOUT = 'Set the input change-set to false to review from the templates alone.';
const ALLOW = `Allow the role what README.md of apps/github-oidc lists for change sets. ${OR_WITHOUT}`;

const isRefusal = (error: unknown): boolean => error instanceof Error && /^AccessDenied/.test(error.name);

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\.$/, '');
