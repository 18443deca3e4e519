export { type Sides, costReview } from './cost/cost-review';
export { monthlyCost, type PricedLine, totalUsd } from './cost/monthly-cost';
export { canonicalJson, digest } from './canonical-json';
export { renderDeployResult, type DeployResult, type StackResult } from './deploy-result';
export { compareReviewed, stackDigests, type Coverage } from './digests';
export { renderComment, renderSummary, type CommentOptions } from './render/render';
export { renderProblems, type ConfigProblem } from './problems';
export { review } from './review';
export type * from './types';
