import { readFileSync, writeFileSync } from 'node:fs';
import { type PolicyRequest, type Violation, violationsOf } from './violations';

/** What the process is asked: the desired file, and that of the base branch where there is one. */
export interface PolicyQuestion {
  readonly after: PolicyRequest;
  readonly before?: PolicyRequest;
}

export interface PolicyAnswer {
  readonly after: readonly Violation[];
  readonly before: readonly Violation[];
}

// a process of its own: rule packs and the validator take half a gigabyte, which the review itself must not
const [, , questionFile = '', answerFile = ''] = process.argv;
const { after, before } = JSON.parse(readFileSync(questionFile, 'utf8')) as PolicyQuestion;
const answer: PolicyAnswer = { after: violationsOf(after), before: before ? violationsOf(before) : [] };
writeFileSync(answerFile, JSON.stringify(answer));
