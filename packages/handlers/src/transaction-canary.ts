import { runTransaction } from './canary-transaction';

/** Canary: the requests of one payment in the sandbox account, one after the other, without a browser. */
export const handler = (): Promise<void> => runTransaction();
