import fc from 'fast-check';
import type { Action, AlertCoverage, AlertRoute, CostReview, Finding, LimitUse, PermissionChange, Review, StackReview } from '../src/index';
import { countActions } from '../src/counts';
import { propertyValue } from './json-arbitraries';

/** Texts that Markdown, HTML, Mermaid, YAML or a terminal could take as more than text. */
export const EVIL: readonly string[] = [
  '@acme/team', '#1', '</details>', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '| a | b |', '`', '```', '~~~', '[x](javascript:y)', '\u202Eevil', '\u200Bzero\u200Dwidth', ']]>', '-->', '![i](http://x/y.png)',
  '\n\n# h', '```mermaid\ngraph TD', '"]; click n0 "javascript:alert(1)"', '%%{init: {}}%%', 'end', 'a-->b', '#quot;', '\u001B[31mred\u001B[0m', '${x}', '</script><script>alert(1)</script>', '</title></style>', '{{x}}', '🐢 Zahlungsverzögerung', 'x'.repeat(100_000),
];

const hostile = fc.oneof(fc.constantFrom(...EVIL.filter(({ length }) => length < 1_000)), fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 10 }), fc.constant('y'.repeat(400)));

const action = fc.constantFrom<Action>('add', 'update', 'replace', 'may replace', 'remove', 'orphan');

const change = fc.record({ logicalId: hostile, type: fc.oneof(fc.constantFrom('AWS::Logs::LogGroup', 'AWS::CloudWatch::Alarm'), hostile), action, section: fc.constantFrom('alarms', 'logs', 'other'), path: hostile, properties: fc.array(fc.record({ path: fc.array(hostile, { minLength: 1, maxLength: 3 }), before: propertyValue, after: propertyValue }), { maxLength: 3 }) });

const permission: fc.Arbitrary<PermissionChange> = fc.record({ logicalId: hostile, type: hostile, change: fc.constantFrom('added', 'removed'), meaning: fc.constantFrom('broadened', 'new', 'narrowed'), isPublic: fc.boolean(), otherAccounts: fc.array(hostile, { maxLength: 1 }), effect: fc.constantFrom('Allow', 'Deny'), principals: fc.array(hostile, { maxLength: 2 }), actions: fc.array(hostile, { maxLength: 2 }), resources: fc.array(hostile, { maxLength: 2 }) });

const stackReview: fc.Arbitrary<StackReview> = fc
  .record({ stackId: hostile, stackName: hostile, region: hostile, baselineKind: fc.constantFrom('deployed', 'base-file', 'none'), operation: fc.constantFrom('create', 'update', 'delete', 'none'), method: fc.constantFrom('template-comparison', 'change-set'), resources: fc.array(change, { maxLength: 12 }), templateChanges: fc.constant([]), permissions: fc.array(permission, { maxLength: 4 }) })
  .map((stack) => ({ ...stack, counts: countActions(stack.resources) }));

const route: fc.Arbitrary<AlertRoute> = fc.record({ alarm: hostile, alarmLogicalId: hostile, via: fc.array(hostile, { maxLength: 2 }), topic: hostile, receiver: hostile, state: fc.constantFrom('works', 'broken', 'not verified'), reason: hostile });

const coverage: fc.Arbitrary<AlertCoverage> = fc.record({
  heard: fc.record({ before: fc.nat(99), after: fc.nat(99) }),
  changed: fc.array(fc.record({ stackId: hostile, signal: hostile, section: hostile, path: hostile, change: fc.constantFrom('added', 'lost', 'weakened', 'changed'), before: fc.array(route, { maxLength: 3 }), after: fc.array(route, { maxLength: 3 }) }), { maxLength: 6 }),
  unwatched: fc.array(fc.record({ path: hostile, what: hostile }), { maxLength: 3 }),
});

const amount = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100);

const cost: fc.Arbitrary<CostReview> = fc.record({
  beforeUsd: amount,
  afterUsd: amount,
  lines: fc.array(fc.record({ section: hostile, what: hostile, beforeUsd: amount, afterUsd: amount }), { maxLength: 4 }),
  assumptions: fc.array(fc.record({ path: hostile, value: fc.nat(), unit: hostile, isDefault: fc.boolean() }), { maxLength: 3 }),
  notPriced: fc.array(hostile, { maxLength: 2 }),
  warnings: fc.array(hostile, { maxLength: 2 }),
  pricesAt: hostile,
});

const limits: fc.Arbitrary<LimitUse[]> = fc.array(fc.record({ what: hostile, of: hostile, used: fc.nat(200), limit: fc.nat(200), path: hostile }), { maxLength: 5 });

/** Findings whose titles are numbered, the gravest first, as a review gives them. */
const findings: fc.Arbitrary<Finding[]> = fc
  .array(fc.record({ id: fc.constantFrom('alarm-removed', 'data-replaced', 'public-access', 'made-up'), severity: fc.constantFrom('blocking', 'attention', 'info'), group: fc.constantFrom('data', 'alerting', 'protection', 'permissions', 'policy', 'information'), title: hostile, why: hostile, stackId: hostile, path: hostile }), { maxLength: 40 })
  .map((made) => (['blocking', 'attention', 'info'] as const).flatMap((severity) => made.filter((finding) => finding.severity === severity)).map((finding, index) => ({ ...finding, title: `FINDING${index}. ${finding.title}` })));

/** Any review, hostile texts in all of its parts. */
export const anyReview: fc.Arbitrary<Review> = fc
  .record({ name: hostile, environment: hostile, template: hostile, actionVersion: hostile, findings, notes: fc.array(fc.record({ title: hostile, text: hostile, code: hostile }), { maxLength: 3 }), stacks: fc.array(stackReview, { minLength: 1, maxLength: 3 }), coverage, cost, limits })
  .map((made): Review => ({ ...made, method: 'template-comparison', verdict: made.findings[0]?.severity === 'blocking' ? 'blocked' : 'attention', counts: countActions(made.stacks.flatMap(({ resources }) => resources)) }));
