export { createAws, type Aws, type AwsOptions, type Call } from './aws';
export { type Fault } from './faults';
export { type TrustedIssuer } from './sts';
export { type ResourceState, type StackEvent, type StackState } from './cloudformation/stack-state';
