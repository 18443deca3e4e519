import { type Config, formatProblem, loadConfig, type Problem } from '@payment-observability/config';
import { EVERY_TEMPLATE } from './every-template';

export type Json = { [key: string]: unknown };
export type Path = readonly string[];

export const FILE = 'observability.yml';
export const ENVIRONMENT = 'dev';
/** What stands before any section. */
export const HEAD_KEYS = ['version', 'name', 'template', 'owner', 'environments'];

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a file, one key a line, so that positions tell keys apart. JSON is YAML. */
export const textOf = (file: Json): string => JSON.stringify(file, null, 1);

/** What a user writes before any section. */
export const headOf = (template: string, regions: readonly string[] = ['eu-west-1']): Json => ({
  version: 1,
  name: 'acme',
  template,
  owner: 'payments',
  environments: { [ENVIRONMENT]: { account: '111111111111', regions } },
});

/** The config of a text, or its problems. */
export function load(text: string): { readonly config: Config } | { readonly problems: readonly Problem[] } {
  const loaded = loadConfig({ text, file: FILE, templates: EVERY_TEMPLATE });
  if (!loaded.ok) return { problems: loaded.problems };
  const [config] = loaded.configs;
  if (!config) throw new Error('a file without an environment');
  return { config };
}

/** The config of a text that must load. */
export function configOf(text: string): Config {
  const loaded = load(text);
  if ('config' in loaded) return loaded.config;
  throw new Error(loaded.problems.map(formatProblem).join('\n'));
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Json)[key] : undefined), value);
}

/** Sets what an existing parent holds at the last key; nothing happens without a parent. */
export function setAt(value: unknown, path: Path, by: unknown): void {
  const parent = valueAt(value, path.slice(0, -1));
  if (typeof parent === 'object' && parent !== null) (parent as Json)[String(path.at(-1))] = by;
}

/** Removes the deepest part of a path that is there, and collections that it leaves empty. At least two keys deep; the head stays. */
export function removeAt(value: Json, path: Path): boolean {
  for (let length = path.length; length > 0; length--) {
    const at = path.slice(0, length);
    const parent = valueAt(value, at.slice(0, -1));
    const key = String(at.at(-1));
    if (Array.isArray(parent) && parent.length > 1 && Object.hasOwn(parent, key)) {
      parent.splice(Number(key), 1);
      return true;
    }
    if (isObject(parent) && Object.hasOwn(parent, key)) {
      if (length === 1 && HEAD_KEYS.includes(key)) return false;
      delete parent[key];
      return true;
    }
  }
  return false;
}
