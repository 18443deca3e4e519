import { checkEnvironment } from './check-environment';
import { type Finding, formatFound } from './finding';
import { check } from './issues';
import { locate } from './locate';
import { parseYaml, type YamlFile } from './parse-yaml';
import { isRecord, oneLine, type Path } from './path';
import { type Problem, sortProblems } from './problem';
import { CASCADED_KEYS, type Config, environmentSchema, fileHeadSchema, fileSchema } from './schema';
import { namesInstead } from './suggest';
import { type TemplateDefaults } from './template-defaults';

export interface LoadConfigInput {
  /** What the file holds. */
  readonly text: string;
  /** Its name, for problems. */
  readonly file: string;
  /** The templates a file may name, by name. */
  readonly templates: Readonly<Record<string, TemplateDefaults>>;
  /** The one environment to return; all of them are checked in any case. */
  readonly environment?: string;
}

/** How problems of a finished config are brought back to the file it was read from. */
const locators = new WeakMap<Config, (findings: readonly Finding[]) => readonly Problem[]>();

export type LoadedConfig = { readonly ok: true; readonly configs: readonly Config[] } | { readonly ok: false; readonly problems: readonly Problem[] };

type Entries = Record<string, unknown>;
const TOP_KEYS = Object.keys(fileSchema.shape);
/** Stands in for an environment that is missing or wrong, so that the rest of the file is checked in the same run. */
const ANY_ENVIRONMENT = { name: 'production', account: '000000000000', region: 'us-east-1', regions: undefined, protected: false };

/**
 * Reads a file into one complete config for each environment: template, file and overrides merged, names filled in, everything
 * checked. All problems of all environments are reported together. Throws only for a defect of our own.
 */
export function loadConfig({ text, file, templates, environment }: LoadConfigInput): LoadedConfig {
  const parsed = parseYaml(text, file);
  if (!parsed.ok) return parsed;
  try {
    const { problems, configs } = checkFile(parsed.yaml, file, templates, environment);
    const all = sortProblems([...parsed.problems, ...problems]);
    return all.length > 0 ? { ok: false, problems: all } : { ok: true, configs };
  } catch (error) {
    throw new Error(`${file} could not be checked: a defect of payment-observability, not of the file`, { cause: error });
  }
}

/**
 * Problems that show only when the config is used, in the order of the file, each at the place where its `path` (keys joined by dots)
 * was written. Undefined for a config that was not loaded from a file.
 */
export function problemsAt(config: Config, findings: readonly (Omit<Finding, 'path' | 'near'> & { readonly path: string })[]): readonly Problem[] | undefined {
  return locators.get(config)?.(findings.map(({ path, ...finding }) => ({ ...finding, path: path.split('.') })));
}

function checkFile(yaml: YamlFile, file: string, templates: LoadConfigInput['templates'], wanted: string | undefined) {
  const written = yaml.value['environments'];
  const names = isRecord(written) && Object.keys(written).length > 0 ? Object.keys(written) : [ANY_ENVIRONMENT.name];
  const template = ownValue(templates, yaml.value['template']);
  const common = [...fileFindings(yaml.value, names), ...(template ? [] : unknownTemplate(yaml.value['template'], Object.keys(templates)))];
  if (wanted !== undefined && !names.includes(wanted))
    common.push({ path: ['environments'], message: `no environment "${oneLine(wanted)}" in this file`, ...namesInstead(wanted, names) });

  const checked = names.map((name) => ({ name, ...(template ? checkOne(yaml.value, template, name) : { findings: [] }) }));
  const findings = [
    ...common.flatMap((finding) => names.map((environment) => ({ environment, finding }))),
    ...checked.flatMap(({ name, findings: own }) => own.map((finding) => ({ environment: name, finding }))),
  ];
  for (const { name, config } of checked) {
    if (config) locators.set(config, (late) => sortProblems(locate({ file, yaml, template }, late.map((finding) => ({ environment: name, finding })), [name])));
  }
  return {
    problems: locate({ file, yaml, template }, findings, names),
    configs: checked.flatMap(({ name, config }) => (config && (wanted ?? name) === name ? [config] : [])),
  };
}

const ownValue = <T>(values: Readonly<Record<string, T>>, key: unknown): T | undefined =>
  typeof key === 'string' && Object.hasOwn(values, key) ? values[key] : undefined;

const unknownTemplate = (written: unknown, names: readonly string[]): readonly Finding[] =>
  typeof written === 'string' ? [{ path: ['template'], message: 'no such template', found: formatFound(written), ...namesInstead(written, names) }] : [];

/** What does not depend on the template: top-level keys, the head, the environments and the keys of their overrides. */
function fileFindings(value: Entries, names: readonly string[]): Finding[] {
  const free = TOP_KEYS.filter((key) => !Object.hasOwn(value, key));
  const unknownKeys = (keys: readonly string[], known: readonly string[], candidates: readonly string[], at: Path): Finding[] =>
    keys
      .filter((key) => !known.includes(key))
      .map((key) => ({ path: [...at, key], message: `unknown key "${oneLine(key)}"`, ...namesInstead(key, candidates) }));
  const overrideFindings = names.flatMap((name) => {
    const keys = Object.keys(overridesOf(value, name));
    const at = ['environments', name, 'overrides'];
    const fixed = keys.filter((key) => TOP_KEYS.includes(key) && !CASCADED_KEYS.includes(key));
    return [
      ...fixed.map((key): Finding => ({ path: [...at, key], message: `${key} is the same in all environments`, suggestion: 'overrides hold sections and tags' })),
      ...unknownKeys(keys, TOP_KEYS, CASCADED_KEYS, at),
    ];
  });
  return [...check(fileHeadSchema, value).findings, ...unknownKeys(Object.keys(value), TOP_KEYS, free, []), ...overrideFindings];
}

function checkOne(value: Entries, template: TemplateDefaults, name: string) {
  const written = environmentSchema.safeParse(ownValue(isRecord(value['environments']) ? value['environments'] : {}, name));
  const { account, region = ANY_ENVIRONMENT.region, regions = [region], protected: isProtected } = written.success ? written.data : ANY_ENVIRONMENT;
  const [primary, ...others] = regions.map((one) =>
    checkEnvironment({
      template,
      head: pick(value, ['version', 'name', 'template', 'owner']),
      sections: pick(value, CASCADED_KEYS),
      overrides: pick(overridesOf(value, name), CASCADED_KEYS),
      environment: { name, account, region: one, regions, protected: isProtected },
    }),
  );
  // what is wrong in one Region and right in the primary differs by its name alone, so the first to find it says it
  const findings = (primary?.findings.length ?? 0) > 0 ? primary?.findings : others.find((other) => other.findings.length > 0)?.findings;
  const elsewhere = others.flatMap(({ config }) => (config ? [config] : []));
  return { ...(primary?.config ? { config: { ...primary.config, elsewhere } } : {}), findings: findings ?? [] };
}

function overridesOf(value: Entries, name: string): Entries {
  const environments = value['environments'];
  const environment = isRecord(environments) ? ownValue(environments, name) : undefined;
  const overrides = isRecord(environment) ? environment['overrides'] : undefined;
  return isRecord(overrides) ? overrides : {};
}

const pick = (value: Entries, keys: readonly string[]): Entries =>
  Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
