import Ajv from 'ajv';
import { parse } from 'yaml';
import { jsonSchema, type JsonSchema } from '../src';
import { editHead, HEAD, mini, problemsOf } from './mini-template';

const schema = jsonSchema({ mini });

/** The validator at hand knows draft 7 and no flag u; the keywords used here mean the same in both drafts. */
function forDraft7(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(forDraft7);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([keyword, value]) => keyword !== '$schema' && !(keyword === 'pattern' && String(value).includes('\\p{')))
      .map(([keyword, value]) => [keyword, forDraft7(value)]),
  );
}
const validate = new Ajv({ format: false }).compile(forDraft7(schema) as object);
const accepts = (text: string) => validate(parse(text));

test.each([
  ['the head alone', HEAD],
  ['a part of an alarm of the template', `${HEAD}alarms: { latencyHigh: { latencyP99Ms: 350 } }`],
  ['a removal', `${HEAD}alarms: { memoryHigh: { enabled: false, reason: "none" } }`],
  ['a removal of a section', `${HEAD}dashboards: { enabled: false, reason: "none" }`],
  ['a removal of a collection', `${HEAD}logs: { queries: { enabled: false, reason: "none" } }`],
  ['a removal of a tag', `${HEAD}tags: { CostCenter: { enabled: false, reason: "none" } }`],
  ['several Regions', editHead('staging: { account: "111111111111", regions: [eu-west-1, us-east-1] }')],
  ['at least so many', `${HEAD}alarms: { slow: { when: { atLeast: 2, of: [errors, latencyHigh] } } }`],
  ['shards and a dashboard of resources', `${HEAD}resources: { shards: 4, dashboard: { dashboardName: "pay-{env}-resources" } }`],
  ['a condition', `${HEAD}alarms: { slow: { when: { all: [errors, { any: [broken, { not: latencyHigh }] }] } } }`],
  ['placeholders in names', `${HEAD}logs: { groups: { lambda: { existing: "/aws/lambda/{env}" } } }\nnotifications: { info: { existing: "arn:aws:sns:{region}:{account}:x" } }`],
  ['overrides', editHead('staging: { account: "111111111111", region: eu-west-1, overrides: { logs: { retentionDays: 30 }, tags: { A: b } } }')],
])('what loads is valid: %s', (_, text) => {
  expect(problemsOf(text)).toEqual([]);
  expect(accepts(text)).toBe(true);
});

test.each([
  ['no template', HEAD.replace('template: mini\n', '')],
  ['another template', HEAD.replace('template: mini', 'template: maxi')],
  ['an unknown key', `${HEAD}logs: { retention: 30 }`],
  ['an unknown section', `${HEAD}alarm: {}`],
  ['an unknown key of an override', editHead('staging: { account: "111111111111", region: eu-west-1, overrides: { alarm: {} } }')],
  ['a wrong severity', `${HEAD}alarms: { errors: { severity: loud } }`],
  ['text for a number', `${HEAD}alarms: { latencyHigh: { latencyP99Ms: fast } }`],
  ['an account without quotes', editHead('staging: { account: 111111111111, region: eu-west-1 }')],
  ['an environment without Region', editHead('staging: { account: "111111111111" }')],
  ['an environment with region and regions', editHead('staging: { account: "111111111111", region: eu-west-1, regions: [us-east-1] }')],
  ['a number of shards that is no power of two', `${HEAD}resources: { shards: 3 }`],
  ['a condition with two operators', `${HEAD}alarms: { slow: { when: { all: [errors], any: [errors] } } }`],
  ['a removal of a member without a reason', `${HEAD}tags: { CostCenter: { enabled: false } }`],
])('what does not load is not valid: %s', (_, text) => {
  expect(problemsOf(text)).not.toEqual([]);
  expect(accepts(text)).toBe(false);
});

test('templates are offered with their titles', () => {
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'observability.yml',
    additionalProperties: false,
    required: ['version', 'name', 'template', 'owner', 'environments'],
    properties: { template: { oneOf: [{ const: 'mini', title: 'A small template' }] }, alarms: { $ref: '#/$defs/alarms' } },
  });
});

test('descriptions and defaults are kept, what only the loader reads is not', () => {
  const encryptionKey = { description: 'An id below `encryption.keys`' };
  const retentionDays = { default: 90, description: 'Days, as CloudWatch Logs allows them; PCI scope wants 400' };
  expect(schema['$defs']).toMatchObject({ logs: { properties: { encryptionKey, retentionDays } } });
  expect(JSON.stringify(schema)).not.toMatch(/refTo|onRemoval|ownBraces|staysWhenOff|sensitive/);
});

test('every reference leads somewhere', () => {
  const definitions = schema['$defs'] as JsonSchema;
  const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((name) => !Object.hasOwn(definitions, name ?? ''))).toEqual([]);
});

test('the same input gives the same bytes', () => {
  const other = { ...mini, name: 'other', title: 'Other' };
  expect(JSON.stringify(jsonSchema({ other, mini }))).toBe(JSON.stringify(jsonSchema({ mini, other })));
});
