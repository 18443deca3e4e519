import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, formatProblem, loadConfig, type Problem, problemsAt } from '@payment-observability/config';
import { unknownGateNames } from '../gate/gate-names';
import { UserError } from '../inputs';
import type { RunContext } from '../run-context';
import { TEMPLATES } from '../templates';

/** The configuration file has problems; each is already an annotation on its line. */
export class ConfigProblems extends UserError {
  constructor(public readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}

/** The configuration file as the run sees it: from the checked-out repository, else from GitHub at the event's commit. */
export async function readConfigFile({ workspace, inputs, github, event, configRef }: RunContext): Promise<string> {
  const path = join(workspace, inputs.configFile);
  if (configRef === undefined && existsSync(path)) return readFileSync(path, 'utf8');
  const ref = configRef ?? event.sha;
  const text = await github.fileAt(inputs.configFile, ref);
  if (text === undefined) throw new UserError(`${inputs.configFile} is neither in the checked-out repository nor at ${ref.slice(0, 7)}: add it, or set the input config`);
  return text;
}

/**
 * Loads the configuration file and picks the environment of this run. All environments are checked.
 *
 * @throws ConfigProblems with every problem of the file
 */
export async function validate(context: RunContext): Promise<Config> {
  const { inputs } = context;
  const result = loadConfig({ text: await readConfigFile(context), file: inputs.configFile, templates: TEMPLATES, ...(inputs.environment !== undefined && { environment: inputs.environment }) });
  if (!result.ok) throw new ConfigProblems(result.problems);
  const unknown = result.configs.flatMap((config) => problemsAt(config, unknownGateNames(config.gate)) ?? []);
  if (unknown.length > 0) throw new ConfigProblems(unknown);
  const [config, ...others] = result.configs;
  if (!config) throw new UserError(`${inputs.configFile} has no environment`);
  if (others.length > 0) {
    const names = result.configs.map(({ environment }) => environment.name).join(', ');
    throw new UserError(`input environment: ${inputs.configFile} has several environments (${names}): say which one this job is for`);
  }
  return config;
}
