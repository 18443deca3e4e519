import { digest } from '../canonical-json';
import { GROUP_HEADINGS } from '../render/findings-pieces';
import { cut } from '../render/values';
import type { Finding, FindingGroup, Review, Severity } from '../types';
import { unlinked, visible } from '../visible';

/** A place in the configuration file, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SarifOptions {
  /** Path of the configuration file below the root of the repository. */
  readonly configFile: string;
  /** Where a path of the file stands; undefined where the file does not hold it. */
  readonly positions: (path: string) => Position | undefined;
}

/** What GitHub reads of SARIF 2.1.0. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

interface SarifRun {
  readonly tool: { readonly driver: { readonly name: string; readonly semanticVersion?: string; readonly version: string; readonly rules: readonly SarifRule[] } };
  readonly automationDetails: { readonly id: string };
  readonly columnKind: 'utf16CodeUnits';
  readonly invocations: readonly { readonly executionSuccessful: true; readonly toolExecutionNotifications: readonly { readonly level: 'warning'; readonly message: Message }[] }[];
  readonly results: readonly SarifResult[];
}

interface Message {
  readonly text: string;
}

interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly help: Message;
  readonly defaultConfiguration: { readonly level: Level };
  readonly properties: { readonly tags: readonly string[]; readonly precision: 'high' };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Level;
  readonly message: Message;
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number; readonly startColumn: number } } }];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string; readonly 'paymentObservability/v1': string };
}

type Level = 'error' | 'warning' | 'note';

const LEVELS: Readonly<Record<Severity, Level>> = { blocking: 'error', attention: 'warning', info: 'note' };

/** GitHub refuses more results of a run. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const MAX_RESULTS = 25_000;
const MESSAGE_CHARACTERS = 1_000;

/** What a finding of the group asks of a reviewer. */
const HELP: Readonly<Record<FindingGroup, string>> = {
  data: 'The change takes away or replaces something that holds data. Keep it, or rename it back; where it is meant, a person with the right approves the review.',
  alerting: 'After the change somebody hears later, less or nothing of a failure. Restore the alarm or its route; where it is meant, a person with the right approves the review.',
  protection: 'The change keeps data shorter, masks less or takes a safeguard away. Restore it; where it is meant, a person with the right approves the review.',
  permissions: 'After the change somebody may do more than before. Check that the principal, the actions and the resources are no wider than needed.',
  policy: 'A rule pack that the configuration asks for has something to say of this resource. Mend it, or accept it knowingly.',
  information: 'Nothing has to be done; it is good to know before the merge.',
};

/** The findings as SARIF 2.1.0 for GitHub code scanning, each at its line of the configuration file. */
export function toSarif(review: Review, options: SarifOptions): SarifLog {
  const findings = review.findings.slice(0, MAX_RESULTS);
  const left = review.findings.length - findings.length;
  const rules = rulesOf(findings);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const seen = new Map<string, number>();
  const results = findings.map((finding) => resultOf(finding, review, options, indexes.get(finding.id) ?? 0, seen));
  const notifications = left > 0 ? [{ level: 'warning' as const, message: { text: `${left} more findings are in the review: GitHub takes ${MAX_RESULTS} results of a run.` } }] : [];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'payment-observability', ...(/^\d+\.\d+\.\d+/.test(review.actionVersion) && { semanticVersion: review.actionVersion }), version: review.actionVersion, rules } },
        // code scanning keeps one result for each category: environments must not close each other's alerts
        automationDetails: { id: `payment-observability/${options.configFile}/${review.environment}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results,
      },
    ],
  };
}

function rulesOf(findings: readonly Finding[]): SarifRule[] {
  const gravest = new Map<string, Finding>();
  for (const finding of findings) if (!gravest.has(finding.id)) gravest.set(finding.id, finding);
  return [...gravest.values()].map(({ id, group, severity }) => {
    const words = id.replaceAll('-', ' ');
    const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    return {
      id,
      name: title.replace(/ (.)/g, (_match, letter: string) => letter.toUpperCase()),
      shortDescription: { text: title },
      fullDescription: { text: `${GROUP_HEADINGS[group]}: ${words}` },
      help: { text: HELP[group] },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { tags: ['observability', group], precision: 'high' },
    };
  });
}

function resultOf(finding: Finding, { environment }: Review, { configFile, positions }: SarifOptions, ruleIndex: number, seen: Map<string, number>): SarifResult {
  const { id, severity, title, why, stackId, logicalId, path } = finding;
  // what a finding is about, not its words: a threshold that changes again is the same alert
  const fingerprint = digest([environment, stackId, id, logicalId ?? null, path ?? null]);
  const ordinal = (seen.get(fingerprint) ?? 0) + 1;
  seen.set(fingerprint, ordinal);
  const { line, column } = positionOf(path, positions);
  return {
    ruleId: id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: sarifText(`${title}: ${why} (${environment})`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(configFile) }, region: { startLine: line, startColumn: column } } }],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint.slice(0, 16)}:${ordinal}`, 'paymentObservability/v1': `${fingerprint}:${ordinal}` },
  };
}

// what is gone from the file stands where its nearest parent is, or at the top
function positionOf(path: string | undefined, positions: SarifOptions['positions']): Position {
  const parts = path === undefined || path === '' ? [] : path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = positions(parts.slice(0, length).join('.'));
    if (found) return found;
  }
  return { line: 1, column: 1 };
}

/** Plain text of a SARIF message: brackets would be a link, braces a placeholder, and GitHub would mention whom it names. */
function sarifText(value: string): string {
  return unlinked(visible(cut(value, MESSAGE_CHARACTERS)).replace(/\s+/g, ' ')).replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}
