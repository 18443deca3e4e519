import { SECTION_NAMES } from '@payment-observability/config';
import { INVARIANTS, type StackJson } from '@payment-observability/template-testing';
import type { GeneratorValue } from 'fast-check';
import { isObject, type Json } from './file';
import { permuted, randomFile, repaired } from './random-config';
import { repeatedly } from './seed';
import { synthesizeText } from './synthesis';

/** Synthesizes random valid configs over each of these templates, checks every invariant, and that the order of keys does not matter. */
export function checkValidConfigs(templates: readonly string[], runs: number): void {
  const written = new Map<string, number>();
  for (const template of templates)
    repeatedly(runs, (g) => {
      const file = checkedFile(g, template);
      for (const section of SECTION_NAMES) if (isObject(file[section])) written.set(section, (written.get(section) ?? 0) + 1);
    });
  // or it would show little
  const rare = SECTION_NAMES.filter((section) => (written.get(section) ?? 0) < (runs * templates.length) / 20);
  expect(rare).toEqual([]);
}

function checkedFile(g: GeneratorValue, template: string): Json {
  let stacks: ReturnType<typeof synthesizeText> = [];
  const text = repaired(randomFile(g, template), g, (candidate) => {
    stacks = synthesizeText(candidate);
  });
  const file = JSON.parse(text) as Json;
  for (const { id, template: body } of stacks) expect({ id, broken: brokenInvariants(body), text }).toEqual({ id, broken: [], text });
  expect(synthesizeText(JSON.stringify(permuted(file, g)))).toEqual(stacks);
  return file;
}

/** A metric stream without the section logs, which no template has, keeps Firehose's own errors unencrypted. */
const ONLY_OF_TEMPLATES = /^every log group has a customer key, a retention and a name: MetricsDeliveryErrors/;

function brokenInvariants(template: string): readonly string[] {
  const stack = JSON.parse(template) as StackJson;
  return INVARIANTS.flatMap(({ name, violations }) => violations(stack).map((violation) => `${name}: ${violation}`)).filter((broken) => !ONLY_OF_TEMPLATES.test(broken));
}
