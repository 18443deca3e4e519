import { SECTION_NAMES } from '@payment-observability/config';
import { INVARIANTS, type StackJson } from '@payment-observability/template-testing';
import { isObject, type Json } from './file';
import { permuted, randomFile, repaired } from './random-config';
import { repeatedly, SEED } from './seed';
import { synthesizeText } from './synthesis';

const TIMEOUT_MS = 240_000;

/** Random valid configs over each of these templates synthesize, hold the invariants, and do not depend on the order of keys. */
export function describeValidConfigs(templates: readonly string[], runs: number): void {
  const written = new Map<string, number>();

  test.each(templates)(
    `random configs of %s synthesize, hold every invariant, and give the same bytes in any order of keys (seed ${SEED}, ${runs} configs, each twice)`,
    (template) => {
      repeatedly(runs, (g) => {
          let stacks: ReturnType<typeof synthesizeText> = [];
          const text = repaired(randomFile(g, template), g, (candidate) => {
            stacks = synthesizeText(candidate);
          });
          const file = JSON.parse(text) as Json;
          for (const section of SECTION_NAMES) if (isObject(file[section])) written.set(section, (written.get(section) ?? 0) + 1);
          for (const { id, template: body } of stacks) expect({ id, broken: brokenInvariants(body), text }).toEqual({ id, broken: [], text });
          expect(synthesizeText(JSON.stringify(permuted(file, g)))).toEqual(stacks);
      });
    },
    TIMEOUT_MS,
  );

  test('every section was part of many configs', () => {
    for (const section of SECTION_NAMES) expect([section, (written.get(section) ?? 0) > (runs * templates.length) / 20]).toEqual([section, true]);
  });
}

function brokenInvariants(template: string): readonly string[] {
  const stack = JSON.parse(template) as StackJson;
  return INVARIANTS.flatMap(({ name, violations }) => violations(stack).map((violation) => `${name}: ${violation}`));
}
