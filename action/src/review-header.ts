import type { ReviewedStack } from '@payment-observability/review';
import { z } from 'zod';

const digest = z.string().max(64);

const stack = z.object({
  actionVersion: z.string(),
  desiredDigest: digest,
  baselineKind: z.enum(['deployed', 'base-file', 'none']),
  baselineDigest: digest,
  changeDigest: digest,
  pieces: z.array(z.string().max(12)).readonly().exactOptional(),
}) satisfies z.ZodType<ReviewedStack>;

const schema = z.object({
  version: z.literal(1),
  /** Environment and configuration file: what makes it the same review from run to run. */
  key: z.string(),
  headSha: z.string(),
  /** The workflow run that wrote it. */
  runId: z.number(),
  /** What an approval of this review stands for. */
  fingerprint: digest,
  /** When this fingerprint was shown first; absent where this very comment shows it first. */
  shownAt: z.string().exactOptional(),
  gate: z.enum(['open', 'blocked', 'approved']),
  /** What each stack's review showed, by stack id. */
  stacks: z.record(z.string(), stack),
});

/** The hidden first line of a review comment: which review it is, and what it showed. */
export type ReviewHeader = Readonly<z.output<typeof schema>>;

const OPEN = '<!-- payment-observability:review ';
const CLOSE = ' -->';

export const reviewKey = (configFile: string, environment: string): string => `${environment}@${configFile}`;

/** One line of HTML comment; nothing inside it can close the comment. It takes the same room without `shownAt`, so that a second run of the same review fits the same text below it. */
export function renderHeader(header: ReviewHeader): string {
  const json = JSON.stringify(header).replace(/[<>&]|-{2,}/g, (characters) => [...characters].map(escaped).join(''));
  return OPEN + json + (header.shownAt === undefined ? SHOWN_AT_ROOM : '') + CLOSE;
}

const SHOWN_AT_ROOM = ' '.repeat('"shownAt":"2026-01-01T00:00:00Z",'.length);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The header of a comment, undefined when it has none that can be read: a comment that someone edited is as good as none. */
export function parseHeader(body: string): ReviewHeader | undefined {
  const firstLine = body.split(/\r?\n/, 1)[0] ?? '';
  if (!firstLine.startsWith(OPEN) || !firstLine.endsWith(CLOSE)) return undefined;
  return schema.safeParse(parseJson(firstLine.slice(OPEN.length, -CLOSE.length))).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const RESULT = '<!-- payment-observability:result -->';

/** Whether what became of the review stands below it; a new review has no result yet. */
export const hasResult = (body: string): boolean => body.includes(RESULT);

/** The review with what became of it below, in place of an earlier result. */
export const withResult = (body: string, result: string): string => `${body.split(RESULT, 1)[0]?.trimEnd()}\n\n${RESULT}\n${result}`;
