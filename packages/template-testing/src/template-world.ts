import { type Config, formatProblem, loadConfig, type TemplateDefaults } from '@payment-observability/config';
import { buildApp, planStacks } from '@payment-observability/constructs';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';

/** The account of every test. */
export const ACCOUNT = '111111111111';

/** Regions of an environment, the primary first. */
export type Regions = string | readonly string[];

/** The stacks of one environment by the id of their plan: `home`, `us-east-1`, `dashboards`, … */
export type Stacks = Readonly<Record<string, Template>>;

/** A template, and users' files for it. */
export interface TemplateWorld {
  /** The file of a user who changes nothing but adds the given sections (YAML at column 0). */
  yaml(sections?: string, regions?: Regions): string;
  /** The config of that file. Throws with every problem of the file. */
  config(sections?: string, regions?: Regions): Config;
  /** The CloudFormation templates of that file, without CDK's slow validation; the same file is synthesized once. */
  synthesize(sections?: string, regions?: Regions): Stacks;
  /** The template of the stack `home`. */
  home(sections?: string, regions?: Regions): Template;
}

export function templateWorld(template: TemplateDefaults, defaultRegions: Regions = 'us-east-1'): TemplateWorld {
  const cache = new Map<string, Stacks>();
  const yaml = (sections = '', regions: Regions = defaultRegions) => `version: 1
name: ${template.name}
template: ${template.name}
owner: payments
environments:
  dev: { account: "${ACCOUNT}", ${typeof regions === 'string' ? `region: ${regions}` : `regions: [${regions.join(', ')}]`} }
${sections}
`;
  const config = (sections?: string, regions?: Regions) => loadText(template, yaml(sections, regions));
  const synthesize = (sections?: string, regions?: Regions): Stacks => {
    const text = yaml(sections, regions);
    const stacks = cache.get(text) ?? stacksOf(loadText(template, text));
    cache.set(text, stacks);
    return stacks;
  };
  const home = (sections?: string, regions?: Regions) => {
    const found = synthesize(sections, regions)['home'];
    if (!found) throw new Error('no stack home');
    return found;
  };
  return { yaml, config, synthesize, home };
}

/** The config of the first environment of a file. Throws with every problem of the file. */
export function loadText(template: TemplateDefaults, text: string): Config {
  const loaded = loadConfig({ text, file: 'observability.yml', templates: { [template.name]: template } });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const [config] = loaded.configs;
  if (!config) throw new Error('no environment');
  return config;
}

/** The templates of a config by the id of their stack, without CDK's slow validation. */
export function stacksOf(config: Config): Stacks {
  const app = buildApp([config], { validation: false });
  return Object.fromEntries(planStacks(config).map(({ id, stackName }) => [id, Template.fromStack(app.node.findChild(stackName) as Stack)]));
}
