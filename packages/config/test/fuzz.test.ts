import fc from 'fast-check';
import { load, HEAD } from './mini-template';

const VALID = `${HEAD}resources:
  apis: { public: { apiName: "pay-{env}", stage: live } }
logs:
  retentionDays: 400
  groups:
    lambda: { existing: "/aws/lambda/x" }
alarms:
  latencyHigh: { latencyP99Ms: 350, severity: critical }
  memoryHigh: { enabled: false, reason: "functions only" }
  own: { alarmName: own, severity: info, when: { any: [errors, { not: broken }] } }
notifications:
  critical: { emails: { oncall: oncall@example.com } }
`;

const snippet = fc.constantFrom(
  '', ' ', '\n', '\n  ', '\t', ':', ': ', '- ', '? ', '{', '}', '[', ']', ',', '"', "'", '#', '&a ', '*a', '!!binary ', '!x ', '|\n', '>\n', '%', '@', '`', '---\n', '...\n',
  '<<: ', '~', 'null', '.inf', '.nan', '0o17', '0x1F', '1e999', '2026-01-01', 'true', '012345678901', '{env}', '{nope}', '__proto__: ', 'constructor: ', '\u0000', '\u2028', '\uD800', '😀',
  'enabled: false', 'existing: x', 'when: ', 'overrides: ', 'environments: ', 'alarms: ', 'template: ',
);
const edits = fc.array(fc.tuple(fc.nat(VALID.length), fc.nat(12), snippet), { minLength: 1, maxLength: 6 });

const mutate = (changes: readonly (readonly [number, number, string])[]) =>
  changes.reduce((text, [at, removed, added]) => text.slice(0, at) + added + text.slice(at + removed), VALID);

test('the text that is mutated is valid', () => {
  expect(load(VALID)).toMatchObject({ ok: true });
});

test('any mutation loads, or gives problems with a place; it never throws', () => {
  fc.assert(
    fc.property(edits, (changes) => {
      const text = mutate(changes);
      const loaded = load(text);
      const lines = text.split(/\r\n|\r|\n/).length;
      const problems = loaded.ok ? [] : loaded.problems;
      expect(loaded.ok ? loaded.configs.length : problems.length).toBeGreaterThan(0);
      for (const { line, column, message } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(message).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
});

test('any text at all gives problems with a place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const loaded = load(text);
      expect(loaded.ok ? [] : loaded.problems.map(({ line, column }) => line >= 1 && column >= 1)).toContain(true);
    }),
    { numRuns: 300 },
  );
});
