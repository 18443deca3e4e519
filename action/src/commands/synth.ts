import { join } from 'node:path';
import { type Config, loadConfig } from '@payment-observability/config';
import { type AccountCount, type Assembly, type BuildOptions, LimitError, limitProblems, synthesize } from '@payment-observability/constructs';
import { bootstrapOf } from '../bootstrap';
import type { Desired, RunContext } from '../run-context';
import { TEMPLATES } from '../templates';
import { ConfigProblems } from './validate';

function buildOptions({ inputs, handlersRoot, outputFolder }: RunContext, folder: string): BuildOptions {
  return { handlersRoot, outdir: join(outputFolder, folder), bootstrap: bootstrapOf(inputs.bootstrapPrefix), validation: false };
}

/**
 * Synthesizes the desired state into the output folder.
 *
 * @throws ConfigProblems when AWS would refuse what the file asks for
 */
export function synth(context: RunContext, config: Config): Desired {
  const assembly = withPositions(config, () => synthesize(config, buildOptions(context, 'assembly')));
  for (const line of quotaLines(assembly.counts)) context.runner.info(line);
  return { config, assembly };
}

/** A limit that is exceeded is a problem of the file, at its line. */
function withPositions(config: Config, synthesis: () => Assembly): Assembly {
  try {
    return synthesis();
  } catch (error) {
    if (error instanceof LimitError) throw new ConfigProblems(limitProblems(config, error));
    throw error;
  }
}

/** What the environment takes of its account's quotas, one line for each Region. */
function quotaLines(counts: readonly AccountCount[]): readonly string[] {
  const words = ({ what, count, limit }: AccountCount) => (limit === undefined ? `${what} ${count}` : `${what} ${count} of ${limit}`);
  return [...new Set(counts.map(({ region }) => region))].map((region) => `In ${region}: ${counts.filter((each) => each.region === region).map(words).join(', ')}.`);
}

/**
 * Synthesizes what the base branch's file says, to compare with when nothing deployed can be read.
 *
 * @returns undefined when the base branch has no such file, it does not load, exceeds a limit, or lacks the environment
 */
export function synthBase(context: RunContext, environment: string, text: string | undefined): Assembly | undefined {
  const { inputs, runner } = context;
  if (text === undefined) return undefined;
  const result = loadConfig({ text, file: inputs.configFile, templates: TEMPLATES });
  if (!result.ok) {
    runner.annotate('warning', `${inputs.configFile} of the base branch does not load, so the review shows the whole stack as new`);
    return undefined;
  }
  const config = result.configs.find((candidate) => candidate.environment.name === environment);
  try {
    return config && synthesize(config, buildOptions(context, 'base-assembly'));
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    runner.annotate('warning', `${inputs.configFile} of the base branch exceeds limits of AWS, so the review shows the whole stack as new`);
    return undefined;
  }
}
