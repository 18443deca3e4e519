export { runAction, type ActionResult, type JobContext, type RunActionOptions } from './run-action';
export { runnerNode } from './runner-node';
export { type Annotation } from './step-log';
