import { digest } from './canonical-json';
import type { Digests, Finding, FindingGroup, Review, Severity, Verdict } from './types';

/** What stops a merge until a person approves it. */
export interface BlockRules {
  /** Groups, of which the gravest findings block, and ids of findings, which block always. */
  readonly block: readonly string[];
  /** Ids of findings that never block. */
  readonly allow: readonly string[];
}

/** The severity of a group whose findings block with the group; no rule of a policy pack says itself that it blocks. */
const GRAVEST = { data: 'blocking', alerting: 'blocking', protection: 'blocking', permissions: 'blocking', policy: 'attention', information: 'blocking' } as const satisfies Record<FindingGroup, Severity>;

/** The groups that `block` can name. */
export const FINDING_GROUPS: readonly string[] = Object.keys(GRAVEST);

const SEVERITIES: readonly Severity[] = ['blocking', 'attention', 'info'];

/** The review with `blocking` on exactly those findings that block by the rules; the others ask for a look. */
export function withBlocks(review: Review, rules: BlockRules): Review {
  const weighed = review.findings.map((finding) => ({ ...finding, severity: severityOf(finding, rules) }));
  const findings = SEVERITIES.flatMap((severity) => weighed.filter((finding) => finding.severity === severity));
  return { ...review, findings, verdict: verdictOf(review, findings) };
}

function severityOf({ id, group, severity }: Finding, { block, allow }: BlockRules): Severity {
  const isNamedIn = (names: readonly string[]): boolean => names.includes(id) || names.includes(ruleOf(id));
  if (!isNamedIn(allow) && (isNamedIn(block) || (severity === GRAVEST[group] && block.includes(group)))) return 'blocking';
  return severity === 'blocking' ? 'attention' : severity;
}

// packs write what they found behind some of their rules: AwsSolutions-IAM5[Resource::*]
const ruleOf = (id: string): string => id.replace(/\[.*$/s, '');

function verdictOf({ verdict }: Review, findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'blocking')) return 'blocked';
  return verdict === 'blocked' ? 'attention' : verdict;
}

/** What an approval stands for: the change of every stack and what blocks in it. Another change is another fingerprint. */
export function fingerprintOf({ findings }: Review, stacks: Readonly<Record<string, Pick<Digests, 'changeDigest'>>>): string {
  const changes = Object.entries(stacks).map(([stackId, { changeDigest }]) => [stackId, changeDigest] as const);
  const blocking = findings.filter(({ severity }) => severity === 'blocking').map(({ id, stackId, logicalId, title }) => ({ id, stackId, logicalId, title }));
  return digest({ changes: Object.fromEntries(changes), blocking });
}
