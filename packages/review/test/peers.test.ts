import { renderComment, renderSummary, review, stackDigests, type CommentOptions, type ReviewInput, type StackInput, type Template } from '../src/index';
import { reviewJsonText } from '../src/machine/machine';
import { byteLength } from '../src/markdown/budget';
import { COST, fullReview } from './full-review';
import { structureFaults } from './markdown/structure';
import { alarm, input, logGroup, resource, stack, template } from './template';

const HEADER = '<!-- h -->';
const RUN = 'https://github.com/o/r/actions/runs/1';
const commentOf = (stacks: readonly StackInput[], options: Partial<CommentOptions> = {}, rest: Partial<ReviewInput> = {}): string => renderComment(review(input(stacks, rest)), { header: HEADER, summaryUrl: RUN, ...options });
const unfolded = (comment: string): string => comment.replace(/<details><summary>[\s\S]*?<\/details>/g, '');

const many = (count: number, threshold: number, description = ''): Template => template(Object.fromEntries(Array.from({ length: count }, (_, index) => [`Alarm${index}`, alarm({ AlarmName: `a${index}`, Threshold: threshold, AlarmDescription: description }, `alarms.a${index}`)])));
const statements = (count: number) => Array.from({ length: count }, (_, index) => ({ Effect: 'Allow', Action: `s3:Action${index}`, Resource: `arn:aws:s3:::bucket-${index}/${'x'.repeat(100)}` }));
const role = (count: number) => resource('AWS::IAM::Role', { RoleName: 'r', Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements(count) } }] });

describe('what users of other actions complain about: comments', () => {
  test('cdk-diff-action#34 #67 #92 #120 #136 a long review does not fail: it is cut by importance, and the rest is counted and linked', () => {
    const comment = commentOf([stack({ ...many(2_000, 500, 'x'.repeat(100)) }, many(2_000, 600, 'y'.repeat(100)))]);
    expect([...comment].length).toBeLessThanOrEqual(65_536);
    expect(byteLength(comment)).toBeLessThanOrEqual(60_000);
    expect(structureFaults(comment)).toEqual([]);
    const told = comment.match(/^- 🛑 \*\*/gm)?.length ?? 0;
    expect(comment).toContain(`… and ${2_000 - told} more findings (see the [job summary](${RUN}))`);
  });

  test('cdk-diff-action#34 a long list of IAM statements does not push the findings out', () => {
    const before = template({ Role: role(0), A: alarm() });
    const comment = commentOf([stack(before, template({ Role: role(900) }))], { budgetBytes: 8_000 });
    expect(comment).toMatch(/^<!-- h -->\n\n## 🛑 Blocked: 1 alarm lost\n/);
    expect(comment).toContain('🛑 **Alarm acme-prod-api-latency is removed**');
    const told = unfolded(comment).match(/^\| {2}\| `s3:Action/gm)?.length ?? 0;
    expect(told).toBeGreaterThan(0);
    expect(comment).toContain(`… and ${900 - told} more statements`);
  });

  test('cdk-diff-action#85 stacks without changes take one line each', () => {
    const comment = commentOf([stack(template({}), template({ A: alarm() })), stack(template({ B: alarm() }), template({ B: alarm() }), { stackId: 'eu', stackName: 'same' })]);
    expect(comment.match(/`same`/g)).toHaveLength(1);
    expect(comment).toContain('No changes in `same`.\n');
  });

  test('cdk-diff-action#85 what blocks in one stack is not hidden among forty that do not change', () => {
    const same = Array.from({ length: 40 }, (_, index) => stack(template({ B: alarm() }), template({ B: alarm() }), { stackId: `s${index}`, stackName: `same-${index}` }));
    expect(unfolded(commentOf([...same, stack(template({ A: alarm() }), template({}))], { budgetBytes: 3_000 }))).toContain('🛑 **Alarm acme-prod-api-latency is removed**');
  });

  test('cdk-diff-action#2 names the commit', () => {
    expect(commentOf([stack(template({}), template({ A: alarm() }))], { headSha: '89abcdef01234567' })).toContain('· commit `89abcde`<br>');
  });

  test('cdk-diff-action#4 summarizes what changes in the second line', () => {
    expect(commentOf([stack(template({ A: alarm(), B: logGroup() }), template({ C: alarm(), B: logGroup({ RetentionInDays: 30 }) }))])).toContain('**1 add, 1 update, 1 remove** · 2 blocking\n');
  });

  test('cdk-notifier#46 the whole review is in the job summary, which has a limit of its own', () => {
    const summary = renderSummary(review(input([stack(many(1_000, 500), many(1_000, 600))])));
    expect(summary.match(/\| `Threshold` \| `500` \| `600` \|/g)).toHaveLength(1_000);
    expect(byteLength(renderSummary(review(input([stack(many(6_000, 500), many(6_000, 600))]))))).toBeLessThanOrEqual(1_048_576);
  });

  test('cdk-notifier#125 #188 a change of an asset hash alone is no finding, and stands in a fold', () => {
    const code = (hash: string) => template({ F: resource('AWS::Lambda::Function', { Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` } }, { section: 'notifications' }) });
    const comment = commentOf([stack(code('a'.repeat(64)), code('b'.repeat(64)))]);
    expect(comment).toContain('## ✅ Safe: 1 update, nothing is taken away');
    expect(unfolded(comment)).not.toContain('.zip');
    expect(comment).toContain('bbbb.zip');
  });

  test('cdk-notifier#76 details are folded', () => {
    const comment = commentOf([stack(many(3, 500), many(3, 400))]);
    expect(comment).toContain('| `Threshold` | `500` | `400` |');
    expect(unfolded(comment)).not.toContain('Threshold');
  });

  test('cdk-notifier#6 several stacks are told apart', () => {
    const stacks = ['eu', 'us'].map((stackId) => stack(template({ A: alarm() }), template({}), { stackId, stackName: `acme-${stackId}`, region: stackId }));
    const comment = commentOf(stacks);
    expect([...comment.matchAll(/^### `(.+)` \((.+)\)$/gm)].map(([, name, region]) => `${name} ${region}`)).toEqual(['acme-eu eu', 'acme-us us']);
    expect(comment).toContain('· `eu` · `alarms.apiLatencyHigh`');
    expect(comment).toContain('· `us` · `alarms.apiLatencyHigh`');
  });

  test('cdk-notifier PR#231 cutting can be switched off', () => {
    expect(commentOf([stack(many(900, 500), many(900, 400))], { budgetBytes: Infinity })).not.toContain('more changes');
  });

  test('pulumi/actions PR#1252 what is cut is never the verdict', () => {
    expect(commentOf([stack(many(3_000, 500), many(3_000, 600))], { budgetBytes: 2_000 })).toMatch(/^<!-- h -->\n\n## 🛑 Blocked: 3000 alarms loosened\n/);
  });

  test('pulumi/actions PR#1231 #1312 no colour code of a terminal is left', () => {
    const red = '\u001B[31mred\u001B[0m';
    const comment = commentOf([stack(template({ A: alarm({ AlarmDescription: 'plain' }) }), template({ A: alarm({ AlarmDescription: red }) }))], {}, { notes: [{ title: red, text: red, code: red }] });
    expect(comment).not.toContain('\u001B');
    expect(comment).toContain('[U+001B][31mred');
  });

  test('infracost#3051 a cost that stays takes one line', () => {
    const unchanged = { ...COST, afterUsd: COST.beforeUsd, warnings: [] };
    expect(unfolded(renderComment(fullReview({ cost: unchanged }), { header: HEADER }))).toContain('#### Cost\n\n1,212.40 USD a month, unchanged. An estimate with prices of 2026-08-01.\n');
  });
});

describe('what users of other actions complain about: reviewed = deployed', () => {
  test('dflook #196 #177 PR#202 what is compared is structure: texts for readers, order of keys and Metadata change nothing', () => {
    const [before, after] = [template({ A: alarm() }), template({ A: alarm({ Threshold: 1 }) })];
    const reordered: Template = { Resources: { A: { Metadata: { 'aws:cdk:path': 'other' }, Properties: Object.fromEntries(Object.entries(alarm({ Threshold: 1 })['Properties'] as object).reverse()), Type: 'AWS::CloudWatch::Alarm' } } };
    expect(stackDigests(stack(before, reordered), '1')).toEqual(stackDigests(stack(before, after), '1'));
  });

  test('dflook PR#405 the digest covers what a cut comment leaves out', () => {
    const [before, one, other] = [many(2_000, 500), many(2_000, 600), template({ ...(many(2_000, 600)['Resources'] as object), Alarm1999: alarm({ AlarmName: 'a1999', Threshold: 601, AlarmDescription: '' }, 'alarms.a1999') })];
    const [first, second] = [one, other].map((after) => commentOf([stack(before, after)], { budgetBytes: 5_000 }));
    expect(first).toBe(second);
    expect(stackDigests(stack(before, one), '1').changeDigest).not.toBe(stackDigests(stack(before, other), '1').changeDigest);
  });
});

describe('what users of other actions complain about: diff and approval', () => {
  test('aws-cdk#679 the diff is there for programs', () => {
    const json = JSON.parse(reviewJsonText(review(input([stack(template({ A: alarm() }), template({ A: alarm({ Threshold: 600 }) }))])))) as { stacks: { resources: object[] }[] };
    expect(json.stacks[0]?.resources).toEqual([{ logicalId: 'A', type: 'AWS::CloudWatch::Alarm', action: 'update', section: 'alarms', path: 'alarms.apiLatencyHigh', constructPath: 'Stack/alarms.apiLatencyHigh/Resource', properties: [{ path: ['Properties', 'Threshold'], before: 500, after: 600 }] }]);
  });

  test('aws-cdk#12273 what waits for an approval says so, and who gave it', () => {
    const shown = fullReview();
    expect(renderComment(shown, { header: HEADER, gate: { state: 'blocked', blocking: 4 } })).toContain('> **This check fails: 4 blocking findings, and nobody has approved.**');
    expect(renderComment(shown, { header: HEADER, gate: { state: 'approved', blocking: 4, approvedBy: 'lead', approvedAt: '2026-11-27T10:00:00Z' } })).toContain('approved by `lead` on 2026-11-27T10:00:00Z.');
  });

  test('aws-cdk#28336 and #32472 a replacement that only a template comparison tells is labelled an estimate', () => {
    expect(commentOf([stack(template({ A: logGroup() }), template({ A: logGroup({ LogGroupName: '/x' }) }))])).toContain('Replacements come from a template comparison, no change set: "may replace" is an estimate.');
  });
});

test('sticky#227 sticky#930 create-or-update-comment#76 thollander#237 a review without credentials, as for a fork, says that what is deployed was not looked at', () => {
  expect(commentOf([stack(template({ A: alarm() }), template({ A: alarm({ Threshold: 1 }) }), { baselineKind: 'base-file' })])).toContain("compared with the base branch's file; what is deployed was not looked at.");
});
