import { z } from 'zod';
import { isRecord } from './path';
import { CASCADED_KEYS, fileSchema, PLACEHOLDERS } from './schema';
import { stableId } from './sections/fields';
import { type TemplateDefaults } from './template-defaults';

/** A JSON Schema document or a part of one. */
export type JsonSchema = { [keyword: string]: unknown };

/** What the schema says to the loader only. */
const LOADER_KEYWORDS = ['refTo', 'onRemoval', 'ownBraces', 'staysWhenOff', 'sensitive'];
const SWITCH = {
  enabled: { type: 'boolean', description: '`false` removes it; a `reason` is then required' },
  reason: { type: 'string', description: 'Why it is switched off' },
};

/**
 * The JSON Schema (draft 2020-12) of observability.yml, for editors. It is laxer than the loader where only the merged value can be
 * judged: nothing inside a section is required, since the template completes it, and a text with a placeholder may be anything.
 */
export function jsonSchema(templates: Readonly<Record<string, TemplateDefaults>>): JsonSchema {
  const root = z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-2020-12', override: ({ zodSchema, jsonSchema: part }) => adapt(zodSchema, part) }) as JsonSchema;
  const properties = root['properties'] as Record<string, JsonSchema>;
  const sections = Object.fromEntries(CASCADED_KEYS.map((name) => [name, partial(properties[name])]));
  const references = Object.fromEntries(CASCADED_KEYS.map((name) => [name, { $ref: `#/$defs/${name}` }]));
  const environment = (properties['environments'] as { additionalProperties: JsonSchema & { properties: Record<string, JsonSchema> } }).additionalProperties;
  environment.properties['overrides'] = {
    ...environment.properties['overrides'],
    properties: references,
    additionalProperties: false,
  };
  environment['oneOf'] = [{ required: ['region'] }, { required: ['regions'] }];
  const names = Object.keys(templates).sort();
  return {
    ...root,
    title: 'observability.yml',
    properties: {
      ...properties,
      ...references,
      template: { ...properties['template'], oneOf: names.map((name) => ({ const: name, title: templates[name]?.title })) },
    },
    $defs: { ...(root['$defs'] as JsonSchema | undefined), ...sections },
  };
}

function adapt(schema: z.core.$ZodType, part: JsonSchema): void {
  for (const keyword of LOADER_KEYWORDS) delete part[keyword];
  if (part['minimum'] === Number.MIN_SAFE_INTEGER) delete part['minimum'];
  if (part['maximum'] === Number.MAX_SAFE_INTEGER) delete part['maximum'];
  if (schema instanceof z.ZodRecord && schema !== fileSchema.shape.environments) {
    const value = part['additionalProperties'] as JsonSchema;
    if (schema.keyType === stableId) part['properties'] = SWITCH;
    if (value['type'] !== 'object' && Object.keys(value).length > 0)
      part['additionalProperties'] = { anyOf: [value, { type: 'object', properties: SWITCH, required: ['enabled', 'reason'], additionalProperties: false }] };
  }
}

/** A part of a section: nothing required but what tells the options of a union apart, and a text with a placeholder may be anything. */
function partial(part: unknown, insideUnion = false): unknown {
  if (Array.isArray(part)) return part.map((item) => partial(item, insideUnion));
  if (!isRecord(part)) return part;
  const entries = Object.entries(part).filter(([keyword]) => keyword !== 'required' || insideUnion);
  const relaxed = entries.map(([keyword, value]) => [keyword, keyword === 'propertyNames' ? value : partial(value, insideUnion || keyword === 'anyOf')] as const);
  const { pattern, format, ...rest } = Object.fromEntries<unknown>(relaxed);
  if (typeof pattern !== 'string') return { ...rest, ...(pattern === undefined ? {} : { pattern }), ...(format === undefined ? {} : { format }) };
  return { ...rest, pattern: `(?:${pattern})|\\{(?:${PLACEHOLDERS.join('|')})\\}` };
}
