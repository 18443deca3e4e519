import { z } from 'zod';
import { REVIEW_SCHEMA_VERSION, type ReviewJson } from './review-json';

const count = z.int().min(0);
const usd = z.number().meta({ description: 'USD a month' });
const path = z.string().meta({ description: 'Path in observability.yml, such as `alarms.apiLatencyHigh`' }).exactOptional();
const text = (description: string) => z.string().meta({ description });
const anyValue = (description: string) => z.unknown().meta({ description });

/** What a review holds, for the JSON Schema; that it agrees with the type is checked by the compiler, and by tests on real reviews. */
function reviewSchema() {
  const action = z.enum(['add', 'update', 'replace', 'may replace', 'remove', 'orphan']).meta({ description: 'What CloudFormation does; `orphan` is a removal that keeps the resource in the account' });
  const counts = z.object({ add: count, update: count, replace: count, 'may replace': count, remove: count, orphan: count }).meta({ description: 'How many resources each action touches' });
  const property = z.object({
    path: z.array(z.string()).meta({ description: 'From the resource down' }),
    before: anyValue('Absent where the side has no value').exactOptional(),
    after: anyValue('Absent where the side has no value').exactOptional(),
  });
  const resource = z.object({ logicalId: z.string(), type: z.string(), action, section: text('Section of the file, `other` where the resource does not say'), path, constructPath: z.string().exactOptional(), properties: z.array(property) });
  const templateChange = z.object({ section: text('Top-level key of the template, such as `Outputs`'), name: z.string(), action: z.enum(['add', 'update', 'remove']), before: z.unknown().exactOptional(), after: z.unknown().exactOptional() });
  const permission = z.object({
    logicalId: z.string(),
    type: z.string(),
    change: z.enum(['added', 'removed']),
    meaning: z.enum(['broadened', 'new', 'narrowed']).meta({ description: '`new` comes with a wholly new principal or resource' }),
    isPublic: z.boolean().meta({ description: 'Anyone may use it, and no condition limits that' }),
    otherAccounts: z.array(z.string()).meta({ description: 'Accounts other than that of the stack which the statement lets in' }),
    effect: z.string(),
    principals: z.array(z.string()),
    actions: z.array(z.string()),
    resources: z.array(z.string()),
    conditions: z.unknown().exactOptional(),
  });
  const finding = z.object({
    id: text('Id of the rule, such as `alarm-loosened`'),
    severity: z.enum(['blocking', 'attention', 'info']),
    group: z.enum(['data', 'alerting', 'protection', 'permissions', 'policy', 'information']),
    title: text('What happens, in plain text'),
    why: text('What that means, in plain text'),
    stackId: z.string(),
    logicalId: z.string().exactOptional(),
    section: z.string().exactOptional(),
    path,
  });
  const stack = z.object({
    stackId: text('Stable identity, such as `home` or `us-east-1`'),
    stackName: z.string(),
    region: z.string(),
    account: z.string().exactOptional(),
    baselineKind: z.enum(['deployed', 'base-file', 'none']).meta({ description: 'What the stack was compared with' }),
    operation: z.enum(['create', 'update', 'delete', 'none']),
    method: z.enum(['template-comparison', 'change-set']).meta({ description: 'How replacements were found' }),
    counts,
    resources: z.array(resource),
    templateChanges: z.array(templateChange),
    permissions: z.array(permission),
  });
  return z.object({
    schemaVersion: z.literal(REVIEW_SCHEMA_VERSION).meta({ description: 'Raised when a reader of the old shape could not read the new one' }),
    name: text('Name of the service'),
    environment: z.string(),
    template: z.string(),
    actionVersion: z.string(),
    verdict: z.enum(['no-changes', 'safe', 'attention', 'blocked']),
    method: z.enum(['template-comparison', 'change-set', 'mixed']).meta({ description: 'How replacements were found' }),
    counts,
    findings: z.array(finding).meta({ description: 'What a reviewer must not miss, the gravest first' }),
    notes: z.array(z.object({ title: z.string(), text: z.string(), code: z.string().exactOptional() })).meta({ description: 'What a person has to know or do besides' }),
    stacks: z.array(stack),
    coverage: coverageSchema().exactOptional(),
    cost: costSchema().exactOptional(),
    limits: z.array(z.object({ what: z.string(), used: z.number(), limit: z.number(), of: z.string(), path })).exactOptional(),
  }) satisfies z.ZodType<ReviewJson>;
}

function coverageSchema() {
  const route = z.object({
    alarm: z.string(),
    alarmLogicalId: z.string(),
    via: z.array(z.string()).meta({ description: 'Composite alarms on the way' }),
    topic: z.string().exactOptional(),
    receiver: text('Who hears it'),
    state: z.enum(['works', 'broken', 'not verified']),
    reason: z.string().exactOptional(),
  });
  const signal = z.object({ stackId: z.string(), signal: z.string(), section: z.string(), path, change: z.enum(['added', 'lost', 'weakened', 'changed']), before: z.array(route), after: z.array(route) });
  return z.object({
    heard: z.object({ before: count, after: count }).meta({ description: 'Signals with at least one route that is not broken' }),
    changed: z.array(signal),
    unwatched: z.array(z.object({ path: z.string(), what: z.string() })).meta({ description: 'What the file lists and no alarm watches' }),
  });
}

function costSchema() {
  return z.object({
    beforeUsd: usd,
    afterUsd: usd,
    lines: z.array(z.object({ section: z.string(), what: z.string(), beforeUsd: usd, afterUsd: usd })),
    assumptions: z.array(z.object({ path: text('Path that sets it, such as `cost.logGiB`'), value: z.number(), unit: z.string(), isDefault: z.boolean() })),
    notPriced: z.array(z.string()),
    warnings: z.array(z.string()),
    pricesAt: text('Date of the price list, ISO 8601'),
  });
}

/** The JSON Schema (draft 2020-12) of `review.json`. Open: later versions may add keys; `isStrict` refuses keys it does not describe. */
export function reviewJsonSchema({ isStrict = false }: { readonly isStrict?: boolean } = {}): { readonly [keyword: string]: unknown } {
  const schema = z.toJSONSchema(reviewSchema(), { target: 'draft-2020-12', io: isStrict ? 'output' : 'input' });
  return { ...schema, title: 'review.json', description: 'What deploying an observability.yml would change, and what that means.' };
}
