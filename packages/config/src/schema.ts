import { z } from 'zod';
import { SECTION_NAMES, SECTIONS } from './sections';
import { stableId } from './sections/fields';

const account = z
  .string({ error: 'an account id in quotes, for example "012345678901": without them YAML reads a number and drops leading zeros' })
  .regex(/^\d{12}$/, { error: 'an account id: 12 digits in quotes' });
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'a Region such as eu-west-1' });
export const tagValue = z.string().min(1).max(256).regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, { error: 'letters, digits, spaces and _ . : / = + - @' });
const tags = z.record(z.string().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu, { error: "a tag name that does not begin with 'aws:'" }), tagValue);

const optionalSections = {
  resources: SECTIONS.resources.optional(),
  encryption: SECTIONS.encryption.optional(),
  logs: SECTIONS.logs.optional(),
  metrics: SECTIONS.metrics.optional(),
  alarms: SECTIONS.alarms,
  dashboards: SECTIONS.dashboards,
  tracing: SECTIONS.tracing.optional(),
  audit: SECTIONS.audit.optional(),
  notifications: SECTIONS.notifications.optional(),
  canaries: SECTIONS.canaries.optional(),
  contributors: SECTIONS.contributors,
  budgets: SECTIONS.budgets,
  cost: SECTIONS.cost,
  transactions: SECTIONS.transactions.optional(),
  incidents: SECTIONS.incidents,
  maintenance: SECTIONS.maintenance.optional(),
  outputs: SECTIONS.outputs.optional(),
  policy: SECTIONS.policy,
};

/** Where one environment lives. Its `overrides` are merged over the rest of the file before this schema is applied. */
export const environmentSchema = z.strictObject({
  account,
  region: region.optional().meta({ description: 'The Region it lives in; `regions` when there are several' }),
  regions: z
    .array(region)
    .min(1)
    .refine((all) => new Set(all).size === all.length, { error: 'a Region stands twice in the list' })
    .optional()
    .meta({ description: 'Several Regions, the primary first: each gets its stack, and the primary one stack with dashboards of all' }),
  protected: z.boolean().default(false).meta({ description: 'Holds production data: removal and replacement of data block' }),
  overrides: z.record(z.string(), z.unknown()).default({}).meta({ description: 'Sections and tags that differ in this environment' }),
}).superRefine(({ region: one, regions: several }, context) => {
  if (one === undefined && several === undefined) context.addIssue({ code: 'custom', message: 'region is required, or regions when there are several' });
  if (one !== undefined && several !== undefined) context.addIssue({ code: 'custom', message: 'region and regions exclude each other', path: ['region'] });
});

const head = {
  version: z.literal(1, { error: '1, the version of this file format' }),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, { error: 'lower-case letters, digits and hyphens, a letter first, 40 at most' }).meta({ description: 'Name of the system; begins every stack name' }),
  template: z.string().meta({ description: 'The reference system whose defaults this file changes' }),
  owner: tagValue.meta({ description: 'Team that answers for it; becomes the tag Owner' }),
  tags: tags.default({}),
};

const environments = z
  .record(stableId, environmentSchema, { error: 'a map of environments, for example production: { account: "012345678901", region: eu-west-1 }' })
  .refine((all) => Object.keys(all).length > 0, { error: 'at least one environment is required' });

/** The file as a user may write it, for the JSON Schema: every section may be partial, since the template completes it. */
export const fileSchema = z.strictObject({
  ...head,
  environments,
  ...optionalSections,
});

/** Words that stand in braces for what differs between environments. */
export const PLACEHOLDERS = ['env', 'region', 'account', 'name'] as const;

/** Top-level keys that template, file and overrides each say a part of. */
export const CASCADED_KEYS: readonly string[] = [...SECTION_NAMES, 'tags'];

/** What a file says before any section. */
export const fileHeadSchema = z.object({ ...head, environments }).omit({ tags: true });

/** One environment of the file after the cascade: what the constructs build from. */
export const configSchema = z.strictObject({
  ...head,
  environment: z.strictObject({ name: stableId, account, region, regions: z.array(region).min(1), protected: z.boolean() }),
  ...optionalSections,
});

/** Something the template brings and the user switched off, with the reason given. */
export interface Removal {
  readonly path: string;
  readonly reason: string;
}

export type ConfigValue = z.output<typeof configSchema>;

/**
 * Everything about one environment of a payment system's observability, complete and checked. `environment.region` is the Region its
 * names are filled in for, the first of `environment.regions`.
 */
export type Config = ConfigValue & {
  readonly removals: readonly Removal[];
  /** The same for each of the other Regions. */
  readonly elsewhere: readonly Config[];
};
