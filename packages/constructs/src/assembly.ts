import { readFileSync } from 'node:fs';
import type { Config } from '@payment-observability/config';
import { buildApp, type BuildOptions } from './build-app';
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
  /** What a person has to do outside the stack. */
  readonly notes: readonly Note[];
}

/** The stacks of one environment in the order of deployment, with their assets in `folder`. */
export interface Assembly {
  readonly folder: string;
  readonly stacks: readonly AssembledStack[];
}

/** Synthesizes one environment in this process. */
export function synthesize(config: Config, options: BuildOptions = {}): Assembly {
  const app = buildApp([config], options);
  const assembly = app.synth();
  const stacks = planStacks(config).map(({ id, stackName, region }): AssembledStack => {
    const templatePath = assembly.getStackByName(stackName).templateFullPath;
    const stack = app.node.findChild(stackName) as ObservabilityStack;
    return {
      id,
      stackName,
      region,
      account: config.environment.account,
      template: JSON.parse(readFileSync(templatePath, 'utf8')) as Record<string, unknown>,
      templatePath,
      notes: notesOf(stack),
    };
  });
  return { folder: assembly.directory, stacks };
}
