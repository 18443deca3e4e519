import { readFileSync } from 'node:fs';
import type { Config } from '@payment-observability/config';
import type { App } from 'aws-cdk-lib/core';
import { buildApp, type BuildOptions } from './build-app';
import { accountCounts, type AccountCount } from './limits/account-counts';
import { checkLimits, type LimitUse } from './limits/check-limits';
import { notesOf, type Note } from './notes';
import type { ObservabilityStack } from './observability-stack';
import { planStacks } from './stack-plan';

/** One synthesized stack. */
export interface AssembledStack {
  /** Stable identity within the environment: `home`, or the Region that the stack exists for. */
  readonly id: string;
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  /** The CloudFormation template, parsed. */
  readonly template: Readonly<Record<string, unknown>>;
  readonly templatePath: string;
  /** Size of the template as it is uploaded. */
  readonly templateBytes: number;
  /** What a person has to do outside the stack. */
  readonly notes: readonly Note[];
}

/** The stacks of one environment in the order of deployment, with their assets in `folder`. */
export interface Assembly {
  readonly folder: string;
  readonly stacks: readonly AssembledStack[];
  /** What they take of the account's quotas. */
  readonly counts: readonly AccountCount[];
  /** How much of each limit is used, by what uses most of it. */
  readonly limits: readonly LimitUse[];
}

/**
 * Synthesizes one environment in this process.
 *
 * @throws LimitError with everything that AWS would refuse.
 */
export function synthesize(config: Config, options: BuildOptions = {}): Assembly {
  return synthesizeApp(buildApp([config], options), config);
}

/**
 * Synthesizes an app that holds the stacks of an environment.
 *
 * @throws LimitError with everything that AWS would refuse.
 */
export function synthesizeApp(app: App, config: Config): Assembly {
  const assembly = app.synth();
  const stacks = planStacks(config).map(({ id, stackName, region }): AssembledStack => {
    const templatePath = assembly.getStackByName(stackName).templateFullPath;
    const text = readFileSync(templatePath, 'utf8');
    const stack = app.node.findChild(stackName) as ObservabilityStack;
    return {
      id,
      stackName,
      region,
      account: config.environment.account,
      template: JSON.parse(text) as Record<string, unknown>,
      templateBytes: Buffer.byteLength(text),
      templatePath,
      notes: notesOf(stack),
    };
  });
  const limits = checkLimits(config, stacks);
  return { folder: assembly.directory, stacks, counts: accountCounts(stacks), limits };
}
