export { createAws, type Aws, type AwsOptions, type Call } from './aws';
export { ConnectionDropped } from './errors';
export { type Fault } from './faults';
export { serveAws } from './server';
export { type TrustedIssuer } from './sts';
export { type ResourceState, type StackEvent, type StackState } from './cloudformation/stack-state';
