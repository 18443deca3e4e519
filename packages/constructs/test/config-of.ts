import { type Config, loadConfig } from '@payment-observability/config';

export interface Where {
  readonly account?: string;
  readonly region?: string;
  readonly regions?: readonly string[];
  readonly protected?: boolean;
}

/** The config of one environment `dev`, with the given sections on top of an empty template. */
export function configOf(sections: Readonly<Record<string, unknown>>, where: Where = {}): Config {
  const environments = { dev: { account: '111111111111', ...(where.regions ? {} : { region: 'eu-west-1' }), ...where } };
  const file = { version: 1, name: 'acme', template: 'empty', owner: 'payments', environments, ...sections };
  const loaded = loadConfig({ text: JSON.stringify(file), file: 'observability.yml', templates: { empty: { name: 'empty', title: 'Nothing', defaults: {} } } });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const [config] = loaded.configs;
  if (!config) throw new Error('no environment');
  return config;
}
