export { createGitHub, type Call, type GitHub, type GitHubOptions } from './github';
export { type Fault } from './faults';
export { type MergeMethod } from './merge';
export { type Comment, type PullRequest, type Repository } from './people';
export { type NewPullRequest } from './pulls';
export { type NewRepository } from './repositories';
export { type WorkflowRun, type WorkflowRunInput } from './workflow-run';
