import { plural } from './values';
import { countsText } from './stack-pieces';
import { changesByPlace, TAKING_ACTIONS } from './taken';
import { toldOnce } from './told-once';
import type { Gate } from './gate';
import type { Review, Severity } from '../types';

/** How the review ends, as an icon and a word. */
export interface Headline {
  readonly icon: string;
  readonly word: string;
  /** Why, such as `2 alarms lost, 1 table replaced`; empty when there is nothing to say. */
  readonly why: string;
}

/** How each method of finding replacements is told of: what is an estimate says so. */
export const METHODS: Readonly<Record<Review['method'], string>> = {
  'template-comparison': 'Replacements come from a template comparison, no change set: "may replace" is an estimate.',
  'change-set': 'Replacements come from change sets of CloudFormation.',
  mixed: 'Replacements come from change sets of CloudFormation where there is one, else from a template comparison: "may replace" is an estimate then.',
};

/** The verdict in one line, with what led to it. */
export function headlineOf(review: Review, gate?: Gate): Headline {
  const { verdict, findings, notes } = review;
  if (gate?.state === 'blocked') return { icon: '🛑', word: 'Blocked', why: reasons(review, ['blocking', 'attention']) || plural(gate.blocking, 'finding') };
  if (gate?.state === 'approved') return { icon: '⚠️', word: 'Approved by a person', why: reasons(review, ['blocking']) || plural(gate.blocking, 'finding') };
  if (verdict === 'no-changes') return { icon: '✅', word: 'No changes', why: '' };
  if (verdict === 'blocked' && gate === undefined) return { icon: '🛑', word: 'Blocked', why: reasons(review, ['blocking']) };
  if (verdict === 'safe') return { icon: '✅', word: 'Safe', why: safeText(review) };
  const told = findings.length > 0 ? reasons(review, ['blocking', 'attention']) : '';
  return { icon: '⚠️', word: 'Needs a look', why: told || [plural(notes.length, 'note'), ...(notes[0] ? [notes[0].title] : [])].join(': ') };
}

const MAX_REASONS = 3;

/** What is told of the gravest of the severities that occur. */
function reasons(review: Review, severities: readonly Severity[]): string {
  const gravest = severities.find((severity) => review.findings.some((finding) => finding.severity === severity));
  const changeOf = changesByPlace(review.stacks);
  const kinds = new Map<string, { readonly noun: string; readonly what: string; count: number }>();
  for (const finding of toldOnce(review.findings).filter(({ severity }) => severity === gravest)) {
    const { noun, what } = kindOf(finding.id, changeOf(finding)?.type);
    const kind = kinds.get(`${noun} ${what}`) ?? { noun, what, count: 0 };
    kinds.set(`${noun} ${what}`, kind);
    kind.count += 1;
  }
  const all = [...kinds.values()];
  const more = all.slice(MAX_REASONS).reduce((total, { count }) => total + count, 0);
  const shown = all.slice(0, MAX_REASONS).map(({ noun, what, count }) => `${plural(count, noun)} ${what}`.trim());
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** What befalls the resource that a finding of these rules names; other rules are told by the words of their id. */
const BEFALLS: Readonly<Partial<Record<string, string>>> = {
  'alarm-removed': 'lost',
  'data-removed': 'removed',
  'data-replaced': 'replaced',
  'data-may-be-replaced': 'may be replaced',
  'data-orphaned': 'left behind',
};

function kindOf(id: string, type: string | undefined): { noun: string; what: string } {
  const what = BEFALLS[id];
  if (what !== undefined && type !== undefined) return { noun: nounOf(type), what };
  const words = id.split('-');
  const isDone = /(?:ed|lost|broken)$/.test(id);
  const noun = words.slice(0, isDone ? -1 : undefined).join(' ');
  return { noun: noun.replace(/([^s])s$/, '$1'), what: isDone ? (words.at(-1) ?? '') : '' };
}

/** `log group` for AWS::Logs::LogGroup. */
function nounOf(type: string): string {
  const name = type.split('::').at(-1) ?? type;
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2').replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
}

function safeText({ counts }: Review): string {
  const isTaken = TAKING_ACTIONS.some((action) => counts[action] > 0);
  return `${countsText(counts)}, ${isTaken ? 'nothing that holds data or alerts is taken away' : 'nothing is taken away'}`;
}
