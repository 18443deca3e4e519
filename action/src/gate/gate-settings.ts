import { type Gate, gateSchema, loadConfig } from '@payment-observability/config';
import type { RunContext } from '../run-context';
import { TEMPLATES } from '../templates';

/** The gate where the base branch says nothing: what is grave blocks, and a maintainer's label lets it through. */
export const DEFAULT_GATE: Gate = gateSchema.parse({});

/** The gate of an environment as the base branch's file has it; the change under review has no say. */
export function gateSettings({ inputs, runner }: Pick<RunContext, 'inputs' | 'runner'>, baseText: string | undefined, environment: string): Gate {
  if (baseText === undefined) return DEFAULT_GATE;
  const result = loadConfig({ text: baseText, file: inputs.configFile, templates: TEMPLATES });
  if (result.ok) return result.configs.find((config) => config.environment.name === environment)?.gate ?? DEFAULT_GATE;
  runner.annotate('notice', `${inputs.configFile} of the base branch does not load, so the gate has its defaults`);
  return DEFAULT_GATE;
}
