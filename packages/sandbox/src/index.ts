export type { Aws } from './aws';
export type { GitHub, MergeMethod, PullRequest, Repository, WorkflowRun } from './github';
export { runAction, runnerNode, type ActionResult, type Annotation } from './runner';
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox';
