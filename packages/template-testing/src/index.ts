export { matchesPattern } from './event-pattern';
export { INVARIANTS } from './invariants';
export type { Invariant } from './invariants/invariant';
export { type Resource, resourcesOf, type StackJson } from './stack-json';
export { snapshotOf, type StackCase, stackTable } from './stack-table';
export { type DashboardWidget, readStack, type StackReader } from './stack-reader';
export { ACCOUNT, loadText, type Regions, type Stacks, stacksOf, templateWorld, type TemplateWorld } from './template-world';
export { VALIDATION_TIMEOUT_MS, validationFindings } from './validation';
