import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ActionInput {
  readonly name: string;
  readonly default: string;
  readonly deprecationMessage?: string;
}

export interface ActionManifest {
  readonly inputs: readonly ActionInput[];
  /** Path of the script, from the action's folder. */
  readonly main: string;
}

const RUNTIMES = ['node20', 'node24'];

/** Reads action.yml (or action.yaml) of a JavaScript action. */
export function readActionManifest(actionFolder: string): ActionManifest {
  const file = ['action.yml', 'action.yaml'].map((name) => join(actionFolder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${actionFolder}'`);
  const manifest = asMap(parse(readFileSync(file, 'utf8')), file);
  const runs = asMap(manifest['runs'], `${file}: runs`);
  if (!RUNTIMES.includes(String(runs['using']))) throw new Error(`${file}: runs.using: expected ${RUNTIMES.join(' or ')}, got ${JSON.stringify(runs['using'])}`);
  if (typeof runs['main'] !== 'string') throw new Error(`${file}: runs.main: expected the path of a script, got ${JSON.stringify(runs['main'])}`);
  for (const stage of ['pre', 'post']) {
    if (runs[stage] !== undefined) throw new Error(`${file}: runs.${stage}: this runner starts runs.main only`);
  }
  if (!existsSync(join(actionFolder, runs['main']))) throw new Error(`${file}: runs.main: there is no file ${runs['main']}`);
  return { main: runs['main'], inputs: Object.entries(asMap(manifest['inputs'] ?? {}, `${file}: inputs`)).map(([name, input]) => parseInput(name, asMap(input ?? {}, `${file}: inputs.${name}`))) };
}

function parseInput(name: string, input: Readonly<Record<string, unknown>>): ActionInput {
  const { default: given, deprecationMessage } = input;
  const text = typeof given === 'string' ? given : given === undefined || given === null ? '' : JSON.stringify(given);
  return { name, default: text, ...(typeof deprecationMessage === 'string' && { deprecationMessage }) };
}

function asMap(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${where}: expected a map, got ${JSON.stringify(value)}`);
  return { ...value };
}
