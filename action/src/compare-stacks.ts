import type { Config } from '@payment-observability/config';
import { type Assembly, planStacks } from '@payment-observability/constructs';
import { type ChangeSetChange, type Note, type ObservedFacts, type PolicyFinding, review, type Review, type StackInput } from '@payment-observability/review';
import type { DeployedStack } from './aws-client';
import { synthBase } from './commands/synth';
import { listedResources } from './listed-resources';
import type { AccountAccess, Desired, RunContext } from './run-context';
import { stackState } from './stack-state';
import { ACTION_VERSION } from './version';

/** A review with what it was made from. */
export interface StackComparison {
  readonly review: Review;
  readonly stacks: readonly StackInput[];
}

/** What a review is told beside the stacks. */
export interface Remarks {
  readonly notes?: readonly Note[];
  readonly policy?: readonly PolicyFinding[] | undefined;
  readonly observed?: ObservedFacts | undefined;
  /** What CloudFormation says it would change, by the id of the stack. */
  readonly changeSets?: ReadonlyMap<string, readonly ChangeSetChange[]> | undefined;
}

/** Reads the stacks of an environment as they are deployed, by stack id. */
export async function readDeployed(config: Config, { credentials }: AccountAccess): Promise<ReadonlyMap<string, DeployedStack>> {
  const aws = await import('./aws-client.js');
  const stacks = await Promise.all(planStacks(config).map(async ({ id, region, stackName }) => [id, await aws.deployedStack(credentials, region, stackName)] as const));
  return new Map(stacks.flatMap(([id, stack]) => (stack ? [[id, stack] as const] : [])));
}

/** Compares the desired stacks with what is deployed. */
export function compareWithDeployed(desired: Desired, deployed: ReadonlyMap<string, DeployedStack>, remarks: Remarks = {}): StackComparison {
  return compare(desired, remarks, (id) => {
    const stack = deployed.get(id);
    const changeSet = remarks.changeSets?.get(id);
    return stack && stackState(stack) !== 'absent' ? { before: stack.template, baselineKind: 'deployed', ...(changeSet && { changeSet }) } : { baselineKind: 'none' };
  });
}

/** Compares the desired stacks with what the base branch's file makes. */
export function compareWithBaseFile(context: RunContext, desired: Desired, baseText: string | undefined, remarks: Remarks): StackComparison {
  const base = synthBase(context, desired.config.environment.name, baseText);
  return compare(desired, remarks, (id) => {
    const stack = base?.stacks.find((candidate) => candidate.id === id);
    return stack ? { before: stack.template, baselineKind: 'base-file' } : { baselineKind: 'none' };
  });
}

function compare({ config, assembly }: Desired, { notes = [], policy, observed }: Remarks, baselineOf: (id: string) => Pick<StackInput, 'before' | 'baselineKind' | 'changeSet'>): StackComparison {
  const stacks = assembly.stacks.map(
    ({ id, stackName, region, account, template }): StackInput => ({ stackId: id, stackName, region, account, after: template, ...baselineOf(id) }),
  );
  return {
    stacks,
    review: review({
      name: config.name,
      environment: config.environment.name,
      template: config.template,
      stacks,
      actionVersion: ACTION_VERSION,
      notes: [...notes, ...notesOf(assembly)],
      cost: config.cost,
      limits: assembly.limits,
      listed: listedResources(config),
      ...(policy && { policy }),
      ...(observed && { observed }),
    }),
  };
}

const notesOf = (assembly: Assembly) =>
  assembly.stacks.flatMap(({ notes }) => notes.map(({ title, text, code }) => ({ title, text, ...(code !== undefined && { code }) })));
