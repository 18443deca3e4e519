import { digest } from './canonical-json';
import type { Digests, Finding, FindingGroup, Review, Severity, Verdict } from './types';

/** What stops a merge until a person approves it. */
export interface BlockRules {
  /** Groups, of which the findings of severity `blocking` block, and ids of findings, which block always. */
  readonly block: readonly string[];
  /** Ids of findings that never block. */
  readonly allow: readonly string[];
}

/** The groups that `block` can name. */
export const FINDING_GROUPS: readonly FindingGroup[] = ['data', 'alerting', 'protection', 'permissions', 'policy', 'information'];

const SEVERITIES: readonly Severity[] = ['blocking', 'attention', 'info'];

/** The review with `blocking` on exactly those findings that block by the rules; the others ask for a look. */
export function withBlocks(review: Review, rules: BlockRules): Review {
  const weighed = review.findings.map((finding) => ({ ...finding, severity: severityOf(finding, rules) }));
  const findings = SEVERITIES.flatMap((severity) => weighed.filter((finding) => finding.severity === severity));
  return { ...review, findings, verdict: verdictOf(review, findings) };
}

function severityOf({ id, group, severity }: Finding, { block, allow }: BlockRules): Severity {
  if (!allow.includes(id) && (block.includes(id) || (severity === 'blocking' && block.includes(group)))) return 'blocking';
  return severity === 'blocking' ? 'attention' : severity;
}

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
