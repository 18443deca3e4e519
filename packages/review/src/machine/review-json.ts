import type { Review } from '../types';

/** Raised when a reader of the old shape could not read the new one; a key that is added does not raise it. */
export const REVIEW_SCHEMA_VERSION = 1;

/** A review as programs read it; schema/review.schema.json describes it. */
export interface ReviewJson extends Review {
  readonly schemaVersion: typeof REVIEW_SCHEMA_VERSION;
}

/** The review with the version of its shape. */
export function toReviewJson(review: Review): ReviewJson {
  return { schemaVersion: REVIEW_SCHEMA_VERSION, ...review };
}

/** The text of `review.json`: the same data for every parser, with what cannot be seen, or turns the direction of text, written as escapes. */
export function reviewJsonText(review: Review): string {
  const text = JSON.stringify(toReviewJson(review), undefined, 2);
  return `${text.replace(/[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu, (character) => [...unitsOf(character)].join(''))}\n`;
}

function* unitsOf(character: string): Generator<string> {
  for (let index = 0; index < character.length; index += 1) yield `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
}
