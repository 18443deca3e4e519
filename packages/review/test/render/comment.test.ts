import fc from 'fast-check';
import { renderComment, renderSummary, review, type CommentOptions, type Finding, type Review, type StackInput } from '../../src/index';
import { byteLength } from '../../src/markdown/budget';
import { takenOf } from '../../src/render/taken';
import { COST, COVERAGE, EVERYTHING, fullReview, route } from '../full-review';
import { mentions, outsideCode, structureFaults } from '../markdown/structure';
import { anyReview, EVIL } from '../review-arbitrary';
import { alarm, input, logGroup, resource, stack, template } from '../template';

const HEADER = '<!-- h -->';
const commentOf = (shown: Review, options: Partial<CommentOptions> = {}): string => renderComment(shown, { header: HEADER, ...options });

/** What a reader sees who opens nothing. */
const unfolded = (comment: string): string => comment.replace(/<details><summary>[\s\S]*?<\/details>/g, '');

const firstLines = (comment: string, count: number): string[] => comment.split('\n').filter((line) => line !== '' && line !== HEADER).slice(0, count);

describe('the verdict is the first line, and says why', () => {
  const finding = (id: string, severity: Finding['severity'] = 'blocking'): Finding => ({ id, severity, group: 'alerting', title: id, why: 'because', stackId: 'home' });
  const of = (...findings: Finding[]): Review => fullReview({ findings, verdict: findings.some(({ severity }) => severity === 'blocking') ? 'blocked' : findings.length > 0 ? 'attention' : 'safe' });
  const table = resource('AWS::DynamoDB::Table', { TableName: 'ledger' });
  test.each<[string, Review, string]>([
    ['two alarms and a table', review(input([stack(template({ A: alarm(), B: alarm({ AlarmName: 'b' }), T: table }), template({ T: resource('AWS::DynamoDB::Table', { TableName: 'ledger2' }) }))])), '## 🛑 Blocked: 1 table replaced, 2 alarms lost'],
    ['a removed log group', review(input([stack(template({ L: logGroup() }), template({}))])), '## 🛑 Blocked: 1 log group removed'],
    ['a database that may be replaced', review(input([stack(template({ D: resource('AWS::RDS::DBInstance', { DBName: 'a', Port: 1 }) }), template({ D: resource('AWS::RDS::DBInstance', { DBName: 'a', Port: 2 }) }))])), '## 🛑 Blocked: 1 DB instance replaced'],
    ['findings of rules that it does not know, by the words of their ids', of(finding('routes-broken'), finding('routes-broken'), finding('public-access'), finding('public-access'), finding('retention-shortened')), '## 🛑 Blocked: 2 routes broken, 2 public accesses, 1 retention shortened'],
    ['many kinds: three, and how many more', of(...['a-lost', 'b-lost', 'c-lost', 'd-lost', 'd-lost', 'e-lost'].map((id) => finding(id))), '## 🛑 Blocked: 1 a lost, 1 b lost, 1 c lost, 3 more'],
    ['blocking alone where something blocks', of(finding('route-lost'), finding('alarm-renamed', 'attention')), '## 🛑 Blocked: 1 route lost'],
    ['needs a look', of(finding('alarm-measure-changed', 'attention'), finding('alarm-renamed', 'info')), '## ⚠️ Needs a look: 1 alarm measure changed'],
    ['a note alone', { ...of(), verdict: 'attention' }, '## ⚠️ Needs a look: 1 note: Key acme'],
    ['safe', review(input([stack(template({}), template({ A: alarm() }))])), '## ✅ Safe: 1 add, nothing is taken away'],
    ['safe though something goes', review(input([stack(template({ X: resource('AWS::XRay::Group') }), template({}))])), '## ✅ Safe: 1 remove, nothing that holds data or alerts is taken away'],
  ])('%s', (_case, shown, line) => {
    expect(firstLines(commentOf(shown), 1)).toEqual([line]);
  });

  test('a review without changes is one line, also with an open gate', () => {
    const same = template({ A: alarm() });
    const shown = review(input([stack(same, same)]));
    expect(commentOf(shown, { gate: { state: 'open', blocking: 0 } })).toBe(`${HEADER}\n\n✅ No changes · \`card-acquiring\` · \`production\`\n`);
  });
});

describe('the gate stands right below the verdict', () => {
  test('blocked: what a person has to do, as text', () => {
    const comment = commentOf(fullReview(), { gate: { state: 'blocked', blocking: 3, how: 'Someone of @acme/leads adds the label.\n\nNot the author.' } });
    expect(comment).toContain(`## 🛑 Blocked: 1 table replaced, 1 alarm lost, 1 alarm loosened, 1 more

> [!CAUTION]
> **This check fails: 3 blocking findings, and nobody has approved.**<br>
> Someone of @\u200Bacme/leads adds the label.<br>
> Not the author.

\`card-acquiring\``);
  });

  test('approved: who and when, without a mention', () => {
    const comment = commentOf(fullReview(), { gate: { state: 'approved', blocking: 1, approvedBy: 'mallory`@acme', approvedAt: '2026-11-27T10:00:00Z' } });
    expect(firstLines(comment, 3)).toEqual(['## ⚠️ Approved by a person: 1 table replaced, 1 alarm lost, 1 alarm loosened, 1 more', '> [!NOTE]', '> **1 blocking finding, approved by ``mallory`@acme`` on 2026-11-27T10:00:00Z.** A push voids the approval.']);
    expect(mentions(comment)).toEqual([]);
  });

  test('open: nothing; and where the base branch lets these findings pass, the verdict does not say blocked', () => {
    expect(firstLines(commentOf(fullReview(), { gate: { state: 'open', blocking: 0 } }), 2)[0]).toBe('## ⚠️ Needs a look: 1 table replaced, 1 alarm lost, 1 alarm loosened, 1 more');
    expect(commentOf(fullReview(), { gate: { state: 'open', blocking: 0 } })).not.toContain('> [!');
  });

  test('is in the summary too', () => {
    expect(renderSummary(fullReview(), { gate: { state: 'blocked', blocking: 1 } })).toContain('> **This check fails: 1 blocking finding, and nobody has approved.**');
  });
});

describe('a reader who unfolds nothing', () => {
  const stacks: readonly StackInput[] = [
    stack(...EVERYTHING),
    stack(template({ Group: resource('AWS::XRay::Group', {}, { section: 'tracing', path: 'tracing.groups.x' }), Kept: logGroup({}, { DeletionPolicy: 'Retain' }) }), template({}), { stackId: 'us-east-1', stackName: 'global' }),
    stack(template({ B: resource('AWS::S3::Bucket'), R: resource('AWS::IAM::Role', { RoleName: 'a' }), I: resource('AWS::EC2::Instance', { InstanceType: 'a' }) }), template({ R: resource('AWS::IAM::Role', { RoleName: 'b' }), I: resource('AWS::EC2::Instance', { InstanceType: 'b' }) }), { stackId: 'eu', stackName: 'eu' }),
  ];
  const shown: Review = { ...review(input(stacks)), coverage: COVERAGE };
  const seen = unfolded(commentOf(shown));

  test('finds every removal and replacement', () => {
    const taken = takenOf(shown.stacks).map(({ change }) => `${change.action} ${change.logicalId}`);
    expect(taken).toEqual(['remove LambdaErrors', 'replace Ledger', 'remove Traces', 'remove Group', 'orphan Kept', 'remove B', 'may replace I', 'replace R']);
    const told = [...seen.matchAll(/(remove|may replace|replace|orphan)(?: \| | )`(\w+)`/g)].map(([, action, logicalId]) => `${action} ${logicalId}`);
    expect(told.toSorted()).toEqual(taken.toSorted());
  });

  test('finds every permission that is broadened', () => {
    expect(seen).toContain('| `AWS arn:aws:iam::999988887777:root` | `kms:Decrypt` | `*`<br>in `Key` |');
  });

  test('finds who is let in by everyone, by a refusal that goes, and on which condition', () => {
    const bucket = (...Statement: object[]) => resource('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Q' }], PolicyDocument: { Statement } });
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    const comment = unfolded(commentOf(review(input([stack(template({ P: bucket(deny) }), template({ P: bucket({ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: 'q' }) }))]))));
    expect(comment).toContain('| **everyone** `*` | `sqs:SendMessage` | `q`<br>in `P` |');
    expect(comment).toContain('| `*` | no more Deny: `sqs:*` | `*`<br>in `P`<br>if `{"Bool":{"aws:SecureTransport":"false"}}` |');
  });

  test('finds every loss of alerting', () => {
    expect(seen).toContain('🛑 **Alarm acme-prod-lambda-errors is removed**');
    expect(seen).toContain('🛑 **Alarm acme-prod-api-latency is loosened: threshold 500 → 800**');
    expect(seen).toContain('| 🔴 lost `AWS/Lambda Errors of acme-prod-processor`<br>`alarms.lambdaErrors` | ❔ e-mail oncall<br>✅ Slack | **nobody** |');
    expect(seen).toContain('| 🟠 weakened `Payments/prod APILatency`<br>`alarms.apiLatencyHigh` | ✅ PagerDuty | ❌ PagerDuty (the key of the topic lets CloudWatch do nothing) |');
  });

  test('on a phone: no table outside of folds has more than three columns, no line of a list is a wall', () => {
    const columns = seen.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').length - 2);
    expect(Math.max(...columns)).toBe(3);
  });

  test('what does not fit is counted, with a link to the whole', () => {
    const many = template(Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`Group${index}`, resource('AWS::XRay::Group', { GroupName: `group-${index}` })])));
    const comment = commentOf(review(input([stack(many, template({}))])), { budgetBytes: 10_000, summaryUrl: 'https://github.com/o/r/actions/runs/1' });
    const told = new Set([...unfolded(comment).matchAll(/🔴 remove \| `(Group\d+)`/g)].map(([, id]) => id));
    expect(told.size).toBeGreaterThan(100);
    expect(unfolded(comment)).toContain(`… and ${400 - told.size} more such changes (see the [job summary](https://github.com/o/r/actions/runs/1))`);
  });
});

describe('who hears what', () => {
  test('a graph of the changed routes: lost dashed and red, broken amber, new green', () => {
    expect(commentOf(fullReview())).toContain(`\`\`\`mermaid
flowchart LR
  n0["AWS/Lambda Errors of acme-prod-processor"]:::lost
  n1["acme-prod-lambda-errors"]:::lost
  n2["acme-prod-outage"]:::lost
  n3["acme-prod-critical"]
  n4(["e-mail oncall"])
  n5(["Slack"])
  n6["Payments/prod APILatency"]
  n7["acme-prod-api-latency"]
  n8(["PagerDuty"])
  n9["AWS/RDS CPUUtilization of acme-prod-ledger"]:::added
  n10["acme-prod-rds-cpu"]:::added
  n0 -.-> n1
  n1 -.-> n2
  n2 -.-> n3
  n3 -.-> n4
  n3 --> n5
  n6 --> n7
  n7 --> n3
  n3 --> n8
  n9 --> n10
  n10 --> n3
  classDef lost stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4
  linkStyle 0,1,2,3 stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4
  classDef broken stroke:#bf8700,stroke-width:2px,stroke-dasharray:2 3
  linkStyle 5,6,7 stroke:#bf8700,stroke-width:2px,stroke-dasharray:2 3
  classDef added stroke:#1a7f37,stroke-width:2px
  linkStyle 8,9 stroke:#1a7f37,stroke-width:2px
\`\`\``);
  });

  test('the graph is limited, and says how many signals it leaves out', () => {
    const changed = Array.from({ length: 50 }, (_, index) => ({ stackId: 'home', signal: `signal ${index}`, section: 'alarms', change: 'lost' as const, before: [route(`alarm-${index}`, 'Slack')], after: [] }));
    const comment = commentOf(fullReview({ coverage: { ...COVERAGE, changed } }));
    // a topic and a receiver, and eleven signals with their alarms
    expect(comment.match(/^ {2}n\d+[[(]/gm)).toHaveLength(24);
    expect(comment).toContain('39 more changed signals not drawn (see the job summary).');
  });

  test('routes as before: one line and no graph', () => {
    const comment = commentOf(fullReview({ coverage: { heard: { before: 1, after: 1 }, changed: [], unwatched: [] } }));
    expect(comment).toContain('#### Who hears what\n\nSomebody hears of 1 signal, as before.\n\n#### To do');
    expect(comment).not.toContain('mermaid');
  });

  test('what was not observed has no tick', () => {
    const unseen = { stackId: 'home', signal: 's', section: 'alarms', change: 'weakened' as const, before: [route('a', 'Slack')], after: [route('a', 'Slack', { reason: 'nobody looked' })] };
    expect(commentOf(fullReview({ coverage: { ...COVERAGE, changed: [unseen] } }))).toContain('| 🟠 weakened `s` | ❔ Slack | ❔ Slack (nobody looked) |');
  });

  test('many receivers of a signal are counted', () => {
    const many = { stackId: 'home', signal: 's', section: 'alarms', change: 'lost' as const, before: Array.from({ length: 9 }, (_, index) => route('a', `r${index}`)), after: [] };
    expect(commentOf(fullReview({ coverage: { ...COVERAGE, changed: [many] } }))).toContain('❔ r5<br>and 3 more | **nobody** |');
  });
});

describe('cost and limits', () => {
  test('the sum, its change and the warnings in sight; lines, assumptions and what is not priced in folds', () => {
    const comment = commentOf(fullReview());
    expect(unfolded(comment)).toContain('#### Cost\n\n1,212.40 USD → **1,452.40 USD** a month (+240.00 USD). An estimate with prices of 2026-08-01.\n\n- ⚠️ metrics.payments: 5 × 4 × 40 dimension values make 800 metrics, 240.00 USD a month\n');
    expect(comment).toContain('| metrics | 0.00 USD | 240.00 USD | +240.00 USD |');
    expect(comment).toContain('| What | Before | After | Change |\n| --- | --- | --- | --- |\n| metrics: 800 custom metrics | 0.00 USD | 240.00 USD | +240.00 USD |\n| alarms: 12 standard alarms | 1.20 USD | 1.20 USD | unchanged |');
    expect(comment).toContain('<summary>2 assumptions of the estimate, 1 by default</summary>');
    expect(comment).toContain('| `cost.logGiB` | 2,000 GB a month | from your file |\n| `cost.traces` | 1,000,000 traces a month | default |');
    expect(comment).toContain('<summary>1 charge not in the estimate</summary>\n\n- data transfer between Regions\n');
  });

  test('lines of one section are added up', () => {
    const lines = [1, 2].map((usd) => ({ section: 'logs', what: `w${usd}`, beforeUsd: usd, afterUsd: usd * 10 }));
    expect(commentOf(fullReview({ cost: { ...COST, lines } }))).toContain('| logs | 3.00 USD | 30.00 USD | +27.00 USD |');
  });

  test('a cost that stays', () => {
    expect(commentOf(fullReview({ cost: { beforeUsd: 12, afterUsd: 12.004, lines: [], assumptions: [], notPriced: [], warnings: [], pricesAt: '2026-08-01' } }))).toContain('#### Cost\n\n12.00 USD a month, unchanged. An estimate with prices of 2026-08-01.\n');
  });

  test('limits that are near or passed in sight, all of them in a fold, the nearest first', () => {
    const comment = commentOf(fullReview());
    expect(unfolded(comment)).toContain('#### Limits\n\n- 🛑 metric filters of a log group: 101 of 100 (101 %) `logs.metricFilters`\n- ⚠️ resources of a stack: 412 of 500 (82 %) `stack acme-prod`\n');
    expect(comment).toContain('| metric filters of a log group | 101 of 100 (101 %) | `logs.metricFilters` |\n| resources of a stack | 412 of 500 (82 %) | `stack acme-prod` |\n| sampling rules | 4 of 25 (16 %) | `us-east-1` |');
  });

  test('limits that are all far: the nearest in one line; one of nothing is over as soon as it is used', () => {
    expect(commentOf(fullReview({ limits: [{ what: 'a', of: 'x', used: 1, limit: 9 }, { what: 'b', of: 'x', used: 7, limit: 9 }] }))).toContain('#### Limits\n\nNearest: b: 7 of 9 (77 %).\n');
    expect(commentOf(fullReview({ limits: [{ what: 'a', of: 'x', used: 1, limit: 0 }] }))).toContain('- 🛑 a: 1 of 0 (over) `x`');
  });
});

describe('whatever the review and the budget', () => {
  const findingNumbers = (comment: string, severity: string): number[] => [...comment.matchAll(new RegExp(`^- ${severity} \\*\\*FINDING(\\d+)\\.`, 'gm'))].map(([, number]) => Number(number));

  test('the structure is whole, nobody is mentioned, the budget is kept, and no less important finding stands where a blocking one is cut', () => {
    fc.assert(
      fc.property(anyReview, fc.integer({ min: 3_500, max: 60_000 }), (shown, budgetBytes) => {
        const comment = commentOf(shown, { budgetBytes, gate: { state: 'blocked', blocking: 1, how: shown.name } });
        expect(structureFaults(comment)).toEqual([]);
        expect(mentions(comment)).toEqual([]);
        expect(byteLength(comment)).toBeLessThanOrEqual(budgetBytes);
        const [blocking, attention, info] = ['🛑', '⚠️', 'ℹ️'].map((icon) => findingNumbers(comment, icon)) as [number[], number[], number[]];
        const all = (severity: string) => shown.findings.filter((finding) => finding.severity === severity).length;
        expect(blocking.length === all('blocking') || attention.length + info.length === 0).toBe(true);
        expect(attention.length === all('attention') || info.length === 0).toBe(true);
        const counted = [...comment.matchAll(/… and (\d+) more findings?/g)].reduce((total, [, count]) => total + Number(count), 0);
        // a list none of whose findings fits is counted by the document, as items
        const isExact = !/… and \d+ more items?/.test(comment);
        expect(blocking.length + attention.length + info.length + counted === shown.findings.length || !isExact).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('a comment of the usual budget keeps to what GitHub takes', () => {
    fc.assert(
      fc.property(anyReview, (shown) => {
        const comment = commentOf(shown);
        expect(byteLength(comment)).toBeLessThanOrEqual(60_000);
        expect([...comment].length).toBeLessThanOrEqual(65_536);
        const summary = renderSummary(shown);
        expect(byteLength(summary)).toBeLessThanOrEqual(1_048_576);
        expect(structureFaults(summary)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('hostile text in every part', () => {
  test.each(EVIL.map((evil) => [evil.slice(0, 30), evil]))('%j is shown as text', (_start, evil) => {
    const shown: Review = {
      ...fullReview(),
      name: evil,
      environment: evil,
      template: evil,
      actionVersion: evil,
      coverage: { heard: { before: 1, after: 0 }, changed: [{ stackId: evil, signal: evil, section: evil, path: evil, change: 'lost', before: [{ alarm: evil, alarmLogicalId: evil, via: [evil], topic: evil, receiver: evil, state: 'broken', reason: evil }], after: [] }], unwatched: [{ path: evil, what: evil }] },
      cost: { beforeUsd: 0, afterUsd: 1, lines: [{ section: evil, what: evil, beforeUsd: 0, afterUsd: 1 }], assumptions: [{ path: evil, value: 1, unit: evil, isDefault: true }], notPriced: [evil], warnings: [evil], pricesAt: evil },
      limits: [{ what: evil, of: evil, used: 1, limit: 1, path: evil }],
    };
    for (const rendered of [commentOf(shown, { gate: { state: 'approved', blocking: 1, approvedBy: evil, approvedAt: evil, how: evil } }), renderSummary(shown)]) {
      expect(structureFaults(rendered)).toEqual([]);
      expect(mentions(rendered)).toEqual([]);
      expect(rendered.replaceAll('\u200B', '')).not.toMatch(/[\p{Cf}\u0000-\u0009\u000B-\u001F]/u);
      expect(outsideCode(rendered).replace(/<summary>.*<\/summary>/g, '')).not.toMatch(/<script|<img|(?<!\\)\]\(/);
      expect(mermaidFaults(rendered)).toEqual([]);
    }
  });
});

/** Lines of the first Mermaid block that are not exactly what the renderer may write. */
function mermaidFaults(markdown: string): string[] {
  const [, body = 'no block'] = /```mermaid\n([\s\S]*?)\n```/.exec(markdown) ?? [];
  const label = String.raw`"(?:[\p{L}\p{N} ./:,()…-]|#\d+;)*"`;
  const line = new RegExp(String.raw`^(?:flowchart LR|  n\d+(?:\[${label}\]|\(\[${label}\]\))(?::::(?:lost|broken|added))?|  n\d+ (?:-->|-\.->) n\d+|  classDef \w+ [\w:#,\- ]+|  linkStyle [\d,]+ [\w:#,\- ]+)$`, 'u');
  return body.split('\n').filter((written) => !line.test(written));
}
