import { join } from 'node:path';
import { type Config, loadConfig } from '@payment-observability/config';
import { type Assembly, type BuildOptions, synthesize } from '@payment-observability/constructs';
import { bootstrapOf } from '../bootstrap';
import type { Desired, RunContext } from '../run-context';
import { TEMPLATES } from '../templates';

function buildOptions({ inputs, handlersRoot, outputFolder }: RunContext, folder: string): BuildOptions {
  return { handlersRoot, outdir: join(outputFolder, folder), bootstrap: bootstrapOf(inputs.bootstrapPrefix), validation: false };
}

/** Synthesizes the desired state into the output folder. */
export function synth(context: RunContext, config: Config): Desired {
  return { config, assembly: synthesize(config, buildOptions(context, 'assembly')) };
}

/**
 * Synthesizes what the base branch's file says, to compare with when nothing deployed can be read.
 *
 * @returns undefined when the base branch has no such file, it does not load, or lacks the environment
 */
export async function synthBase(context: RunContext, environment: string, baseRef: string): Promise<Assembly | undefined> {
  const { inputs, github, runner } = context;
  const text = await github.fileAt(inputs.configFile, baseRef);
  if (text === undefined) return undefined;
  const result = loadConfig({ text, file: inputs.configFile, templates: TEMPLATES });
  if (!result.ok) {
    runner.annotate('warning', `${inputs.configFile} of the base branch does not load, so the review shows the whole stack as new`);
    return undefined;
  }
  const config = result.configs.find((candidate) => candidate.environment.name === environment);
  return config && synthesize(config, buildOptions(context, 'base-assembly'));
}
