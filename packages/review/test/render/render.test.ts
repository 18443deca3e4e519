import { SECTION_NAMES } from '@payment-observability/config';
import { renderComment, renderSummary, review, type CommentOptions, type ReviewInput, type StackInput, type Template } from '../../src/index';
import { byteLength } from '../../src/markdown/budget';
import { mentions, outsideCode, structureFaults } from '../markdown/structure';
import { reordered } from '../json-arbitraries';
import { alarm, input, logGroup, resource, stack, template } from '../template';

const HEADER = '<!-- payment-observability home -->';

const commentOf = (stacks: readonly StackInput[], options: Partial<CommentOptions> = {}, rest: Partial<ReviewInput> = {}): string => renderComment(review(input(stacks, rest)), { header: HEADER, ...options });

const alarms = (count: number, properties: object): Template => template(Object.fromEntries(Array.from({ length: count }, (_, index) => [`Alarm${index}`, alarm({ AlarmName: `a${index}`, ...properties }, `alarms.a${index}`)])));

describe('renderComment', () => {
  test('without changes: the header and one line', () => {
    const same = template({ A: alarm() });
    expect(commentOf([stack(same, same)], { footer: 'not shown', summaryUrl: 'https://x.y' })).toBe(`${HEADER}\n\n✅ No changes · \`card-acquiring\` · \`production\`\n`);
    expect(commentOf([stack(same, same, { baselineKind: 'base-file' })])).toBe(`${HEADER}\n\n✅ No changes · \`card-acquiring\` · \`production\` · compared with the base branch's file\n`);
  });

  test('a loosened alarm: verdict, finding, and the change in a fold', () => {
    const comment = commentOf([stack(template({ A: alarm() }), template({ A: alarm({ Threshold: 600 }) }))], { headSha: '0123456789abcdef', summaryUrl: 'https://github.com/o/r/actions/runs/1', footer: 'the footer' });
    expect(comment).toBe(`${HEADER}

## 🛑 Blocked: 1 alarm loosened

\`card-acquiring\` · \`production\` · commit \`0123456\`<br>
**1 update** · 1 blocking

#### Alerting lost or changed (1)

- 🛑 **Alarm acme-prod-api-latency is loosened: threshold 500 → 600**<br>it goes off later, or not at all, where it did before · \`alarms.apiLatencyHigh\`

#### Who hears what

Somebody hears of 1 signal, as before.

_Template \`payment-platform\`, version \`1.0.0\`. Replacements come from a template comparison, no change set: "may replace" is an estimate._

### \`acme-prod\` (eu-west-1)

1 update; compared with what is deployed.

<details><summary>alarms · 1 update</summary>

| Action | Resource | Config | Construct |
| --- | --- | --- | --- |
| 🟡 update | \`A\`<br>\`AWS::CloudWatch::Alarm\` | \`alarms.apiLatencyHigh\` | \`Stack/alarms.apiLatencyHigh/Resource\` |


\`A\`: update

| Property | Before | After |
| --- | --- | --- |
| \`Threshold\` | \`500\` | \`600\` |


</details>

Everything in full: [job summary](https://github.com/o/r/actions/runs/1)

the footer
`);
  });

  test('a first deployment has one row a resource and no property table', () => {
    const comment = commentOf([stack(undefined, alarms(150, {}))]);
    expect(comment).toContain('## ✅ Safe: 150 add, nothing is taken away\n');
    expect(comment).toContain('New stack: 150 add; there is nothing to compare with.');
    expect(comment.match(/🟢 add(?!ed)/g)).toHaveLength(150);
    expect(comment).not.toContain('| Property |');
  });

  test('sections stand in their order, unknown ones before other, what is taken away first', () => {
    const of = (section: string) => resource('AWS::XRay::Group', {}, { section, path: section });
    const sections = ['other', 'unheardOf', ...SECTION_NAMES.toReversed()];
    const after = template({ ...Object.fromEntries(sections.map((section) => [section, of(section)])), Z: of('alarms') });
    const comment = commentOf([stack(template({ Z2: of('alarms') }), after)]);
    expect([...comment.matchAll(/<summary>(\w+) ·/g)].map(([, section]) => section)).toEqual([...SECTION_NAMES, 'unheardOf', 'other']);
    // the removal is told above the fold too
    expect([...comment.matchAll(/\| [🔴🟢] (\w+) \| `(Z2?|alarms)`/gu)].map(([, action, id]) => `${action} ${id}`)).toEqual(['remove Z2', 'remove Z2', 'add Z', 'add alarms']);
  });

  test('unchanged stacks take one line, several stacks are told apart', () => {
    const same = stack(template({}), template({}), { stackId: 'us-east-1', stackName: 'acme-prod-global' });
    const comment = commentOf([stack(template({ A: alarm() }), template({}), { account: '111122223333' }), same]);
    expect(comment).toContain('No changes in `acme-prod-global`.');
    expect(comment).toContain('### `acme-prod` (eu-west-1, 111122223333)');
    expect(comment).toContain('· `home` · `alarms.apiLatencyHigh` · 🔴 remove `A`\n');
  });

  test('says what the comparison was with', () => {
    const [before, after] = [template({ A: alarm() }), template({ A: alarm({ Threshold: 400 }) })];
    expect(commentOf([stack(before, after, { baselineKind: 'base-file' })])).toContain("1 update; compared with the base branch's file; what is deployed was not looked at.");
    expect(commentOf([stack(before, undefined)])).toContain('The stack is removed: 1 remove; compared with what is deployed.');
  });

  test('shows permissions and outputs in folds of their own, broadened first', () => {
    const key = (...Statement: object[]) => resource('AWS::KMS::Key', { KeyPolicy: { Statement } });
    const statement = (Action: string) => ({ Effect: 'Allow', Principal: { Service: 'a.amazonaws.com' }, Action, Resource: '*', Condition: { Bool: { b: true } } });
    const before = template({ A: key(statement('kms:Old')), B: key() }, { Outputs: { Url: { Value: 1 } } });
    const comment = commentOf([stack(before, template({ A: key(), B: key(statement('kms:New')) }, { Outputs: { Url: { Value: 2 } } }))]);
    expect(comment).toContain('<summary>permissions · 2 statements, 1 broadened</summary>');
    expect(comment).toContain('| **broadened**: added | Allow | `Service a.amazonaws.com` | `kms:New` | `*` | `{"Bool":{"b":true}}` | `B` |\n| removed | Allow | `Service a.amazonaws.com` | `kms:Old` |');
    expect(comment).toContain('| update | `Outputs.Url.Value` | `1` | `2` |');
  });

  test('notes are shown as text, their code as it is', () => {
    const comment = commentOf([stack(template({}), template({}))], {}, { notes: [{ title: 'Key *k*', text: 'add this', code: '{ "a": "```" }' }] });
    expect(comment).toContain('#### To do or to know\n\n**Key \\*k\\*** add this\n\n````json\n{ "a": "```" }\n````\n');
  });

  test('long values are cut, with their length', () => {
    const comment = commentOf([stack(template({ A: alarm({ AlarmDescription: 'a' }) }), template({ A: alarm({ AlarmDescription: '🐢'.repeat(5_000) }) }))]);
    expect(comment).toContain(`| \`AlarmDescription\` | \`"a"\` | \`"${'🐢'.repeat(159)}… (5002 characters)\` |`);
  });

  test('many properties of one resource are cut and counted', () => {
    const description = (index: number) => Object.fromEntries(Array.from({ length: 40 }, (_, key) => [`P${key}`, index]));
    const comment = commentOf([stack(template({ A: alarm(description(1)) }), template({ A: alarm(description(2)) }))]);
    expect(comment).toContain('… and 25 more values (see the job summary)');
    expect(renderSummary(review(input([stack(template({ A: alarm(description(1)) }), template({ A: alarm(description(2)) }))])))).not.toContain('more values');
  });

  test('is the same for another key order', () => {
    const [before, after] = [template({ A: alarm(), L: logGroup() }), template({ L: logGroup({ RetentionInDays: 30, Tags: [{ Key: 'a', Value: { 'Fn::If': ['C', { Ref: 'A' }, { b: 1, a: 2 }] } }] }), B: alarm(), A: alarm({ Threshold: 1 }) })];
    expect(commentOf([stack(reordered(before) as Template, reordered(after) as Template)])).toBe(commentOf([stack(before, after)]));
  });
});

describe('the byte budget', () => {
  const long = (name: string) => ({ AlarmDescription: `${name} ${'Zahlungsverzögerung 🐢 '.repeat(20)}` });
  const many = [stack(alarms(400, long('old')), alarms(400, long('new')))];

  test('a review of more than 70,000 characters fits, whole, and counts what is left out', () => {
    expect(renderSummary(review(input(many))).length).toBeGreaterThan(70_000);
    const comment = commentOf(many, { summaryUrl: 'https://github.com/o/r' });
    expect(byteLength(comment)).toBeLessThanOrEqual(60_000);
    expect(byteLength(comment)).toBeGreaterThan(55_000);
    expect(structureFaults(comment)).toEqual([]);
    const shown = comment.match(/🟡 update/g)?.length ?? 0;
    expect(shown + Number(/… and (\d+) more changes in alarms \(see the job summary\)/.exec(comment)?.[1] ?? 0)).toBe(400);
    expect(comment).toContain('Everything in full: [job summary](https://github.com/o/r)');
  });

  test('findings come before everything else', () => {
    const [before, after] = [template({ ...(alarms(400, long('old'))['Resources'] as object), ZLast: logGroup() }), alarms(400, long('new'))];
    const comment = commentOf([stack(before, after)], { budgetBytes: 3_000 });
    expect(comment).toContain('Log group /aws/payment/prod/processing is removed');
    expect(comment).toContain('… and 386 more changes in alarms');
    expect(structureFaults(comment)).toEqual([]);
  });

  test('every section keeps its first row, and says how many more it has', () => {
    const of = (value: number) => template(Object.fromEntries(['logs', 'alarms', 'audit'].flatMap((section) => Array.from({ length: 200 }, (_, index) => [`${section}${index}`, resource('AWS::XRay::Group', { FilterExpression: value }, { section })]))));
    const comment = commentOf([stack(of(1), of(2))], { budgetBytes: 5_000 });
    expect([...comment.matchAll(/<summary>(\w+) · 200 update/g)].map(([, section]) => section)).toEqual(['logs', 'alarms', 'audit']);
    expect([...comment.matchAll(/… and (\d+) more (changes|property tables) in (\w+)/g)].map(([line]) => line)).toEqual([
      '… and 159 more changes in logs',
      '… and 200 more property tables in logs',
      '… and 199 more changes in alarms',
      '… and 200 more property tables in alarms',
      '… and 199 more changes in audit',
      '… and 200 more property tables in audit',
    ]);
  });

  test('findings that do not fit are counted, blocking ones shown first', () => {
    const comment = commentOf([stack(alarms(300, {}), template({}))], { budgetBytes: 8_000 });
    const shown = comment.match(/is removed\*\*/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(30);
    expect(Number(/… and (\d+) more findings/.exec(comment)?.[1])).toBe(300 - shown);
  });

  test.each([700, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000])('%d bytes are never passed, and nothing is cut open', (budgetBytes) => {
    const hostile = [stack(template({ ...(alarms(50, long('|`old</details>\n```'))['Resources'] as object), L: logGroup() }), template({ ...(alarms(60, long('@new'))['Resources'] as object) }, { Outputs: { O: { Value: '<b>' } } }))];
    const comment = commentOf(hostile, { budgetBytes }, { notes: [{ title: 'n', text: 't', code: 'x\n'.repeat(50) }] });
    expect(byteLength(comment)).toBeLessThanOrEqual(budgetBytes);
    expect(structureFaults(comment)).toEqual([]);
  });

  test('a budget too small for verdict and header is refused', () => {
    expect(() => commentOf(many, { budgetBytes: 100 })).toThrow(/^a budget of 100 bytes does not hold the parts that are always shown; give at least \d+$/);
  });

  test('the summary keeps to its budget too', () => {
    const summary = renderSummary(review(input(many)), { budgetBytes: 80_000 });
    expect(byteLength(summary)).toBeLessThanOrEqual(80_000);
    expect(summary).toContain('(left out: the job summary is full)');
    expect(structureFaults(summary)).toEqual([]);
  });
});

describe('the summary', () => {
  test('shows everything, unfolded', () => {
    const summary = renderSummary(review(input([stack(alarms(100, { Threshold: 1 }), alarms(100, { Threshold: 0 }))])));
    expect(summary.match(/\| `Threshold` \| `1` \| `0` \|/g)).toHaveLength(100);
    expect(summary).toContain('<details open><summary>alarms · 100 update</summary>');
    expect(summary).not.toContain('more');
  });
});

describe('hostile text', () => {
  const EVIL = ['@acme/team', '#1', '</details>', '<script>', '| a | b |', '`', '```', '[x](javascript:y)', '\u202Eevil', ']]>', '-->', '![i](http://x/y.png)', '\n\n# h', '```mermaid\ngraph TD', 'a'.repeat(100_000)];

  test.each(EVIL.map((evil) => [evil.slice(0, 30), evil]))('%j everywhere is shown as text', (_start, evil) => {
    const of = (properties: object) => template({ [`Id${evil}`]: { ...alarm({ AlarmName: `n${evil}`, [evil]: 1, ...properties }, `p.${evil}`), Metadata: { 'payment-observability': { section: evil, path: evil }, 'aws:cdk:path': evil } }, K: resource('AWS::KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: evil }, Action: evil, Resource: evil }] } }) }, { Outputs: { [evil]: { Value: evil } } });
    const before = template({ ...(of({})['Resources'] as object), K: resource('AWS::KMS::Key', { KeyPolicy: {} }), [evil]: logGroup({ LogGroupName: evil }) });
    const result = review(input([stack(before, of({ Threshold: 900, Dimensions: [{ Name: evil, Value: evil }] }), { stackName: evil, region: evil })], { name: evil, environment: evil, template: evil, notes: [{ title: evil, text: evil, code: evil }] }));
    for (const rendered of [renderComment(result, { header: HEADER }), renderSummary(result)]) {
      expect(structureFaults(rendered)).toEqual([]);
      expect(mentions(rendered)).toEqual([]);
      expect(rendered).not.toMatch(/\u202E/);
      expect(outsideCode(rendered).replace(/<summary>.*<\/summary>/g, '')).not.toMatch(/<script|(?<!\\)\]\(/);
    }
  });
});
