export { canonicalJson, digest } from './canonical-json';
export { renderDeployResult, type DeployResult, type StackResult } from './deploy-result';
export { compareReviewed, stackDigests, type Coverage } from './digests';
export { renderComment, renderSummary, type CommentOptions } from './render/render';
export { renderProblems, type ConfigProblem } from './problems';
export type { Gate } from './render/gate';
export { headlineOf, type Headline } from './render/verdict';
export { review } from './review';
export type * from './types';
