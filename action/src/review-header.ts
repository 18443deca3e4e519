import type { Digests } from '@payment-observability/review';

/** The hidden first line of a review comment: which review it is, and what it showed. */
export interface ReviewHeader {
  readonly version: 1;
  /** Environment and configuration file: what makes it the same review from run to run. */
  readonly key: string;
  readonly headSha: string;
  /** What each stack's review showed, by stack id. */
  readonly stacks: Readonly<Record<string, Digests>>;
}

const OPEN = '<!-- payment-observability:review ';
const CLOSE = ' -->';

export const reviewKey = (configFile: string, environment: string): string => `${environment}@${configFile}`;

/** One line of HTML comment; nothing inside it can close the comment. */
export function renderHeader(header: ReviewHeader): string {
  return OPEN + JSON.stringify(header).replace(/[<>&-]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) + CLOSE;
}

/** The header of a comment, undefined when it has none that can be read. */
export function parseHeader(body: string): ReviewHeader | undefined {
  const firstLine = body.split(/\r?\n/, 1)[0] ?? '';
  if (!firstLine.startsWith(OPEN) || !firstLine.endsWith(CLOSE)) return undefined;
  try {
    const value: unknown = JSON.parse(firstLine.slice(OPEN.length, -CLOSE.length));
    return isHeader(value) ? value : undefined;
  } catch {
    // a comment that someone edited is as good as none
    return undefined;
  }
}

function isHeader(value: unknown): value is ReviewHeader {
  if (typeof value !== 'object' || value === null) return false;
  const { version, key, headSha, stacks } = value as Record<string, unknown>;
  return version === 1 && typeof key === 'string' && typeof headSha === 'string' && typeof stacks === 'object' && stacks !== null;
}

const RESULT = '<!-- payment-observability:result -->';

/** Whether what became of the review stands below it; a new review has no result yet. */
export const hasResult = (body: string): boolean => body.includes(RESULT);

/** The review with what became of it below, in place of an earlier result. */
export const withResult = (body: string, result: string): string => `${body.split(RESULT, 1)[0]?.trimEnd()}\n\n${RESULT}\n${result}`;
