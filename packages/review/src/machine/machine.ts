export { REVIEW_SCHEMA_VERSION, type ReviewJson, reviewJsonText, toReviewJson } from './review-json';
export { reviewJsonSchema } from './review-schema';
export { type Position, type SarifLog, type SarifOptions, toSarif } from './sarif';
