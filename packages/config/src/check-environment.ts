import { alarmFindings, createdAndExisting, danglingReferences, seriesFindings } from './cross-checks';
import { type Finding } from './finding';
import { check } from './issues';
import { EXCLUSIVE_KEYS, merge } from './merge';
import { isRecord } from './path';
import { fillPlaceholders, unknownPlaceholders } from './placeholders';
import { resourceFindings } from './resource-checks';
import { type Config, configSchema, PLACEHOLDERS } from './schema';
import { secondPathFindings } from './second-path';
import { switchOff } from './switch-off';
import { baseTags } from './tags';
import { type TemplateDefaults } from './template-defaults';

type Entries = Readonly<Record<string, unknown>>;

export interface EnvironmentInput {
  /** version, name, template and owner as written. */
  readonly head: Entries;
  readonly template: TemplateDefaults;
  /** Sections and tags of the file. */
  readonly sections: Entries;
  /** Sections and tags of the environment. */
  readonly overrides: Entries;
  /** `region` is the one to fill in, of `regions`. */
  readonly environment: {
    readonly name: string;
    readonly account: string;
    readonly region: string;
    readonly regions: readonly string[];
    readonly protected: boolean;
  };
}

/** One environment in one Region through the whole cascade: template, file, overrides, removals, names filled in, checked once. */
export function checkEnvironment({ head, template, sections, overrides, environment }: EnvironmentInput): { config?: Config; findings: readonly Finding[] } {
  const layers = [merge({ tags: baseTags(head, environment.name) }, template.defaults), sections, overrides];
  const merged = layers.reduce(merge);
  if (!isRecord(merged)) throw new Error('the layers of a config are objects');
  const { value, removals, findings: removalFindings } = switchOff(configSchema, merged, layers);

  const { name, ...where } = environment;
  const placeholders: Record<(typeof PLACEHOLDERS)[number], string> = { env: name, region: where.region, account: where.account, name: String(head['name']) };
  const filled = fillPlaceholders(value, placeholders);
  const { data, findings } = check(configSchema, { ...(filled as Entries), ...head, environment });
  return {
    ...(data ? { config: { ...data, removals, elsewhere: [] } } : {}),
    findings: [
      ...removalFindings,
      ...[sections, overrides].flatMap((layer) => createdAndExisting(layer, EXCLUSIVE_KEYS)),
      ...unknownPlaceholders(configSchema, value, PLACEHOLDERS),
      ...findings.filter(({ path }) => path[0] !== 'environment'),
      ...danglingReferences(configSchema, filled, removals),
      ...alarmFindings(filled),
      ...seriesFindings(filled),
      ...resourceFindings(configSchema, filled),
      ...secondPathFindings(filled),
    ],
  };
}
