import { browserStep } from './browser-step';
import { runTransaction } from './canary-transaction';

/** Canary: one payment in the sandbox account, of requests and of steps in a browser. */
export const handler = (): Promise<void> => runTransaction(browserStep);
